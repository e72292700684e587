/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.pipelines.TextTable.Align;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTableTest {

  @Test
  void alignsColumns() {
    TextTable table = new TextTable(40);
    table.addColumn("name", Align.LEFT);
    table.addColumn("rows", Align.RIGHT);
    table.addColumn("x", Align.LEFT);
    table.addRow(List.of("a", "1,000", ""));
    table.addRow(List.of("longer", "7", "y"));

    assertThat(
        table.toString(),
        equalTo(
            """
            name     rows  x
            ------  -----  -
            a       1,000
            longer      7  y
            """));
  }

  @Test
  void cutsWhatIsTooWide() {
    TextTable table = new TextTable(5);
    table.addColumn("abcdefg", Align.LEFT);
    table.addRow(List.of("12345"));
    table.addRow(List.of("123456"));
    table.addRow(List.of("日本日本"));

    assertThat(
        table.toString(),
        equalTo(
            """
            abcd…
            -----
            12345
            1234…
            日本…
            """));
  }

  @ParameterizedTest
  @CsvSource({"abc, 3", "ação, 4", "n\u0303, 1", "日本, 4", "😀, 2", "'', 0"})
  void knowsHowWideATextIs(String text, int width) {
    assertThat(TextTable.widthOf(text), equalTo(width));
  }
}
