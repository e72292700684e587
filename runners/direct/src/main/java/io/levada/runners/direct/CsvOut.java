/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows as RFC 4180 has them, below the names of the columns. Null is nothing, and an empty text is
 * a pair of quotes, so that they can be told apart.
 */
final class CsvOut implements RowsOut {

  private static final String LINE_END = "\r\n";

  private final PrintStream out;

  CsvOut(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    add(columns.stream().map(Column::name).toList());
  }

  @Override
  public void add(List<@Nullable String> row) {
    out.print(row.stream().map(CsvOut::field).collect(Collectors.joining(",", "", LINE_END)));
  }

  private static String field(@Nullable String text) {
    if (text == null) {
      return "";
    }

    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void end() {}
}
