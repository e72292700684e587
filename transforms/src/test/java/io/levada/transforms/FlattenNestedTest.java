/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class FlattenNestedTest {

  private static final Schema INNER =
      Schema.builder().addNullableInt64Field("n").addNullableStringField("t").build();
  private static final FieldType STRUCT = FieldType.row(INNER).withNullable(true);

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static Row inner(Long n, String t) {
    return row(INNER, n, t);
  }

  private static PCollection<Row> flat(TestPipeline pipeline, Schema schema, Row... rows) {
    return pipeline
        .apply("Rows", Create.of(Arrays.asList(rows)).withRowSchema(schema))
        .apply(FlattenNested.create());
  }

  @Test
  void putsColumnsInThePlaceOfAStruct(TestPipeline pipeline) {
    Schema schema =
        Schema.builder().addInt64Field("id").addField("a", STRUCT).addStringField("z").build();
    Schema expected =
        Schema.builder()
            .addInt64Field("id")
            .addNullableInt64Field("a_n")
            .addNullableStringField("a_t")
            .addStringField("z")
            .build();

    PCollection<Row> flat =
        flat(pipeline, schema, row(schema, 1L, inner(2L, "x"), "z"), row(schema, 3L, null, "y"));

    assertThat(flat.getSchema(), is(expected));
    PAssert.that(flat)
        .containsInAnyOrder(row(expected, 1L, 2L, "x", "z"), row(expected, 3L, null, null, "y"));
    pipeline.run();
  }

  @Test
  void reachesStructsInStructs(TestPipeline pipeline) {
    Schema outer = Schema.builder().addField("in", STRUCT).build();
    Schema schema = Schema.builder().addField("a", FieldType.row(outer)).build();
    Schema expected =
        Schema.builder().addNullableInt64Field("a_in_n").addNullableStringField("a_in_t").build();

    PCollection<Row> flat = flat(pipeline, schema, row(schema, row(outer, inner(1L, "x"))));

    PAssert.that(flat).containsInAnyOrder(row(expected, 1L, "x"));
    pipeline.run();
  }

  @Test
  void makesAListForEachFieldOfAListOfStructs(TestPipeline pipeline) {
    Schema schema = Schema.builder().addNullableField("a", FieldType.array(STRUCT)).build();
    Schema expected =
        Schema.builder()
            .addNullableField("a_n", FieldType.array(FieldType.INT64.withNullable(true)))
            .addNullableField("a_t", FieldType.array(FieldType.STRING.withNullable(true)))
            .build();

    PCollection<Row> flat =
        flat(
            pipeline,
            schema,
            row(schema, Arrays.asList(inner(1L, "x"), null, inner(null, "y"))),
            row(schema, List.of()),
            row(schema, (Object) null));

    assertThat(flat.getSchema(), is(expected));
    PAssert.that(flat)
        .containsInAnyOrder(
            row(expected, Arrays.asList(1L, null, null), Arrays.asList("x", null, "y")),
            row(expected, List.of(), List.of()),
            row(expected, null, null));
    pipeline.run();
  }

  @Test
  void leavesListsAndMapsOfOtherThings(TestPipeline pipeline) {
    Schema schema =
        Schema.builder()
            .addArrayField("tags", FieldType.STRING)
            .addMapField("named", FieldType.STRING, FieldType.row(INNER))
            .build();
    Row row = row(schema, List.of("a"), Map.of("k", inner(1L, "x")));

    PCollection<Row> flat = flat(pipeline, schema, row);

    assertThat(flat.getSchema(), is(schema));
    PAssert.that(flat).containsInAnyOrder(row);
    pipeline.run();
  }

  @Test
  void passesNotes(TestPipeline pipeline) {
    Schema schema = Envelope.around(Schema.builder().addField("a", STRUCT).build());
    Row note = Envelope.of(schema, new ReadCount(0, 0, 5, true, Tally.ZERO));

    PCollection<Row> flat = flat(pipeline, schema, note, row(schema, 0, 7L, null, inner(1L, "x")));

    Schema expected =
        Envelope.around(
            Schema.builder().addNullableInt64Field("a_n").addNullableStringField("a_t").build());
    PAssert.that(flat)
        .containsInAnyOrder(
            Envelope.of(expected, Envelope.noteOf(note)), row(expected, 0, 7L, null, 1L, "x"));
    pipeline.run();
  }

  @Test
  void refusesTwoColumnsOfOneName(TestPipeline pipeline) {
    pipeline.enableAbandonedNodeEnforcement(false);
    Schema schema = Schema.builder().addField("a", STRUCT).addStringField("A_N").build();

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> flat(pipeline, schema));

    assertThat(
        e.getMessage(),
        is(
            "Cannot flatten A_N: it and a.n would both be column A_N (rename one in a schema"
                + " file)"));
  }
}
