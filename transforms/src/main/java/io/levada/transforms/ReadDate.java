/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import io.levada.rows.Reject;
import io.levada.rows.RowJson;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Makes a date of a string column, in its place, where a source writes the empty string for a date
 * that it does not know.
 *
 * <pre>{@code
 * rows.apply("Read date", ReadDate.of("release_date"));
 * // {release_date: "1994-09-23"} becomes {release_date: 1994-09-23}; "" becomes null
 * }</pre>
 *
 * <p>A text that is neither empty nor a date {@code yyyy-MM-dd} makes the row a {@link Reject} with
 * the code {@code BAD_TIMESTAMP}, as a note in the row's place. Notes pass. Rows whose column is
 * missing, or no string, stay as they are.
 *
 * <p>The rows travel in an {@link Envelope}, may be bounded or not, and in any windows; timestamps
 * and windows stay as they are.
 */
public final class ReadDate extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  private final String column;

  private ReadDate(String column) {
    this.column = column;
  }

  /** Reads this column. */
  public static ReadDate of(String column) {
    return new ReadDate(column);
  }

  /**
   * @throws IllegalArgumentException if the rows are in no envelope
   */
  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    Schema input = rows.getSchema();
    if (!Envelope.isIn(input)) {
      throw new IllegalArgumentException("Cannot read a date: the rows are in no envelope");
    }
    boolean isText =
        input.hasField(column) && input.getField(column).getType().getTypeName() == TypeName.STRING;
    return isText
        ? rows.apply("Take date", ParDo.of(new ReadFn(input, column)))
            .setRowSchema(dated(input, column))
        : rows;
  }

  private static Schema dated(Schema input, String column) {
    Schema.Builder schema = Schema.builder();
    for (Field field : input.getFields()) {
      schema.addField(
          field.getName().equals(column)
              ? Field.nullable(column, FieldType.logicalType(SqlTypes.DATE))
              : field);
    }
    return schema.build();
  }

  static final class ReadFn extends DoFn<Row, Row> {

    private static final long serialVersionUID = 1;

    private final Schema input;
    private final String column;
    private transient Schema output;
    private transient int index;

    ReadFn(Schema input, String column) {
      this.input = input;
      this.column = column;
    }

    @Setup
    public void setup() {
      output = dated(input, column);
      index = input.indexOf(column);
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      List<Object> values = new ArrayList<>(row.getValues());
      String text = (String) values.get(index);
      if (text != null) {
        try {
          values.set(index, text.isEmpty() ? null : LocalDate.parse(text));
        } catch (DateTimeException e) {
          context.output(Envelope.of(output, reject(row)));
          return;
        }
      }
      context.output(Row.withSchema(output).attachValues(values));
    }

    private Reject reject(Row row) {
      return new Reject(
          Envelope.positionOf(row),
          RejectReason.BAD_TIMESTAMP.name(),
          "Column " + column + " is neither empty nor a date",
          Reject.Content.row(RowJson.of(row)));
    }
  }
}
