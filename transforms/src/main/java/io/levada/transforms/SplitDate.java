/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.ColumnKind;
import io.levada.rows.Envelope;
import io.levada.rows.Reject;
import io.levada.rows.RejectCoder;
import io.levada.rows.RowJson;
import io.levada.rows.SourcePosition;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Appends the date of a column: the strings {@code year}, {@code month} and {@code day},
 * zero-padded so that partitions sort and prune, or one of the form {@code yyyy-MM-dd}.
 *
 * <pre>{@code
 * PCollectionTuple split = rows.apply("Split date", SplitDate.of("timestamp"));
 * PCollection<Row> dated = split.get(SplitDate.rowsTag());
 * // {timestamp: 2015-09-12T00:46:58.771Z} gets year: "2015", month: "09", day: "12"
 * }</pre>
 *
 * <p>The column may be
 *
 * <ul>
 *   <li>a timestamp (Beam's {@code MicrosInstant} or {@code DATETIME}) or a date;
 *   <li>a string in a form that {@link ParseEvents} takes for a timestamp;
 *   <li>a whole number of seconds or, from 100,000,000,000, milliseconds since 1970-01-01T00:00Z.
 * </ul>
 *
 * <p>Null gives nulls. A string or number that is no date of the years 0001 to 9999, such as
 * 2023-02-29, makes the row a {@link Reject} with the code {@code BAD_TIMESTAMP} and the row as
 * JSON: on the second output, or in an {@link Envelope} as a note in the row's place, with its
 * position. Notes pass, with nulls appended.
 *
 * <p>The rows may be bounded or not, of any schema and in any windows; timestamps and windows stay
 * as they are.
 */
@AutoValue
@SuppressWarnings("AutoValueImmutableFields") // its remedy is a type of Guava; the lists are copies
public abstract class SplitDate extends PTransform<PCollection<Row>, PCollectionTuple> {

  private static final TupleTag<Row> ROWS = new TupleTag<>("rows") {};
  private static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects") {};

  abstract String column();

  /** Three names for year, month and day, or one for all. */
  abstract List<String> names();

  abstract boolean padded();

  abstract ZoneId zone();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setColumn(String column);

    abstract Builder setNames(List<String> names);

    abstract Builder setPadded(boolean padded);

    abstract Builder setZone(ZoneId zone);

    abstract SplitDate build();
  }

  /** Splits the date of this column. */
  public static SplitDate of(String column) {
    return new AutoValue_SplitDate.Builder()
        .setColumn(column)
        .setNames(List.of("year", "month", "day"))
        .setPadded(true)
        .setZone(ZoneOffset.UTC)
        .build();
  }

  /** The rows with the date. */
  public static TupleTag<Row> rowsTag() {
    return ROWS;
  }

  /** The rows whose column is no date; empty where rows are in an envelope. */
  public static TupleTag<Reject> rejectsTag() {
    return REJECTS;
  }

  /** The zone whose date is taken, and of strings that do not tell theirs; UTC by default. */
  public SplitDate withZone(ZoneId zone) {
    return toBuilder().setZone(zone).build();
  }

  /** Appends one column {@code yyyy-MM-dd} of this name in place of three. */
  public SplitDate withDt(String name) {
    return toBuilder().setNames(List.of(name)).build();
  }

  /** The names of the three columns; {@code year, month, day} by default. */
  public SplitDate withNames(String year, String month, String day) {
    return toBuilder().setNames(List.of(year, month, day)).build();
  }

  /** Leaves leading zeros out of year, month and day; {@link #withDt} has them always. */
  public SplitDate withoutPadding() {
    return toBuilder().setPadded(false).build();
  }

  /**
   * @throws IllegalArgumentException if the rows lack the column, it is of a type that is no date,
   *     or the rows have a column of a new name
   */
  @Override
  public PCollectionTuple expand(PCollection<Row> rows) {
    Schema input = rows.getSchema();
    Schema output = appended(input).schema();
    checkType(input.getField(AppendedColumns.indexOf(input, column())));

    PCollectionTuple split =
        rows.apply(
            "Take date",
            ParDo.of(new SplitFn(this, input)).withOutputTags(ROWS, TupleTagList.of(REJECTS)));
    split.get(ROWS).setRowSchema(output);
    split.get(REJECTS).setCoder(RejectCoder.of());
    return split;
  }

  private AppendedColumns appended(Schema input) {
    return new AppendedColumns(
        input,
        names().stream()
            .map(name -> Field.nullable(name, FieldType.STRING))
            .collect(Collectors.toList()));
  }

  private static void checkType(Field field) {
    switch (ColumnKind.of(field.getType())) {
      case TIMESTAMP, DATETIME, DATE, STRING, INT64, INT32 -> {}
      default ->
          throw new IllegalArgumentException(
              "Cannot split column "
                  + field.getName()
                  + ": it is neither a timestamp nor a date, string, int or long");
    }
  }

  static final class SplitFn extends DoFn<Row, Row> {

    private final SplitDate settings;
    private final Schema input;
    private transient boolean enveloped;
    private transient AppendedColumns appended;
    private transient Schema output;
    private transient int column;
    private transient int first;
    private transient DateOfValue dates;
    private transient DateTexts texts;

    SplitFn(SplitDate settings, Schema input) {
      this.settings = settings;
      this.input = input;
    }

    @Setup
    public void setup() {
      enveloped = Envelope.isIn(input);
      appended = settings.appended(input);
      output = appended.schema();
      column = input.indexOf(settings.column());
      first = input.getFieldCount();
      dates = new DateOfValue(ColumnKind.of(input.getField(column).getType()), settings.zone());
      texts = new DateTexts(settings.names().size() == 1, settings.padded());
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      Object[] values = appended.widen(row);
      Object value = values[column];
      if (value != null) {
        long day = dates.epochDay(value);
        if (day == TimestampText.INVALID) {
          output(reject(row), context);
          return;
        }
        String[] date = texts.of(day);
        System.arraycopy(date, 0, values, first, date.length);
      }
      context.output(AppendedColumns.toRow(output, values));
    }

    private void output(Reject reject, ProcessContext context) {
      if (enveloped) {
        context.output(Envelope.of(output, reject));
      } else {
        context.output(REJECTS, reject);
      }
    }

    private Reject reject(Row row) {
      return new Reject(
          enveloped ? Envelope.positionOf(row) : SourcePosition.NONE,
          RejectReason.BAD_TIMESTAMP.name(),
          "Column " + settings.column() + " is not a date of the years 0001 to 9999",
          Reject.Content.row(RowJson.of(row)));
    }
  }
}
