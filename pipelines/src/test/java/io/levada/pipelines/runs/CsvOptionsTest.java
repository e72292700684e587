/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        CsvOptions.class,
        option("charset", "UTF-8"),
        option("columns", null),
        option("decimalComma", false),
        option("delimiter", "auto"),
        option("escape", "none"),
        option("header", null),
        option("nulls", "\\N,"),
        option("quote", "\""));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        CsvOptions.class,
        option("charset", "ISO-8859-1", "ISO-8859-1"),
        option("columns", "id,name", List.of("id", "name")),
        option("decimalComma", "true", true),
        option("delimiter", ";", ";"),
        option("escape", "\\", "\\"),
        option("header", "false", false),
        option("nulls", "NULL,", "NULL,"),
        option("quote", "'", "'"));
  }
}
