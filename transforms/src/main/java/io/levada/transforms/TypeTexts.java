/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.Envelope;
import io.levada.rows.Reject;
import io.levada.rows.RowJson;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Gives columns of CSV their values and keeps the texts of their cells too, in further columns:
 * what type a column has depends on all of its cells, and the text of a cell on nothing else.
 *
 * <pre>{@code
 * TypeTexts texts = TypeTexts.of(schema, Map.of("id", "id_text"));
 * PCollection<Row> rows =
 *     blocks.apply(ParseCsv.of(texts.parsed(), files).withEnvelope()).get(ParseCsv.rowsTag());
 * rows.apply("Type texts", texts); // the columns of the schema, and behind them id_text
 * }</pre>
 *
 * <p>Rows are in an {@link Envelope}. The values are those that {@link ParseCsv} reads by the
 * schema, but for a cell in quotes that would be a null text if it had no spaces and no quotes. A
 * row with a cell that is none becomes a reject, with a code of {@link RejectReason}. Order,
 * timestamps and windows stay as they are.
 */
@AutoValue
public abstract class TypeTexts extends PTransform<PCollection<Row>, PCollection<Row>> {

  abstract EventSchema schema();

  abstract Texts texts();

  abstract CsvCells cells();

  abstract ZoneId zone();

  /** The columns that get the texts, by those whose texts they are. */
  record Texts(Map<String, String> byColumn) implements Serializable {
    Texts {
      byColumn = new LinkedHashMap<>(byColumn);
    }
  }

  /**
   * Keeps the texts of columns.
   *
   * @param schema of the values
   * @param texts new columns, by the columns whose texts they get
   */
  public static TypeTexts of(EventSchema schema, Map<String, String> texts) {
    return new AutoValue_TypeTexts(
        schema, new Texts(texts), new CsvCells(ParseCsv.DEFAULT_NULLS, false), ZoneOffset.UTC);
  }

  /** As {@link ParseCsv#withNulls}. */
  public TypeTexts withNulls(Collection<String> nulls) {
    CsvCells other = new CsvCells(List.copyOf(nulls), cells().decimalComma());
    return new AutoValue_TypeTexts(schema(), texts(), other, zone());
  }

  /** As {@link ParseCsv#withDecimalComma}. */
  public TypeTexts withDecimalComma() {
    return new AutoValue_TypeTexts(schema(), texts(), new CsvCells(cells().nulls(), true), zone());
  }

  /** As {@link ParseCsv#withZone}. */
  public TypeTexts withZone(ZoneId zone) {
    return new AutoValue_TypeTexts(schema(), texts(), cells(), zone);
  }

  /** The schema by which {@link ParseCsv} has to read the rows: columns with texts are strings. */
  public EventSchema parsed() {
    List<EventField> fields = new ArrayList<>();
    for (EventField field : schema().fields()) {
      fields.add(
          texts().byColumn().containsKey(field.name())
              ? new EventField(field.name(), field.source(), ValueType.STRING, field.required())
              : field);
    }
    return EventSchema.of(fields);
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    Schema output = output();
    return rows.apply("Read texts", ParDo.of(new TypeFn(this, output))).setRowSchema(output);
  }

  private Schema output() {
    Schema.Builder data = Schema.builder().addFields(schema().toRowSchema().getFields());
    texts().byColumn().values().forEach(column -> data.addNullableField(column, FieldType.STRING));
    return Envelope.around(data.build());
  }

  static final class TypeFn extends DoFn<Row, Row> {

    private final TypeTexts settings;
    private final Schema output;
    private transient CsvRowInHand inHand;
    private transient int[] columns;
    private transient CsvCellReader[] readers;

    TypeFn(TypeTexts settings, Schema output) {
      this.settings = settings;
      this.output = output;
    }

    @Setup
    public void setup() {
      inHand = new CsvRowInHand();
      TimestampText timestamps = new TimestampText(settings.zone());
      List<EventField> fields = settings.schema().fields();
      List<String> names = fields.stream().map(EventField::name).toList();
      columns = settings.texts().byColumn().keySet().stream().mapToInt(names::indexOf).toArray();
      readers = new CsvCellReader[columns.length];
      for (int i = 0; i < columns.length; i++) {
        EventField field = fields.get(columns[i]);
        readers[i] = new CsvCellReader(field, settings.cells(), inHand, timestamps);
      }
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      byte @Nullable [] note = Envelope.noteOf(row);
      if (note != null) {
        context.output(Envelope.of(output, note));
        return;
      }

      inHand.begin();
      List<Object> parsed = row.getValues();
      Object[] values = Arrays.copyOf(parsed.toArray(), parsed.size() + columns.length);
      for (int i = 0; i < columns.length; i++) {
        int column = Envelope.WIDTH + columns[i];
        @Nullable String text = (String) parsed.get(column);
        values[column] = text == null ? null : value(readers[i], text);
        values[parsed.size() + i] = text;
      }
      context.output(
          inHand.isRejected()
              ? Envelope.of(output, reject(row))
              : Row.withSchema(output).attachValues(Arrays.asList(values)));
    }

    /** A text that could be a null one was in quotes, or it would be null. */
    private @Nullable Object value(CsvCellReader reader, String text) {
      char[] chars = text.toCharArray();
      boolean wasQuoted = text.isBlank() || settings.cells().isNull(chars, 0, chars.length, false);
      return reader.read(chars, 0, chars.length, wasQuoted);
    }

    private Reject reject(Row row) {
      return new Reject(
          Envelope.positionOf(row),
          inHand.reason().name(),
          inHand.message(),
          Reject.Content.row(RowJson.of(row)));
    }
  }
}
