/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.Envelope;
import io.levada.rows.RecordBlock;
import io.levada.rows.Reject;
import io.levada.rows.RejectCoder;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Turns blocks of records, each a row of CSV without its line end, into rows by an {@link
 * EventSchema}.
 *
 * <pre>{@code
 * PCollectionTuple parsed = blocks.apply("Parse CSV", ParseCsv.of(schema, files));
 * PCollection<Row> rows = parsed.get(ParseCsv.rowsTag());
 * PCollection<Reject> rejects = parsed.get(ParseCsv.rejectsTag());
 * }</pre>
 *
 * <p>Each record becomes either one row or one {@link Reject}, whose code is a {@link
 * RejectReason}; a bad record never fails the pipeline. The input may be bounded or not, and in any
 * windows; rows and rejects keep their block's timestamp and window. No order is kept between
 * blocks.
 *
 * <p>A cell goes to the field whose source is the name of its column, or whose name is the
 * {@linkplain io.levada.rows.ColumnNames#safe safe} one of it; cells of other columns are dropped,
 * and fields without a column are null. A record with more or fewer cells than its file has columns
 * is a reject.
 *
 * <p>A cell is null if it is one of the {@linkplain #withNulls null texts} and not in quotes; one
 * of another type than string also if it is in quotes and empty. A string is the text of the cell,
 * spaces included; around other values spaces are skipped:
 *
 * <ul>
 *   <li>a boolean is {@code true} or {@code false}, in any case of letters;
 *   <li>a number is digits with a sign, a decimal mark and an exponent, as needed; nothing is
 *       rounded but to the nearest double or float, and what does not fit is a reject;
 *   <li>dates and timestamps are as {@link ParseEvents} takes them from strings;
 *   <li>bytes are base64.
 * </ul>
 *
 * <p>Of several reasons the record's own (not text, not CSV, ragged) counts before that of a cell,
 * and the first cell before others.
 */
@AutoValue
public abstract class ParseCsv extends PTransform<PCollection<RecordBlock>, PCollectionTuple> {

  /** The null texts unless said otherwise: {@code \N}, and nothing. */
  public static final List<String> DEFAULT_NULLS = List.of("\\N", "");

  private static final TupleTag<Row> ROWS = new TupleTag<>("rows") {};
  private static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects") {};

  abstract EventSchema schema();

  abstract CsvFiles files();

  abstract CsvCells cells();

  abstract ZoneId zone();

  abstract boolean enveloped();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setSchema(EventSchema schema);

    abstract Builder setFiles(CsvFiles files);

    abstract Builder setCells(CsvCells cells);

    abstract Builder setZone(ZoneId zone);

    abstract Builder setEnveloped(boolean enveloped);

    abstract ParseCsv build();
  }

  /**
   * Parses the rows of these files by this schema.
   *
   * @throws IllegalArgumentException if a field is a list, a map or a struct, or two columns of a
   *     file go to one field
   */
  public static ParseCsv of(EventSchema schema, CsvFiles files) {
    for (EventField field : schema.fields()) {
      if (field.type().isNested()) {
        throw new IllegalArgumentException(
            "Cannot read column %s from CSV: a cell is no %s (take string)"
                .formatted(field.name(), field.type()));
      }
    }
    files.different().forEach(file -> CsvFiles.fieldsOf(schema, file));
    return new AutoValue_ParseCsv.Builder()
        .setSchema(schema)
        .setFiles(files)
        .setCells(new CsvCells(DEFAULT_NULLS, false))
        .setZone(ZoneOffset.UTC)
        .setEnveloped(false)
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

  /** The texts that are null where they stand without quotes; {@link #DEFAULT_NULLS} otherwise. */
  public ParseCsv withNulls(Collection<String> nulls) {
    return toBuilder().setCells(new CsvCells(List.copyOf(nulls), cells().decimalComma())).build();
  }

  /** Takes a comma for the decimal mark, instead of a point. */
  public ParseCsv withDecimalComma() {
    return toBuilder().setCells(new CsvCells(cells().nulls(), true)).build();
  }

  /** The zone of timestamps that do not tell theirs; UTC by default. */
  public ParseCsv withZone(ZoneId zone) {
    return toBuilder().setZone(zone).build();
  }

  /**
   * Puts the rows into an {@link Envelope} with their position, and rejects and the blocks' read
   * counts, as notes, between them. Without one, read counts are ignored.
   */
  public ParseCsv withEnvelope() {
    return toBuilder().setEnveloped(true).build();
  }

  @Override
  public PCollectionTuple expand(PCollection<RecordBlock> blocks) {
    Schema data = schema().toRowSchema();
    Schema output = enveloped() ? Envelope.around(data) : data;
    PCollectionTuple parsed =
        blocks.apply(
            "Parse records",
            ParDo.of(new ParseFn(this, output)).withOutputTags(ROWS, TupleTagList.of(REJECTS)));
    parsed.get(ROWS).setRowSchema(output);
    parsed.get(REJECTS).setCoder(RejectCoder.of());
    return parsed;
  }

  /** The rows of a few blocks, parsed here and now, without an envelope and without rejects. */
  public List<Row> preview(List<RecordBlock> blocks) {
    Schema data = schema().toRowSchema();
    CsvRecordParser parser = new CsvRecordParser(this, 0);
    List<Row> rows = new ArrayList<>();
    for (RecordBlock block : blocks) {
      parser.parse(
          block,
          new CsvRecordParser.Output() {
            @Override
            public void row(int record, Object[] values) {
              rows.add(Row.withSchema(data).attachValues(Arrays.asList(values)));
            }

            @Override
            public void reject(Reject reject) {}
          });
    }
    return rows;
  }

  static final class ParseFn extends DoFn<RecordBlock, Row> {

    private final ParseCsv settings;
    private final Schema output;
    private final Counter records = Metrics.counter(ParseCsv.class, "records");
    private final Counter rejects = Metrics.counter(ParseCsv.class, "rejects");
    private transient CsvRecordParser parser;

    ParseFn(ParseCsv settings, Schema output) {
      this.settings = settings;
      this.output = output;
    }

    @Setup
    public void setup() {
      parser = new CsvRecordParser(settings, settings.enveloped() ? Envelope.WIDTH : 0);
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      RecordBlock block = context.element();
      parser.parse(block, new Parsed(context, block));
      if (settings.enveloped() && block.readCount() != null) {
        context.output(Envelope.of(output, block.readCount()));
      }
      records.inc(block.recordCount());
    }

    /** What becomes of a block. */
    private final class Parsed implements CsvRecordParser.Output {
      private final ProcessContext context;
      private final RecordBlock block;
      private final Integer file;

      Parsed(ProcessContext context, RecordBlock block) {
        this.context = context;
        this.block = block;
        this.file = block.file();
      }

      @Override
      public void row(int record, Object[] values) {
        if (settings.enveloped()) {
          values[Envelope.FILE] = file;
          values[Envelope.OFFSET] = block.offsetOf(record);
        }
        context.output(Row.withSchema(output).attachValues(Arrays.asList(values)));
      }

      @Override
      public void reject(Reject reject) {
        rejects.inc();
        if (settings.enveloped()) {
          context.output(Envelope.of(output, reject));
        } else {
          context.output(REJECTS, reject);
        }
      }
    }
  }
}
