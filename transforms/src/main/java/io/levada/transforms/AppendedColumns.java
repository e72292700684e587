/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;

/** String columns behind those that rows have. */
final class AppendedColumns {

  private final Schema schema;
  private final int width;

  /**
   * @throws IllegalArgumentException if the rows have a column of such a name, or two of the names
   *     are equal, whatever the case of letters
   */
  AppendedColumns(Schema input, List<Field> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).getName();
      boolean isTaken =
          input.getFieldNames().stream().anyMatch(name::equalsIgnoreCase)
              || columns.subList(0, i).stream().anyMatch(c -> c.getName().equalsIgnoreCase(name));
      if (isTaken) {
        throw new IllegalArgumentException(
            "Cannot append column "
                + name
                + ": there is one already (choose another name; the columns are "
                + Envelope.dataOf(input).getFieldNames()
                + ")");
      }
    }
    this.schema = Schema.builder().addFields(input.getFields()).addFields(columns).build();
    this.width = input.getFieldCount();
  }

  Schema schema() {
    return schema;
  }

  /** The values of the row with nulls in the columns behind them. */
  Object[] widen(Row row) {
    Object[] values = row.getValues().toArray(new Object[schema.getFieldCount()]);
    Arrays.fill(values, width, values.length, null);
    return values;
  }

  static Row toRow(Schema schema, Object[] values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  /** Index of a column that the transform reads. */
  static int indexOf(Schema schema, String column) {
    if (!schema.hasField(column)) {
      throw new IllegalArgumentException(
          "Cannot find column "
              + column
              + " (the columns are "
              + Envelope.dataOf(schema).getFieldNames()
              + ")");
    }

    return schema.indexOf(column);
  }
}
