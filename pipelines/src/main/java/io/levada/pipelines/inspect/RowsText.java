/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.pipelines.PrintableText;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import io.levada.rows.ColumnKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;

/** Rows as a table, and below it their columns, a line each. */
final class RowsText {

  /** A column of a screen is not wider, so that a few of them stand side by side. */
  private static final int MAX_VALUE_WIDTH = 40;

  private static final int MAX_TYPE_WIDTH = 2000;

  private final Schema schema;
  private final TextTable columns = new TextTable(MAX_TYPE_WIDTH);

  RowsText(Schema schema) {
    this.schema = schema;
    columns.addColumn("column", Align.LEFT);
    columns.addColumn("type", Align.LEFT);
    columns.addColumn("note", Align.LEFT);
  }

  /** Adds a line about a column. */
  void describe(String column, String type, String remark) {
    columns.addRow(
        List.of(PrintableText.of(column), PrintableText.of(type), PrintableText.of(remark)));
  }

  String of(List<Row> rows) {
    TextTable table = new TextTable(MAX_VALUE_WIDTH);
    for (Field column : schema.getFields()) {
      table.addColumn(PrintableText.of(column.getName()), alignOf(column));
    }
    for (Row row : rows) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < schema.getFieldCount(); i++) {
        texts.add(CellText.of(schema.getField(i).getType(), row.getValues().get(i)));
      }
      table.addRow(texts);
    }
    return table + "\n" + columns;
  }

  private static Align alignOf(Field column) {
    return switch (ColumnKind.of(column.getType())) {
      case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> Align.RIGHT;
      default -> Align.LEFT;
    };
  }
}
