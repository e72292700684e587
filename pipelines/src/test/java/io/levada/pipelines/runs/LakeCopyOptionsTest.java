/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import org.junit.jupiter.api.Test;

class LakeCopyOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        LakeCopyOptions.class,
        option("lakeOutput", null),
        option("lakeCatalog", "none"),
        option("lakeDatabase", null),
        option("lakeTable", null),
        option("dataVersao", null),
        option("idCarga", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        LakeCopyOptions.class,
        option("lakeOutput", "s3://lake/people", "s3://lake/people"),
        option("lakeCatalog", "glue", "glue"),
        option("lakeDatabase", "trusted", "trusted"),
        option("lakeTable", "people", "people"),
        option("dataVersao", "2024-05-01", "2024-05-01"),
        option("idCarga", "42", "42"));
  }
}
