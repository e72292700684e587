/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.PrintableText;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import java.io.PrintStream;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Rows as a table of text, which is wide as its widest, so that all are held until the end. */
final class TableOut implements RowsOut {

  private static final int MAX_WIDTH = 60;

  private final PrintStream out;
  private final TextTable table = new TextTable(MAX_WIDTH);

  TableOut(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    for (Column column : columns) {
      table.addColumn(
          PrintableText.of(column.name()), column.kind() == Kind.NUMBER ? Align.RIGHT : Align.LEFT);
    }
  }

  @Override
  public void add(List<@Nullable String> row) {
    table.addRow(row.stream().map(text -> text == null ? "null" : PrintableText.of(text)).toList());
  }

  @Override
  public void end() {
    out.print(table);
  }
}
