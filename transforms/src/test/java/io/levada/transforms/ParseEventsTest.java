/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.CutRecord;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
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
class ParseEventsTest {

  private static final EventSchema SCHEMA =
      EventSchema.of(
          EventField.required("id", ValueType.LONG),
          EventField.optional("at", ValueType.TIMESTAMP),
          EventField.optional("amount", ValueType.decimal(9, 2)),
          EventField.optional("day", ValueType.DATE),
          EventField.optional("raw", ValueType.BYTES),
          EventField.optional("userName", ValueType.STRING));
  private static final Schema ROWS = SCHEMA.toRowSchema();
  private static final Schema ENVELOPED = Envelope.around(ROWS);
  private static final ReadCount COUNT = new ReadCount(3, 0, 200, true, new Tally(2, 5, 7));
  private static final String FULL =
      "{\"id\":1,\"at\":\"2015-09-12T00:46:58.771Z\",\"amount\":12.5,\"day\":\"2015-09-12\","
          + "\"raw\":\"AAEC\",\"userName\":\"ä\"}";
  private static final Object[] FULL_VALUES = {
    1L,
    Instant.parse("2015-09-12T00:46:58.771Z"),
    new java.math.BigDecimal("12.50"),
    java.time.LocalDate.of(2015, 9, 12),
    new byte[] {0, 1, 2},
    "ä"
  };

  private static PCollection<RecordBlock> blocks(TestPipeline pipeline, RecordBlock... blocks) {
    return pipeline.apply(
        "Blocks", Create.of(Arrays.asList(blocks)).withCoder(RecordBlockCoder.of()));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static Row rowOfId(long id) {
    return row(ROWS, id, null, null, null, null, null);
  }

  private static Row enveloped(int file, long offset, Object... values) {
    Object[] all = new Object[Envelope.WIDTH + values.length];
    all[Envelope.FILE] = file;
    all[Envelope.OFFSET] = offset;
    System.arraycopy(values, 0, all, Envelope.WIDTH, values.length);
    return row(ENVELOPED, all);
  }

  private static Reject missingId(int file, long offset, String record) {
    return new Reject(
        new SourcePosition(file, offset),
        "MISSING_FIELD",
        "Field id is required but not there",
        Reject.Content.raw(record.getBytes(UTF_8)));
  }

  @Test
  void turnsRecordsIntoRows(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, FULL, "{\"id\":2}"), Blocks.of(1, 0, "{\"id\":3}"))
            .apply(ParseEvents.of(SCHEMA));

    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(row(ROWS, FULL_VALUES), rowOfId(2), rowOfId(3));
    PAssert.that(parsed.get(ParseEvents.rejectsTag())).empty();
    assertThat(parsed.get(ParseEvents.rowsTag()).getSchema(), equalTo(ROWS));
    pipeline.run();
  }

  @Test
  void rejectsAreAnOutputWithTheirPosition(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(3, 100, COUNT, "{\"id\":2}", "{\"ID\":3}"))
            .apply(ParseEvents.of(SCHEMA));

    PAssert.that(parsed.get(ParseEvents.rowsTag())).containsInAnyOrder(rowOfId(2));
    PAssert.that(parsed.get(ParseEvents.rejectsTag()))
        .containsInAnyOrder(missingId(3, 109, "{\"ID\":3}"));
    pipeline.run();
  }

  @Test
  void rejectsAndCountsRideInTheEnvelope(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(3, 100, COUNT, FULL, "{\"ID\":3}"))
            .apply(ParseEvents.of(SCHEMA).withEnvelope());

    long offset = 100L + FULL.getBytes(UTF_8).length + 1;
    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(
            enveloped(3, 100, FULL_VALUES),
            Envelope.of(ENVELOPED, missingId(3, offset, "{\"ID\":3}")),
            Envelope.of(ENVELOPED, COUNT));
    PAssert.that(parsed.get(ParseEvents.rejectsTag())).empty();
    assertThat(parsed.get(ParseEvents.rowsTag()).getSchema(), equalTo(ENVELOPED));
    pipeline.run();
  }

  @Test
  void countOfABlockWithoutRecordsIsKept(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, RecordBlock.ofCount(COUNT)).apply(ParseEvents.of(SCHEMA).withEnvelope());

    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(Envelope.of(ENVELOPED, COUNT));
    pipeline.run();
  }

  @Test
  void recordThatWasCutIsTooLarge(TestPipeline pipeline) {
    CutRecord cut = new CutRecord(70_000_000, new byte[32]);
    byte[] prefix = "{\"id\":1".getBytes(UTF_8);

    PCollectionTuple parsed =
        blocks(pipeline, RecordBlock.ofCut(3, 50, prefix, cut, COUNT))
            .apply(ParseEvents.of(SCHEMA).withEnvelope());

    Reject reject =
        new Reject(
            new SourcePosition(3, 50),
            "TOO_LARGE",
            "The record has 70000000 bytes, more than are taken",
            Reject.Content.cut(prefix, 70_000_000, new byte[32]));
    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(Envelope.of(ENVELOPED, reject), Envelope.of(ENVELOPED, COUNT));
    pipeline.run();
  }

  @Test
  void recordThatIsNotUtf8IsRejectedWithItsBytes(TestPipeline pipeline) {
    byte[] record = {'{', '"', (byte) 0xC3, '"', ':', '1', '}'};

    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, null, record)).apply(ParseEvents.of(SCHEMA));

    PAssert.that(parsed.get(ParseEvents.rejectsTag()))
        .containsInAnyOrder(
            new Reject(
                new SourcePosition(0, 0),
                "NOT_UTF8",
                "The record is not UTF-8",
                Reject.Content.raw(record)));
    pipeline.run();
  }

  @Test
  void unknownFieldsMayHaveAColumn(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, "{\"x\":[1],\"id\":2,\"y\":null}", "{\"id\":3}"))
            .apply(ParseEvents.of(SCHEMA).withUnknownFieldsIn("rest"));

    Schema schema =
        Schema.builder().addFields(ROWS.getFields()).addNullableStringField("rest").build();
    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(
            row(schema, 2L, null, null, null, null, null, "{\"x\":[1],\"y\":null}"),
            row(schema, 3L, null, null, null, null, null, null));
    assertThat(parsed.get(ParseEvents.rowsTag()).getSchema(), equalTo(schema));
    pipeline.run();
  }

  @Test
  void unknownFieldsMayBeForbidden(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, "{\"id\":2,\"y\":null}"))
            .apply(ParseEvents.of(SCHEMA).withUnknownFields(UnknownFields.REJECT));

    PAssert.that(parsed.get(ParseEvents.rowsTag())).empty();
    PAssert.that(parsed.get(ParseEvents.rejectsTag()))
        .satisfies(
            rejects -> {
              assertThat(rejects.iterator().next().code(), is("UNKNOWN_FIELD"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void zoneIsThatOfTimesWithoutOffset(TestPipeline pipeline) {
    EventSchema schema = EventSchema.of(EventField.required("at", ValueType.TIMESTAMP));

    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, "{\"at\":\"2015-07-01 12:00:00\"}"))
            .apply(ParseEvents.of(schema).withZone(ZoneId.of("Europe/Berlin")));

    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(row(schema.toRowSchema(), Instant.parse("2015-07-01T10:00:00Z")));
    pipeline.run();
  }

  @Test
  void nestingIsBounded(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, "{\"id\":1,\"x\":[1]}", "{\"id\":2,\"x\":[[1]]}"))
            .apply(ParseEvents.of(SCHEMA).withMaxNesting(2));

    PAssert.that(parsed.get(ParseEvents.rowsTag())).containsInAnyOrder(rowOfId(1));
    pipeline.run();
  }

  @Test
  void schemaWithoutFieldsGivesEmptyRows(TestPipeline pipeline) {
    PCollectionTuple parsed =
        blocks(pipeline, Blocks.of(0, 0, "{\"id\":1}")).apply(ParseEvents.of(EventSchema.of()));

    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(
            Row.withSchema(Schema.builder().build()).attachValues(Collections.emptyList()));
    pipeline.run();
  }

  @Test
  void columnForUnknownFieldsMustBeNew() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ParseEvents.of(SCHEMA).withUnknownFieldsIn("ID"));

    assertThat(
        e.getMessage(), is("Invalid column for unknown fields: ID (the schema has it already)"));
  }

  @Test
  void columnForUnknownFieldsHasASafeName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ParseEvents.of(SCHEMA).withUnknownFieldsIn("All the rest"));

    assertThat(
        e.getMessage(),
        is(
            "Invalid column for unknown fields: All the rest (take all_the_rest, which every engine"
                + " takes)"));
  }

  @Test
  void unknownFieldsCannotBeBothKeptAndForbidden(TestPipeline pipeline) {
    pipeline.enableAbandonedNodeEnforcement(false);
    PCollection<RecordBlock> blocks = blocks(pipeline);
    ParseEvents parse =
        ParseEvents.of(SCHEMA).withUnknownFields(UnknownFields.REJECT).withUnknownFieldsIn("rest");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> blocks.apply(parse));

    assertThat(
        e.getMessage(), is("Cannot both reject unknown fields and keep them in column rest"));
  }

  @Test
  void nestingMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> ParseEvents.of(SCHEMA).withMaxNesting(0));
  }

  @Test
  void nestedValuesAreTypedBySchema(TestPipeline pipeline) {
    ValueType item =
        ValueType.struct(
            EventField.required("itemName", ValueType.STRING),
            EventField.optional("price", ValueType.decimal(5, 2)));
    EventSchema schema =
        EventSchema.of(
            EventField.optional("items", ValueType.list(item)),
            EventField.optional("counts", ValueType.map(ValueType.LONG)));
    String wrong = "{\"items\":[{\"itemName\":\"a\"},{\"itemName\":1,\"price\":\"1\"}]}";
    PCollectionTuple parsed =
        blocks(
                pipeline,
                Blocks.of(
                    0,
                    0,
                    "{\"items\":[{\"price\":1,\"itemName\":\"a\"},null],\"counts\":{\"k\":null}}",
                    wrong))
            .apply(ParseEvents.of(schema));

    Row first =
        Row.withSchema(item.toFieldType().getRowSchema())
            .addValues("a", new java.math.BigDecimal("1.00"))
            .build();
    PAssert.that(parsed.get(ParseEvents.rowsTag()))
        .containsInAnyOrder(
            Row.withSchema(schema.toRowSchema())
                .addValues(Arrays.asList(first, null), Collections.singletonMap("k", null))
                .build());
    PAssert.that(parsed.get(ParseEvents.rejectsTag()))
        .containsInAnyOrder(
            new Reject(
                new SourcePosition(0, 64),
                "BAD_TYPE",
                "Field items[1].price must be a decimal(5,2), not a string (byte 49 of the record)",
                Reject.Content.raw(wrong.getBytes(UTF_8))));
    pipeline.run();
  }
}
