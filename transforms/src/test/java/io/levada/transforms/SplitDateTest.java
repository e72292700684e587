/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPipelineExtension.class)
class SplitDateTest {

  private static final Schema TEXTS = Schema.builder().addNullableStringField("at").build();
  private static final Schema SPLIT = split(TEXTS);

  private static Schema split(Schema input) {
    return Schema.builder()
        .addFields(input.getFields())
        .addNullableStringField("year")
        .addNullableStringField("month")
        .addNullableStringField("day")
        .build();
  }

  private static Schema schemaOf(FieldType type) {
    return Schema.builder().addField("at", type).build();
  }

  private static PCollection<Row> rows(TestPipeline pipeline, Schema schema, Row... rows) {
    return pipeline.apply("Rows", Create.of(Arrays.asList(rows)).withRowSchema(schema));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static Reject reject(SourcePosition position, String json) {
    return new Reject(
        position,
        "BAD_TIMESTAMP",
        "Column at is not a date of the years 0001 to 9999",
        Reject.Content.row(json.getBytes(UTF_8)));
  }

  private static void assertSplits(
      TestPipeline pipeline, FieldType type, Object value, String... date) {
    Schema schema = schemaOf(type);

    PCollectionTuple split = rows(pipeline, schema, row(schema, value)).apply(SplitDate.of("at"));

    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(row(split(schema), value, date[0], date[1], date[2]));
    PAssert.that(split.get(SplitDate.rejectsTag())).empty();
    pipeline.run();
  }

  @Test
  void splitsTimestamps(TestPipeline pipeline) {
    FieldType type = FieldType.logicalType(SqlTypes.TIMESTAMP);
    assertSplits(pipeline, type, Instant.parse("0987-01-02T23:59:59.999999Z"), "0987", "01", "02");
  }

  @Test
  void splitsDateTimes(TestPipeline pipeline) {
    Object value = org.joda.time.Instant.parse("1969-12-31T23:59:59.999Z");
    assertSplits(pipeline, FieldType.DATETIME, value, "1969", "12", "31");
  }

  @Test
  void splitsDates(TestPipeline pipeline) {
    FieldType type = FieldType.logicalType(SqlTypes.DATE);
    assertSplits(pipeline, type, LocalDate.of(2024, 2, 29), "2024", "02", "29");
  }

  @Test
  void splitsSeconds(TestPipeline pipeline) {
    assertSplits(pipeline, FieldType.INT32, 1442018818, "2015", "09", "12");
  }

  @Test
  void splitsMilliseconds(TestPipeline pipeline) {
    assertSplits(pipeline, FieldType.INT64, 1442018818771L, "2015", "09", "12");
  }

  @Test
  void splitsStrings(TestPipeline pipeline) {
    PCollectionTuple split =
        rows(
                pipeline,
                TEXTS,
                row(TEXTS, "2015-09-12T00:46:58.771Z"),
                row(TEXTS, "2015-09-12T00:46:58+02:00"),
                row(TEXTS, "2015-09-12 00:46:58"),
                row(TEXTS, "2015-09-12"),
                row(TEXTS, "1442018818"),
                row(TEXTS, (Object) null))
            .apply(SplitDate.of("at"));

    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(
            row(SPLIT, "2015-09-12T00:46:58.771Z", "2015", "09", "12"),
            row(SPLIT, "2015-09-12T00:46:58+02:00", "2015", "09", "11"),
            row(SPLIT, "2015-09-12 00:46:58", "2015", "09", "12"),
            row(SPLIT, "2015-09-12", "2015", "09", "12"),
            row(SPLIT, "1442018818", "2015", "09", "12"),
            row(SPLIT, null, null, null, null));
    assertThat(split.get(SplitDate.rowsTag()).getSchema(), equalTo(SPLIT));
    pipeline.run();
  }

  @Test
  void impossibleDatesAreRejects(TestPipeline pipeline) {
    PCollectionTuple split =
        rows(pipeline, TEXTS, row(TEXTS, "2023-02-29"), row(TEXTS, "\"soon\""))
            .apply(SplitDate.of("at"));

    PAssert.that(split.get(SplitDate.rowsTag())).empty();
    PAssert.that(split.get(SplitDate.rejectsTag()))
        .containsInAnyOrder(
            reject(SourcePosition.NONE, "{\"at\":\"2023-02-29\"}"),
            reject(SourcePosition.NONE, "{\"at\":\"\\\"soon\\\"\"}"));
    pipeline.run();
  }

  @Test
  void datesOutsideTheYearsAreRejects(TestPipeline pipeline) {
    Schema schema = schemaOf(FieldType.INT64);

    PCollectionTuple split =
        rows(pipeline, schema, row(schema, Long.MAX_VALUE)).apply(SplitDate.of("at"));

    PAssert.that(split.get(SplitDate.rejectsTag()))
        .containsInAnyOrder(reject(SourcePosition.NONE, "{\"at\":9223372036854775807}"));
    pipeline.run();
  }

  @Test
  void rejectsRideInTheEnvelopeWithTheirPosition(TestPipeline pipeline) {
    Schema input = Envelope.around(TEXTS);
    Schema output = Envelope.around(SPLIT);
    ReadCount count = new ReadCount(0, 0, 10, true, Tally.ZERO);

    PCollectionTuple split =
        rows(
                pipeline,
                input,
                row(input, 4, 9L, null, "2015-09-12"),
                row(input, 4, 20L, null, "2015-09-31"),
                row(input, 4, 30L, null, null),
                Envelope.of(input, count))
            .apply(SplitDate.of("at"));

    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(
            row(output, 4, 9L, null, "2015-09-12", "2015", "09", "12"),
            Envelope.of(output, reject(new SourcePosition(4, 20), "{\"at\":\"2015-09-31\"}")),
            row(output, 4, 30L, null, null, null, null, null),
            Envelope.of(output, count));
    PAssert.that(split.get(SplitDate.rejectsTag())).empty();
    assertThat(split.get(SplitDate.rowsTag()).getSchema(), equalTo(output));
    pipeline.run();
  }

  @Test
  void dateIsThatOfTheZone(TestPipeline pipeline) {
    PCollectionTuple split =
        rows(pipeline, TEXTS, row(TEXTS, "2015-06-30T22:00:00Z"), row(TEXTS, "2015-07-01 00:00"))
            .apply(SplitDate.of("at").withZone(ZoneId.of("Europe/Berlin")));

    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(
            row(SPLIT, "2015-06-30T22:00:00Z", "2015", "07", "01"),
            row(SPLIT, "2015-07-01 00:00", "2015", "07", "01"));
    pipeline.run();
  }

  @Test
  void fixedZoneMovesTheDate(TestPipeline pipeline) {
    PCollectionTuple split =
        rows(pipeline, TEXTS, row(TEXTS, "2015-07-01T02:59:59Z"))
            .apply(SplitDate.of("at").withZone(ZoneId.of("-03:00")));

    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(row(SPLIT, "2015-07-01T02:59:59Z", "2015", "06", "30"));
    pipeline.run();
  }

  @Test
  void oneColumnMayHoldTheDate(TestPipeline pipeline) {
    PCollectionTuple split =
        rows(pipeline, TEXTS, row(TEXTS, "0015-09-02T00:46:58Z"))
            .apply(SplitDate.of("at").withDt("dt").withoutPadding());

    Schema schema =
        Schema.builder().addFields(TEXTS.getFields()).addNullableStringField("dt").build();
    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(row(schema, "0015-09-02T00:46:58Z", "0015-09-02"));
    pipeline.run();
  }

  @Test
  void namesAndPaddingAreSettings(TestPipeline pipeline) {
    PCollectionTuple split =
        rows(pipeline, TEXTS, row(TEXTS, "2015-09-02"))
            .apply(SplitDate.of("at").withNames("ano", "mes", "dia").withoutPadding());

    Schema schema =
        Schema.builder()
            .addFields(TEXTS.getFields())
            .addNullableStringField("ano")
            .addNullableStringField("mes")
            .addNullableStringField("dia")
            .build();
    PAssert.that(split.get(SplitDate.rowsTag()))
        .containsInAnyOrder(row(schema, "2015-09-02", "2015", "9", "2"));
    pipeline.run();
  }

  @Test
  void manyDaysAreEachSplitRightly(TestPipeline pipeline) {
    List<Row> input = new ArrayList<>();
    List<Row> expected = new ArrayList<>();
    for (long day = -2000; day < 2000; day++) {
      String date = LocalDate.ofEpochDay(day * 7).toString();
      input.add(row(TEXTS, date));
      expected.add(row(SPLIT, date, date.substring(0, 4), date.substring(5, 7), date.substring(8)));
    }

    PCollectionTuple split =
        pipeline.apply(Create.of(input).withRowSchema(TEXTS)).apply(SplitDate.of("at"));

    PAssert.that(split.get(SplitDate.rowsTag())).containsInAnyOrder(expected);
    pipeline.run();
  }

  @ParameterizedTest
  @CsvSource({
    "missing, dt, 'Cannot find column missing (the columns are [at, f])'",
    "at, AT, 'Cannot append column AT: there is one already (choose another name; the columns are [at, f])'",
    "f, dt, 'Cannot split column f: it is neither a timestamp nor a date, string, int or long'"
  })
  void saysWhatDoesNotFit(String column, String dt, String message) {
    Schema schema = Schema.builder().addStringField("at").addDoubleField("f").build();
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<Row> rows = rows(pipeline, schema);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> rows.apply(SplitDate.of(column).withDt(dt)));

    assertThat(e.getMessage(), is(message));
  }

  @Test
  void namesMustDiffer() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<Row> rows = rows(pipeline, TEXTS);

    assertThrows(
        IllegalArgumentException.class,
        () -> rows.apply(SplitDate.of("at").withNames("y", "m", "Y")));
  }
}
