/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.ColumnNames;
import io.levada.rows.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;

/**
 * Which rows are wanted, said as {@link PartitionFilter} says it of partitions, on columns of any
 * type:
 *
 * <pre>{@code
 * RowFilter.parse("ativo = true and salario >= 1000.50 and not cidade in ('Faro', 'Braga')")
 * }</pre>
 *
 * <p>Values are compared by the columns' types: strings by code points, numbers by value, dates and
 * timestamps by time. A row is wanted only where the whole is true, so one with a null in a column
 * that is compared is not.
 */
public final class RowFilter {

  private final PartitionCondition condition;

  private RowFilter(PartitionCondition condition) {
    this.condition = condition;
  }

  /**
   * The filter of a text.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  public static RowFilter parse(String text) {
    return new RowFilter(new PartitionFilterParser(text).parse());
  }

  /**
   * Tells of rows whether they are wanted.
   *
   * @param schema of the rows, with or without an {@link Envelope}; columns are {@linkplain
   *     ColumnNames#find found} by what is written
   * @throws IllegalArgumentException if the rows lack a column, or it can't be compared with what
   *     it is compared with; the message says where
   */
  public SerializableFunction<Row, Boolean> in(Schema schema) {
    Map<String, FieldType> types = new HashMap<>();
    condition.forEachTest(
        test -> {
          FieldType type = columnOf(schema, test.column()).getType();
          if (test instanceof PartitionCondition.Comparison) {
            types.put(test.column().key(), comparable(test.column(), type));
          }
        });
    new PartitionFilter(condition).checkLiterals(types);
    RowTest test = RowTest.of(condition, column -> schema.indexOf(nameOf(schema, column)), schema);
    return row -> test.of(row.getValues()) == RowTest.Outcome.TRUE;
  }

  private static Field columnOf(Schema schema, PartitionCondition.Column column) {
    return schema.getField(nameOf(schema, column));
  }

  private static String nameOf(Schema schema, PartitionCondition.Column column) {
    List<String> columns = Envelope.dataOf(schema).getFieldNames();
    return ColumnNames.find(columns, column.name())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find column "
                        + column.name()
                        + ", at position "
                        + column.position()
                        + " of the filter (the columns are "
                        + columns
                        + ")"));
  }

  /** The type by which literals are checked: that of instants for Beam's older ones. */
  private static FieldType comparable(PartitionCondition.Column column, FieldType type) {
    return switch (ColumnKind.of(type)) {
      case DATETIME -> FieldType.logicalType(SqlTypes.TIMESTAMP);
      case BYTES, NESTED ->
          throw new IllegalArgumentException(
              "Cannot compare column "
                  + column.name()
                  + ", at position "
                  + column.position()
                  + " of the filter: bytes, lists, maps and structs can only be null or not");
      default -> type.withNullable(false);
    };
  }
}
