/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvToTrustedOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(CsvToTrustedOptions.class, option("partitionFields", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        CsvToTrustedOptions.class, option("partitionFields", "ano,mes", List.of("ano", "mes")));
  }
}
