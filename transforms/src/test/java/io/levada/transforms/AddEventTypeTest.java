/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
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
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPipelineExtension.class)
class AddEventTypeTest {

  private static final Schema EVENTS =
      Schema.builder()
          .addNullableStringField("domain")
          .addInt64Field("n")
          .addNullableStringField("event_type")
          .build();
  private static final Schema TYPED =
      Schema.builder().addFields(EVENTS.getFields()).addStringField("domain_event_type").build();

  private static PCollection<Row> rows(TestPipeline pipeline, Schema schema, Row... rows) {
    return pipeline.apply("Rows", Create.of(Arrays.asList(rows)).withRowSchema(schema));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  @Test
  void joinsDomainAndEventType(TestPipeline pipeline) {
    PCollection<Row> typed =
        rows(pipeline, EVENTS, row(EVENTS, "orders", 1L, "created"), row(EVENTS, "a-b", 2L, "c"))
            .apply(AddEventType.create());

    PAssert.that(typed)
        .containsInAnyOrder(
            row(TYPED, "orders", 1L, "created", "orders-created"),
            row(TYPED, "a-b", 2L, "c", "a-b-c"));
    assertThat(typed.getSchema(), equalTo(TYPED));
    pipeline.run();
  }

  @Test
  void skipsNullsButNotEmptyStrings(TestPipeline pipeline) {
    PCollection<Row> typed =
        rows(
                pipeline,
                EVENTS,
                row(EVENTS, null, 1L, "t"),
                row(EVENTS, "d", 2L, null),
                row(EVENTS, null, 3L, null),
                row(EVENTS, "", 4L, "t"))
            .apply(AddEventType.create());

    PAssert.that(typed)
        .containsInAnyOrder(
            row(TYPED, null, 1L, "t", "t"),
            row(TYPED, "d", 2L, null, "d"),
            row(TYPED, null, 3L, null, ""),
            row(TYPED, "", 4L, "t", "-t"));
    pipeline.run();
  }

  @Test
  void columnsOfManyValuesAreEachJoinedRightly(TestPipeline pipeline) {
    List<Row> input = new ArrayList<>();
    List<Row> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String domain = "d" + i % 37;
      String type = "t" + i;
      input.add(row(EVENTS, domain, 0L, type));
      expected.add(row(TYPED, domain, 0L, type, domain + "-" + type));
    }

    PCollection<Row> typed =
        pipeline.apply(Create.of(input).withRowSchema(EVENTS)).apply(AddEventType.create());

    PAssert.that(typed).containsInAnyOrder(expected);
    pipeline.run();
  }

  @Test
  void columnsSeparatorAndNameAreSettings(TestPipeline pipeline) {
    PCollection<Row> typed =
        rows(pipeline, EVENTS, row(EVENTS, "d", 7L, "t"))
            .apply(
                AddEventType.create()
                    .withColumns("event_type", "n", "domain")
                    .withSeparator(" / ")
                    .withOutput("kind"));

    Schema schema = Schema.builder().addFields(EVENTS.getFields()).addStringField("kind").build();
    PAssert.that(typed).containsInAnyOrder(row(schema, "d", 7L, "t", "t / 7 / d"));
    pipeline.run();
  }

  @Test
  void otherTypesAreWrittenPlainly(TestPipeline pipeline) {
    Schema schema =
        Schema.builder()
            .addBooleanField("b")
            .addDoubleField("f")
            .addDecimalField("d")
            .addLogicalTypeField("day", SqlTypes.DATE)
            .addLogicalTypeField("at", SqlTypes.TIMESTAMP)
            .addDateTimeField("ms")
            .build();
    Instant at = Instant.parse("2015-09-12T00:46:58.771001Z");
    Object[] values = {
      true,
      1.5,
      new BigDecimal("1E+3"),
      LocalDate.of(2015, 9, 12),
      at,
      org.joda.time.Instant.ofEpochMilli(0)
    };

    PCollection<String> typed =
        rows(pipeline, schema, row(schema, values))
            .apply(AddEventType.create().withColumns(schema.getFieldNames()).withSeparator("|"))
            .apply(
                org.apache.beam.sdk.transforms.MapElements.into(
                        org.apache.beam.sdk.values.TypeDescriptors.strings())
                    .via(row -> row.getString("domain_event_type")));

    PAssert.that(typed)
        .containsInAnyOrder(
            "true|1.5|1000|2015-09-12|2015-09-12T00:46:58.771001Z|1970-01-01T00:00:00Z");
    pipeline.run();
  }

  @Test
  void notesPassWithANullAppended(TestPipeline pipeline) {
    Schema input = Envelope.around(EVENTS);
    Schema output = Envelope.around(TYPED);
    ReadCount count = new ReadCount(0, 0, 10, true, Tally.ZERO);

    PCollection<Row> typed =
        rows(
                pipeline,
                input,
                Envelope.of(input, count),
                row(input, 4, 9L, null, "d", 1L, "t"),
                row(input, 4, 9L, null, null, null, null))
            .apply(AddEventType.create());

    PAssert.that(typed)
        .containsInAnyOrder(
            Envelope.of(output, count),
            row(output, 4, 9L, null, "d", 1L, "t", "d-t"),
            row(output, 4, 9L, null, null, null, null, ""));
    assertThat(typed.getSchema(), equalTo(output));
    pipeline.run();
  }

  @ParameterizedTest
  @CsvSource({
    "missing, kind, 'Cannot find column missing (the columns are [domain, b])'",
    "domain, B, 'Cannot append column B: there is one already (choose another name; the columns are [domain, b])'",
    "b, kind, 'Cannot join column b: bytes, lists, maps and structs have no plain text form'"
  })
  void saysWhatDoesNotFit(String column, String output, String message) {
    Schema schema =
        Schema.builder().addStringField("domain").addField("b", FieldType.BYTES).build();
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<Row> rows = rows(pipeline, schema);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> rows.apply(AddEventType.create().withColumns(column).withOutput(output)));

    assertThat(e.getMessage(), is(message));
  }

  @Test
  void someColumnMustBeNamed() {
    assertThrows(
        IllegalArgumentException.class, () -> AddEventType.create().withColumns(List.of()));
  }
}
