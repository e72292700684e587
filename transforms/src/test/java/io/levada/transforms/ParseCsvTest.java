/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.CsvDialect;
import io.levada.rows.CutRecord;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ParseCsvTest {

  private static final EventSchema SCHEMA =
      EventSchema.of(
          EventField.required("id", ValueType.LONG),
          EventField.optional("at", ValueType.TIMESTAMP),
          EventField.optional("amount", ValueType.decimal(9, 2)),
          EventField.optional("day", ValueType.DATE),
          EventField.optional("raw", ValueType.BYTES),
          EventField.optional("ok", ValueType.BOOLEAN),
          EventField.optional("n", ValueType.INT),
          EventField.optional("f", ValueType.FLOAT),
          EventField.optional("text", ValueType.STRING));
  private static final Schema ROWS = SCHEMA.toRowSchema();
  private static final List<String> COLUMNS =
      List.of("id", "at", "amount", "day", "raw", "ok", "n", "f", "text");
  private static final CsvFiles FILES = files(new CsvFile(COLUMNS, "UTF-8"));

  @Test
  void readsEveryType(TestPipeline pipeline) {
    PCollectionTuple parsed =
        parse(
            pipeline,
            ParseCsv.of(SCHEMA, FILES),
            "1,2015-09-12T00:46:58.771Z,12.5,2015-09-12,AAEC,True,-7,1.5,ä",
            " 2 , ,\" 3 \",,,\"\",\\N, \\N ,\" x \"");

    PAssert.that(parsed.get(ParseCsv.rowsTag()))
        .containsInAnyOrder(
            row(
                1L,
                Instant.parse("2015-09-12T00:46:58.771Z"),
                new BigDecimal("12.50"),
                LocalDate.of(2015, 9, 12),
                new byte[] {0, 1, 2},
                true,
                -7,
                1.5f,
                "ä"),
            row(2L, null, new BigDecimal("3.00"), null, null, null, null, null, " x "));
    PAssert.that(parsed.get(ParseCsv.rejectsTag())).empty();
    pipeline.run();
  }

  @Test
  void tellsFileAndPositionOfWhatItRejects(TestPipeline pipeline) {
    ParseCsv parse = ParseCsv.of(two(), files(new CsvFile(List.of("a", "b"), "UTF-8")));
    PCollectionTuple parsed =
        parse.expand(blocks(pipeline, Blocks.of(0, 100, "1,x", "2", "y,z", "\"3\"4,")));

    PAssert.that(parsed.get(ParseCsv.rejectsTag()))
        .containsInAnyOrder(
            reject(104, "RAGGED", "The row has 1 cells, and its file 2 columns", "2"),
            reject(106, "BAD_TYPE", "Column a must be a long, but is other text", "y,z"),
            reject(
                110, "NOT_CSV", "The record has text behind the quotes of a cell", "\"3\"4,"));
    PAssert.that(parsed.get(ParseCsv.rowsTag()))
        .containsInAnyOrder(Row.withSchema(two().toRowSchema()).addValues(1L, "x").build());
    pipeline.run();
  }

  @Test
  void putsRowsRejectsAndCountsIntoAnEnvelope(TestPipeline pipeline) {
    ReadCount count = new ReadCount(0, 0, 200, true, new Tally(2, 5, 7));
    ParseCsv parse =
        ParseCsv.of(two(), files(new CsvFile(List.of("a", "b"), "UTF-8"))).withEnvelope();
    PCollectionTuple parsed = parse.expand(blocks(pipeline, Blocks.of(0, 100, count, "1,x", "2")));

    Schema enveloped = Envelope.around(two().toRowSchema());
    PAssert.that(parsed.get(ParseCsv.rowsTag()))
        .containsInAnyOrder(
            Row.withSchema(enveloped).attachValues(Arrays.asList(0, 100L, null, 1L, "x")),
            Envelope.of(
                enveloped,
                reject(104, "RAGGED", "The row has 1 cells, and its file 2 columns", "2")),
            Envelope.of(enveloped, count));
    pipeline.run();
  }

  @Test
  void readsEachFileByItsOwnColumnsAndCharacterSet(TestPipeline pipeline) {
    CsvFiles files =
        files(
            new CsvFile(List.of("a", "b"), "UTF-8"),
            new CsvFile(List.of("B", "more", "A"), "ISO-8859-1"));
    RecordBlock first = Blocks.of(0, 0, "1,ç");
    RecordBlock second = Blocks.of(1, 0, null, "ç,x,2".getBytes(ISO_8859_1));

    PCollectionTuple parsed =
        ParseCsv.of(two(), files).expand(blocks(pipeline, first, second));

    PAssert.that(parsed.get(ParseCsv.rowsTag()))
        .containsInAnyOrder(
            Row.withSchema(two().toRowSchema()).addValues(1L, "ç").build(),
            Row.withSchema(two().toRowSchema()).addValues(2L, "ç").build());
    pipeline.run();
  }

  @Test
  void rejectsARecordThatWasCut(TestPipeline pipeline) {
    RecordBlock cut =
        RecordBlock.ofCut(0, 5, "1,x".getBytes(UTF_8), new CutRecord(1000, new byte[32]), null);

    PCollectionTuple parsed =
        ParseCsv.of(two(), files(new CsvFile(List.of("a", "b"), "UTF-8")))
            .expand(blocks(pipeline, cut));

    PAssert.that(parsed.get(ParseCsv.rejectsTag()))
        .containsInAnyOrder(
            new Reject(
                new SourcePosition(0, 5),
                "TOO_LARGE",
                "The record has 1000 bytes, more than are taken",
                Reject.Content.cut("1,x".getBytes(UTF_8), 1000, new byte[32])));
    pipeline.run();
  }

  @Test
  void refusesAColumnThatIsNoCell() {
    EventSchema nested =
        EventSchema.of(EventField.optional("tags", ValueType.list(ValueType.STRING)));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ParseCsv.of(nested, FILES));

    assertThat(
        e.getMessage(),
        equalTo("Cannot read column tags from CSV: a cell is no list<string> (take string)"));
  }

  private static EventSchema two() {
    return EventSchema.of(
        EventField.optional("a", ValueType.LONG), EventField.optional("b", ValueType.STRING));
  }

  private static CsvFiles files(CsvFile... files) {
    return new CsvFiles(CsvDialect.RFC_4180, false, List.of(files));
  }

  private static PCollectionTuple parse(TestPipeline pipeline, ParseCsv parse, String... records) {
    return parse.expand(blocks(pipeline, Blocks.of(0, 0, records)));
  }

  private static PCollection<RecordBlock> blocks(TestPipeline pipeline, RecordBlock... blocks) {
    return pipeline.apply(
        "Blocks", Create.of(Arrays.asList(blocks)).withCoder(RecordBlockCoder.of()));
  }

  private static Row row(Object... values) {
    return Row.withSchema(ROWS).attachValues(Arrays.asList(values));
  }

  private static Reject reject(long offset, String code, String message, String record) {
    return new Reject(
        new SourcePosition(0, offset), code, message, Reject.Content.raw(record.getBytes(UTF_8)));
  }
}
