/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.Envelope;
import io.levada.rows.Reject;
import io.levada.rows.RejectCoder;
import io.levada.rows.RowJson;
import io.levada.rows.SourcePosition;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Makes rows of other columns: renamed, cast, joined, constant, parts of dates, or dropped.
 *
 * <pre>{@code
 * PCollectionTuple mapped =
 *     rows.apply(
 *         "Map columns",
 *         MapColumns.by(
 *             ColumnMapping.of(
 *                 MappedColumn.renamed("id", "pk").as(ValueType.STRING),
 *                 MappedColumn.of("year", part(TimePart.YEAR, column("born"))))));
 * PCollection<Row> people = mapped.get(MapColumns.rowsTag());
 * // {id: 7, name: "Ana", born: 1970-01-01} becomes {pk: "7", year: 1970}
 * }</pre>
 *
 * <p>Nothing is converted that could lose something: a number that does not fit its new type, or a
 * string that is no number, makes the row a {@link Reject} with the code {@code BAD_CAST} ({@code
 * BAD_TIMESTAMP} where a part of a date is taken of what is none) and the row as JSON: on the
 * second output, or in an {@link Envelope} as a note in the row's place, with its position. Null is
 * null in every type. Notes pass.
 *
 * <p>The rows may be bounded or not, of any schema and in any windows; order, timestamps and
 * windows stay as they are. All columns of the result are nullable.
 */
@AutoValue
public abstract class MapColumns extends PTransform<PCollection<Row>, PCollectionTuple> {

  private static final TupleTag<Row> ROWS = new TupleTag<>("rows") {};
  private static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects") {};

  abstract ColumnMapping mapping();

  abstract ZoneId zone();

  /** Makes the columns of this mapping. */
  public static MapColumns by(ColumnMapping mapping) {
    return new AutoValue_MapColumns(mapping, ZoneOffset.UTC);
  }

  /** The zone of dates, parts of dates, and strings that do not tell theirs; UTC by default. */
  public MapColumns withZone(ZoneId zone) {
    return new AutoValue_MapColumns(mapping(), zone);
  }

  /** The rows with the new columns. */
  public static TupleTag<Row> rowsTag() {
    return ROWS;
  }

  /** The rows with a value that can't be cast; empty where rows are in an envelope. */
  public static TupleTag<Reject> rejectsTag() {
    return REJECTS;
  }

  /**
   * @throws IllegalArgumentException as {@link ColumnMapping#schemaOf}
   */
  @Override
  public PCollectionTuple expand(PCollection<Row> rows) {
    Schema input = rows.getSchema();
    PCollectionTuple mapped =
        rows.apply(
            "Make columns",
            ParDo.of(new MapFn(this, input)).withOutputTags(ROWS, TupleTagList.of(REJECTS)));
    mapped.get(ROWS).setRowSchema(outputOf(input));
    mapped.get(REJECTS).setCoder(RejectCoder.of());
    return mapped;
  }

  private Schema outputOf(Schema input) {
    Schema data = mapping().schemaOf(input);
    return Envelope.isIn(input) ? Envelope.around(data) : data;
  }

  static final class MapFn extends DoFn<Row, Row> {

    private final MapColumns settings;
    private final Schema input;
    private transient boolean enveloped;
    private transient Schema output;
    private transient List<MappedColumn> columns;
    private transient ExpressionValues[] values;
    private transient @Nullable ValueCast[] casts;

    MapFn(MapColumns settings, Schema input) {
      this.settings = settings;
      this.input = input;
    }

    @Setup
    public void setup() {
      enveloped = Envelope.isIn(input);
      output = settings.outputOf(input);
      columns = settings.mapping().columnsOf(input);
      values = new ExpressionValues[columns.size()];
      casts = new @Nullable ValueCast[columns.size()];
      for (int i = 0; i < values.length; i++) {
        MappedColumn column = columns.get(i);
        FieldType type = column.of().typeIn(input);
        values[i] = ExpressionValues.of(column.of(), input, settings.zone());
        casts[i] =
            column.type() == null ? null : new ValueCast(type, column.type(), settings.zone());
      }
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      byte @Nullable [] note = enveloped ? Envelope.noteOf(row) : null;
      if (note != null) {
        context.output(Envelope.of(output, note));
        return;
      }

      List<Object> from = row.getValues();
      int first = enveloped ? Envelope.WIDTH : 0;
      Object[] made = new Object[first + values.length];
      for (int i = 0; i < first; i++) {
        made[i] = from.get(i);
      }
      for (int i = 0; i < values.length; i++) {
        try {
          @Nullable Object value = values[i].of(from);
          made[first + i] = value == null || casts[i] == null ? value : casts[i].of(value);
        } catch (UnfitValueException e) {
          output(reject(row, columns.get(i).name(), e), context);
          return;
        }
      }
      context.output(Row.withSchema(output).attachValues(Arrays.asList(made)));
    }

    private void output(Reject reject, ProcessContext context) {
      if (enveloped) {
        context.output(Envelope.of(output, reject));
      } else {
        context.output(REJECTS, reject);
      }
    }

    private Reject reject(Row row, String column, UnfitValueException unfit) {
      return new Reject(
          enveloped ? Envelope.positionOf(row) : SourcePosition.NONE,
          unfit.reason().name(),
          "Column " + column + " " + unfit.getMessage(),
          Reject.Content.row(RowJson.of(row)));
    }
  }
}
