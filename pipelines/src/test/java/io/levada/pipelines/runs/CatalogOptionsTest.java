/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.io.catalog.CatalogUpdate;
import org.junit.jupiter.api.Test;

class CatalogOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        CatalogOptions.class,
        option("catalog", "none"),
        option("catalogUpdate", CatalogUpdate.EVOLVE),
        option("database", null),
        option("layout", null),
        option("partitionProjection", null),
        option("retain", null),
        option("table", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        CatalogOptions.class,
        option("catalog", "glue", "glue"),
        option("catalogUpdate", "freeze", CatalogUpdate.FREEZE),
        option("database", "gold", "gold"),
        option("layout", "flat", Layout.FLAT),
        option("partitionProjection", "mes:enum:01,02", "mes:enum:01,02"),
        option("retain", "2", 2),
        option("table", "salaries", "salaries"));
  }
}
