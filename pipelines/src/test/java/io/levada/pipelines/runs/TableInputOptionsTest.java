/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import org.junit.jupiter.api.Test;

class TableInputOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(TableInputOptions.class, option("inputCatalog", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        TableInputOptions.class, option("inputCatalog", "glue:123456789012", "glue:123456789012"));
  }
}
