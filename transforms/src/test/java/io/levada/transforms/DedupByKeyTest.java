/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class DedupByKeyTest {

  private static final Schema EVENT =
      Schema.builder()
          .addStringField("event_id")
          .addInt64Field("version")
          .addNullableField("data", FieldType.STRING)
          .build();
  private static final Schema ENVELOPED = Envelope.around(EVENT);

  @Test
  void keepsOneRowOfEachKey(TestPipeline pipeline) {
    PCollectionTuple deduped =
        rows(pipeline, event("a", 1, "x"), event("a", 1, "x"), event("b", 1, "y"))
            .apply(DedupByKey.of("event_id"));

    PAssert.that(deduped.get(DedupByKey.rowsTag()))
        .containsInAnyOrder(event("a", 1, "x"), event("b", 1, "y"));
    pipeline.run();
  }

  @Test
  void keepsTheEarliestRow(TestPipeline pipeline) {
    PCollectionTuple deduped =
        rows(pipeline, event("a", 2, "x"), event("a", 1, "z"), event("a", 3, "y"))
            .apply(DedupByKey.of("event_id").keepEarliest("version"));

    PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(event("a", 1, "z"));
    pipeline.run();
  }

  @Test
  void keepsTheLatestRow(TestPipeline pipeline) {
    PCollectionTuple deduped =
        rows(pipeline, event("a", 2, "x"), event("a", 3, "z"), event("a", 1, "y"))
            .apply(DedupByKey.of("event_id").keepLatest("version"));

    PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(event("a", 3, "z"));
    pipeline.run();
  }

  @Test
  void forgetsTheOrderColumnWithKeepAny(TestPipeline pipeline) {
    PCollectionTuple deduped =
        rows(pipeline, event("a", 2, "x"), event("a", 1, "z"))
            .apply(DedupByKey.of("event_id").keepLatest("version").keepAny());

    PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(event("a", 1, "z"));
    pipeline.run();
  }

  @Test
  void comparesAllKeyColumns(TestPipeline pipeline) {
    Row[] events = {event("a", 1, "x"), event("a", 2, "x"), event("b", 1, "x")};

    PCollectionTuple deduped =
        rows(pipeline, events).apply(DedupByKey.of(List.of("event_id", "version")));

    PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(events);
    pipeline.run();
  }

  @Test
  void countsTheDroppedOfRowsWithoutAFile(TestPipeline pipeline) {
    PCollectionTuple deduped =
        rows(pipeline, event("a", 1, "x"), event("a", 1, "x"), event("a", 1, "y"))
            .apply(DedupByKey.of("event_id"));

    PAssert.that(deduped.get(DedupByKey.droppedTag()))
        .containsInAnyOrder(List.of(KV.of(SourcePosition.NO_FILE, 2L)));
    pipeline.run();
  }

  @Test
  void keepsThePositionAndCountsTheDroppedByFile(TestPipeline pipeline) {
    PCollectionTuple deduped =
        enveloped(
                pipeline,
                enveloped(2, 50L, event("a", 1, "x")),
                enveloped(0, 70L, event("a", 1, "x")),
                enveloped(2, 60L, event("a", 1, "x")),
                enveloped(1, 10L, event("a", 1, "y")),
                enveloped(1, 20L, event("b", 1, "y")))
            .apply(DedupByKey.of("event_id"));

    PAssert.that(deduped.get(DedupByKey.rowsTag()))
        .containsInAnyOrder(
            enveloped(0, 70L, event("a", 1, "x")), enveloped(1, 20L, event("b", 1, "y")));
    PAssert.that(deduped.get(DedupByKey.droppedTag()))
        .containsInAnyOrder(List.of(KV.of(1, 1L), KV.of(2, 2L)));
    pipeline.run();
  }

  @Test
  void passesEveryNoteOn(TestPipeline pipeline) {
    Row reject = Envelope.of(ENVELOPED, reject("not json"));
    Row large = Envelope.of(ENVELOPED, reject("n".repeat(400_000)));
    Row count = Envelope.of(ENVELOPED, new ReadCount(4, 0, 99, true, new Tally(3, 1, 2)));
    Row event = enveloped(0, 0L, event("a", 1, "x"));

    PCollectionTuple deduped =
        enveloped(pipeline, reject, count, event, reject, large).apply(DedupByKey.of("event_id"));

    PAssert.that(deduped.get(DedupByKey.rowsTag()))
        .containsInAnyOrder(reject, reject, large, count, event);
    PAssert.that(deduped.get(DedupByKey.droppedTag())).empty();
    pipeline.run();
  }

  @Test
  void keepsTheSchema(TestPipeline pipeline) {
    PCollectionTuple deduped =
        enveloped(pipeline, enveloped(0, 0L, event("a", 1, "x"))).apply(DedupByKey.of("event_id"));

    assertThat(deduped.get(DedupByKey.rowsTag()).getSchema(), equalTo(ENVELOPED));
    pipeline.run();
  }

  @Test
  void keepsTheSameRowsWithAnyNumberOfSlots(TestPipeline pipeline) throws IOException {
    List<Row> events = manyEvents();
    List<Row> expected = dedupByStep(events, DedupByKey.of("event_id").keepLatest("version"));

    for (int slots : new int[] {1, 3, 4096}) {
      PCollectionTuple deduped =
          rows(pipeline, "Create for " + slots, events)
              .apply(
                  "Dedup in " + slots,
                  DedupByKey.of("event_id").keepLatest("version").withSlots(slots));

      PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(expected);
      PAssert.that(deduped.get(DedupByKey.droppedTag()))
          .containsInAnyOrder(
              List.of(KV.of(SourcePosition.NO_FILE, (long) events.size() - expected.size())));
    }
    pipeline.run();
  }

  @Test
  void comparesDateTimesAsInstants(TestPipeline pipeline) {
    Schema schema = Schema.builder().addDateTimeField("at").build();
    org.joda.time.DateTime noon = org.joda.time.DateTime.parse("2026-05-01T12:00:00.001Z");
    Row utc = Row.withSchema(schema).addValue(noon).build();
    Row elsewhere =
        Row.withSchema(schema)
            .addValue(noon.withZone(org.joda.time.DateTimeZone.forOffsetHours(-3)))
            .build();

    PCollectionTuple deduped =
        pipeline.apply(Create.of(utc, elsewhere).withRowSchema(schema)).apply(DedupByKey.of("at"));

    PAssert.that(deduped.get(DedupByKey.droppedTag()))
        .containsInAnyOrder(List.of(KV.of(SourcePosition.NO_FILE, 1L)));
    pipeline.run();
  }

  @Test
  void tellsMicrosecondsApart(TestPipeline pipeline) {
    Schema schema =
        Schema.builder().addField("at", FieldType.logicalType(SqlTypes.TIMESTAMP)).build();
    Row one = Row.withSchema(schema).addValue(Instant.parse("1969-05-01T12:00:00.000001Z")).build();
    Row two = Row.withSchema(schema).addValue(Instant.parse("1969-05-01T12:00:00.000002Z")).build();

    PCollectionTuple deduped =
        pipeline.apply(Create.of(one, two, one).withRowSchema(schema)).apply(DedupByKey.of("at"));

    PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(one, two);
    pipeline.run();
  }

  @Test
  void takesZerosAndDecimalsByTheirValue(TestPipeline pipeline) {
    Schema schema = Schema.builder().addDoubleField("double").addDecimalField("decimal").build();
    Row plain = Row.withSchema(schema).addValues(0.0, new BigDecimal("1.5")).build();
    Row odd = Row.withSchema(schema).addValues(-0.0, new BigDecimal("1.500")).build();

    PCollectionTuple deduped =
        pipeline
            .apply(Create.of(odd, plain, odd).withRowSchema(schema))
            .apply(DedupByKey.of("double", "decimal"));

    PAssert.that(deduped.get(DedupByKey.rowsTag())).containsInAnyOrder(plain);
    pipeline.run();
  }

  @Test
  void refusesAColumnThatTheRowsLack(TestPipeline pipeline) {
    PCollection<Row> rows = rows(pipeline, event("a", 1, "x"));
    pipeline.enableAbandonedNodeEnforcement(false);

    IllegalArgumentException key =
        assertThrows(
            IllegalArgumentException.class, () -> rows.apply(DedupByKey.of("event_id", "id")));
    IllegalArgumentException order =
        assertThrows(
            IllegalArgumentException.class,
            () -> rows.apply(DedupByKey.of("event_id").keepLatest("updated")));

    assertThat(
        key.getMessage(),
        equalTo("Cannot find column id (the columns are [event_id, version, data])"));
    assertThat(
        order.getMessage(),
        equalTo("Cannot find column updated (the columns are [event_id, version, data])"));
  }

  @Test
  void refusesRowsInWindows(TestPipeline pipeline) {
    PCollection<Row> windowed =
        rows(pipeline, event("a", 1, "x"))
            .apply(Window.into(FixedWindows.of(Duration.standardDays(1))));
    pipeline.enableAbandonedNodeEnforcement(false);

    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> windowed.apply(DedupByKey.of("event_id")));

    assertThat(thrown.getMessage(), containsString("it is unbounded or in windows"));
  }

  @Test
  void refusesAKeyWithoutColumnsOrWithOneTwice() {
    assertThat(
        assertThrows(IllegalArgumentException.class, DedupByKey::of).getMessage(),
        equalTo("Invalid key columns: [] (name one or more, each once)"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> DedupByKey.of("id", "id")).getMessage(),
        equalTo("Invalid key columns: [id, id] (name one or more, each once)"));
  }

  @Test
  void refusesANumberOfSlotsOutOfRange() {
    for (int slots : new int[] {0, 4097}) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class, () -> DedupByKey.of("event_id").withSlots(slots));

      assertThat(
          thrown.getMessage(), equalTo("Invalid number of slots: " + slots + " (from 1 to 4096)"));
    }
  }

  private static List<Row> manyEvents() {
    Random random = new Random(7);
    List<Row> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String data = random.nextInt(4) == 0 ? null : "data " + random.nextInt(3);
      events.add(event("id " + random.nextInt(1_000), random.nextInt(3), data));
    }
    return events;
  }

  private static List<Row> dedupByStep(List<Row> events, DedupByKey dedup) throws IOException {
    RowCodec codec = RowCodec.of(EVENT, RowLayout.none().withKey(dedup.key()));
    EncodedRow window = codec.newRow();
    List<byte[]> chunks = new ArrayList<>();
    for (Row event : events) {
      codec.encode(event, window);
      chunks.add(window.copy());
    }
    return DedupResult.of(dedup.step(), codec, chunks, DedupWorkspace.withMemory(20_000)).kept();
  }

  private static Reject reject(String record) {
    return new Reject(
        new SourcePosition(1, 2),
        "NOT_JSON",
        "no JSON",
        Reject.Content.raw(record.getBytes(StandardCharsets.UTF_8)));
  }

  private static Row event(String id, long version, @Nullable String data) {
    return Row.withSchema(EVENT).addValues(id, version, data).build();
  }

  private static Row enveloped(int file, long offset, Row event) {
    List<Object> values = new ArrayList<>(Arrays.asList(file, offset, null));
    values.addAll(event.getValues());
    return Row.withSchema(ENVELOPED).addValues(values).build();
  }

  private static PCollection<Row> rows(TestPipeline pipeline, Row... rows) {
    return rows(pipeline, "Create rows", Arrays.asList(rows));
  }

  private static PCollection<Row> rows(TestPipeline pipeline, String name, List<Row> rows) {
    return pipeline.apply(name, Create.of(rows).withRowSchema(EVENT));
  }

  private static PCollection<Row> enveloped(TestPipeline pipeline, Row... rows) {
    return pipeline.apply("Create rows", Create.of(Arrays.asList(rows)).withRowSchema(ENVELOPED));
  }
}
