/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.ColumnNames;
import io.levada.rows.CutRecord;
import io.levada.rows.Envelope;
import io.levada.rows.RecordBlock;
import io.levada.rows.Reject;
import io.levada.rows.RejectCoder;
import io.levada.rows.SourcePosition;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
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
 * Turns blocks of records, each one JSON object in UTF-8, into rows by an {@link EventSchema}.
 *
 * <pre>{@code
 * PCollectionTuple parsed = blocks.apply("Parse events", ParseEvents.of(EventSchema.events()));
 * PCollection<Row> rows = parsed.get(ParseEvents.rowsTag());
 * PCollection<Reject> rejects = parsed.get(ParseEvents.rejectsTag());
 * }</pre>
 *
 * <p>Each record becomes either one row or one {@link Reject}, whose code is a {@link
 * RejectReason}; a bad record never fails the pipeline. The input may be bounded or not, and in any
 * windows; rows and rejects keep their block's timestamp and window. No order is kept between
 * blocks.
 *
 * <p>A member goes to the column of the field whose source is its exact name, or as {@link
 * EventSchema#ofTable} says. Nothing is converted that could lose something: a whole number is
 * taken for a float, double or decimal, but a string is never taken for a number, nor a number that
 * does not fit its type. Into a string column every value goes that is not null; one that is not
 * itself a string is kept as the exact text of the input. A null is the same as no member.
 *
 * <p>These rules hold at every depth. A list takes a JSON list, a map and a struct take an object.
 * A list's elements and a map's values may be null. A map keeps the order of its members, and no
 * name may stand twice in it. In a struct, as in a record, no field may stand twice, a required one
 * must be there, and to members that it does not name the same happens as to those of the record. A
 * string in a list, map or struct is as a string column: the exact text of what is not a string. A
 * reject's message tells the field by its place, {@code data.items[3].price}, where <code>{}</code>
 * stands for any key of a map, since keys are data.
 *
 * <p>A date is {@code yyyy-MM-dd}. A timestamp, cut to microseconds, is
 *
 * <ul>
 *   <li>a string in ISO-8601: {@code yyyy-MM-dd}, or with {@code T} or a space and {@code HH:mm},
 *       {@code HH:mm:ss} or {@code HH:mm:ss.fraction} of up to 9 digits, and then {@code Z} or an
 *       offset ({@code +02:00}, {@code +0200}, {@code +02}) or nothing, see {@link #withZone};
 *   <li>a number, or a string of 9 to 18 digits: seconds since 1970-01-01T00:00Z if it is nearer to
 *       zero than 100,000,000,000 (as seconds, the year 5138; as milliseconds, 1973), and
 *       milliseconds otherwise.
 * </ul>
 */
@AutoValue
public abstract class ParseEvents extends PTransform<PCollection<RecordBlock>, PCollectionTuple> {

  /** How deep objects and lists may nest if {@link #withMaxNesting} does not say. */
  public static final int DEFAULT_MAX_NESTING = 1000;

  private static final TupleTag<Row> ROWS = new TupleTag<>("rows") {};
  private static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects") {};

  abstract EventSchema schema();

  abstract boolean enveloped();

  abstract UnknownFields unknownFields();

  abstract @Nullable String unknownColumn();

  abstract ZoneId zone();

  abstract int maxNesting();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setSchema(EventSchema schema);

    abstract Builder setEnveloped(boolean enveloped);

    abstract Builder setUnknownFields(UnknownFields unknownFields);

    abstract Builder setUnknownColumn(String column);

    abstract Builder setZone(ZoneId zone);

    abstract Builder setMaxNesting(int maxNesting);

    abstract ParseEvents build();
  }

  /** Parses by this schema. */
  public static ParseEvents of(EventSchema schema) {
    return new AutoValue_ParseEvents.Builder()
        .setSchema(schema)
        .setEnveloped(false)
        .setUnknownFields(UnknownFields.DROP)
        .setZone(ZoneOffset.UTC)
        .setMaxNesting(DEFAULT_MAX_NESTING)
        .build();
  }

  /** The rows. */
  public static TupleTag<Row> rowsTag() {
    return ROWS;
  }

  /** The records that could not be taken; empty {@linkplain #withEnvelope with an envelope}. */
  public static TupleTag<Reject> rejectsTag() {
    return REJECTS;
  }

  /**
   * Puts the rows into an {@link Envelope} with their position, and rejects and the blocks' read
   * counts, as notes, between them. Without one, read counts are ignored.
   */
  public ParseEvents withEnvelope() {
    return toBuilder().setEnveloped(true).build();
  }

  /** What becomes of members outside the schema; they are dropped by default. */
  public ParseEvents withUnknownFields(UnknownFields unknownFields) {
    return toBuilder().setUnknownFields(unknownFields).build();
  }

  /**
   * Keeps members outside the schema: a string column behind the others holds them, exactly as in
   * the input and in its order, as one JSON object; it is null where there are none. A member of a
   * struct stands in it under its path: {@code {"data.items[3].colour": "red"}}. A record in which
   * two members would have one name there is a reject.
   *
   * @throws IllegalArgumentException if the name is not a {@linkplain ColumnNames#safe safe} one or
   *     the schema has a column of that name
   */
  public ParseEvents withUnknownFieldsIn(String column) {
    if (column.isBlank()) {
      throw new IllegalArgumentException("Invalid column for unknown fields: give it a name");
    }
    for (EventField field : schema().fields()) {
      if (field.name().equalsIgnoreCase(column)) {
        throw new IllegalArgumentException(
            "Invalid column for unknown fields: " + column + " (the schema has it already)");
      }
    }
    if (!ColumnNames.isSafe(column)) {
      throw new IllegalArgumentException(
          "Invalid column for unknown fields: %s (take %s, which every engine takes)"
              .formatted(column, ColumnNames.safe(column)));
    }

    return toBuilder().setUnknownColumn(column).build();
  }

  /** The zone of timestamps that do not tell theirs; UTC by default. */
  public ParseEvents withZone(ZoneId zone) {
    return toBuilder().setZone(zone).build();
  }

  /**
   * How deep objects and lists may nest, the record being the first level; {@value
   * #DEFAULT_MAX_NESTING} by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ParseEvents withMaxNesting(int maxNesting) {
    if (maxNesting < 1) {
      throw new IllegalArgumentException("Invalid nesting: " + maxNesting + " (take 1 or more)");
    }

    return toBuilder().setMaxNesting(maxNesting).build();
  }

  @Override
  public PCollectionTuple expand(PCollection<RecordBlock> blocks) {
    if (unknownColumn() != null && unknownFields() == UnknownFields.REJECT) {
      throw new IllegalArgumentException(
          "Cannot both reject unknown fields and keep them in column " + unknownColumn());
    }

    Schema data = dataSchema();
    Schema output = enveloped() ? Envelope.around(data) : data;
    PCollectionTuple parsed =
        blocks.apply(
            "Parse records",
            ParDo.of(new ParseFn(this, output)).withOutputTags(ROWS, TupleTagList.of(REJECTS)));
    parsed.get(ROWS).setRowSchema(output);
    parsed.get(REJECTS).setCoder(RejectCoder.of());
    return parsed;
  }

  /**
   * What becomes of the records of a few blocks.
   *
   * @param rows without an envelope
   * @param rejects how many records can't be taken, by the names of their {@link RejectReason}s
   */
  public record Preview(List<Row> rows, Map<String, Long> rejects) {}

  /**
   * Parses a few blocks here and now, for decisions that need a look at the input before the
   * pipeline is built.
   */
  public Preview preview(List<RecordBlock> blocks) {
    JsonRecordParser parser = newParser(0);
    Schema data = dataSchema();
    List<Row> rows = new ArrayList<>();
    Map<String, Long> rejects = new TreeMap<>();
    for (RecordBlock block : blocks) {
      parser.take(block.bytes(), block.bytes().length);
      for (int i = 0; i < block.recordCount(); i++) {
        @Nullable Object @Nullable [] values =
            block.cut() == null ? parser.parse(block.start(i), block.end(i)) : null;
        if (values != null) {
          rows.add(Row.withSchema(data).attachValues(Arrays.asList(values)));
        } else {
          RejectReason reason = block.cut() == null ? parser.reason() : RejectReason.TOO_LARGE;
          rejects.merge(reason.name(), 1L, Long::sum);
        }
      }
    }
    return new Preview(rows, rejects);
  }

  private JsonRecordParser newParser(int leadingColumns) {
    return new JsonRecordParser(
        schema(), unknownFields(), unknownColumn() != null, zone(), maxNesting(), leadingColumns);
  }

  private Schema dataSchema() {
    Schema schema = schema().toRowSchema();
    return unknownColumn() == null
        ? schema
        : Schema.builder()
            .addFields(schema.getFields())
            .addNullableField(unknownColumn(), FieldType.STRING)
            .build();
  }

  static final class ParseFn extends DoFn<RecordBlock, Row> {

    private final ParseEvents settings;
    private final Schema output;
    private final Counter records = Metrics.counter(ParseEvents.class, "records");
    private final Counter rejects = Metrics.counter(ParseEvents.class, "rejects");
    private transient JsonRecordParser parser;

    ParseFn(ParseEvents settings, Schema output) {
      this.settings = settings;
      this.output = output;
    }

    @Setup
    public void setup() {
      parser = settings.newParser(settings.enveloped() ? Envelope.WIDTH : 0);
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      RecordBlock block = context.element();
      Integer file = block.file();
      int rejected = 0;
      parser.take(block.bytes(), block.bytes().length);
      for (int i = 0; i < block.recordCount(); i++) {
        @Nullable Object @Nullable [] values =
            block.cut() == null ? parser.parse(block.start(i), block.end(i)) : null;
        if (values == null) {
          rejected++;
          output(reject(block, i), context);
        } else {
          if (settings.enveloped()) {
            values[Envelope.FILE] = file;
            values[Envelope.OFFSET] = block.offsetOf(i);
          }
          context.output(Row.withSchema(output).attachValues(Arrays.asList(values)));
        }
      }
      if (settings.enveloped() && block.readCount() != null) {
        context.output(Envelope.of(output, block.readCount()));
      }
      records.inc(block.recordCount());
      rejects.inc(rejected);
    }

    private void output(Reject reject, ProcessContext context) {
      if (settings.enveloped()) {
        context.output(Envelope.of(output, reject));
      } else {
        context.output(REJECTS, reject);
      }
    }

    private Reject reject(RecordBlock block, int record) {
      SourcePosition position = new SourcePosition(block.file(), block.offsetOf(record));
      byte[] bytes = Arrays.copyOfRange(block.bytes(), block.start(record), block.end(record));
      @Nullable CutRecord cut = block.cut();
      if (cut != null) {
        return new Reject(
            position,
            RejectReason.TOO_LARGE.name(),
            "The record has " + cut.length() + " bytes, more than are taken",
            Reject.Content.cut(bytes, cut.length(), cut.sha256()));
      }

      return new Reject(
          position, parser.reason().name(), parser.message(), Reject.Content.raw(bytes));
    }
  }
}
