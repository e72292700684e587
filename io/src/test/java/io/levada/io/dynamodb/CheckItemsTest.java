/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class CheckItemsTest {

  private static final ItemLayout LAYOUT =
      new ItemLayout(
          List.of(
              new Attribute("pk", "Id", AttributeType.S, KeyRole.PARTITION),
              new Attribute("n", "n", AttributeType.N, KeyRole.NONE)));

  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("pk", FieldType.STRING)
          .addNullableField("n", FieldType.DOUBLE)
          .build();

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static PCollectionTuple checked(TestPipeline pipeline, Schema schema, Row... rows) {
    return pipeline
        .apply("Rows", Create.of(List.of(rows)).withRowSchema(schema))
        .apply("Check items", CheckItems.of(LAYOUT));
  }

  private static Reject emptyKey(SourcePosition position) {
    return new Reject(
        position,
        "EMPTY_KEY",
        "Key Id is empty",
        Reject.Content.row("{\"pk\":\"\",\"n\":1.5}".getBytes(UTF_8)));
  }

  @Test
  void passesItemsAndRejectsTheOthers(TestPipeline pipeline) {
    PCollectionTuple checked =
        checked(
            pipeline, SCHEMA, row(SCHEMA, "a", 1.5), row(SCHEMA, "", 1.5), row(SCHEMA, "b", null));

    assertThat(checked.get(CheckItems.rowsTag()).getSchema(), equalTo(SCHEMA));
    PAssert.that(checked.get(CheckItems.rowsTag()))
        .containsInAnyOrder(row(SCHEMA, "a", 1.5), row(SCHEMA, "b", null));
    PAssert.that(checked.get(CheckItems.rejectsTag()))
        .containsInAnyOrder(emptyKey(SourcePosition.NONE));
    pipeline.run();
  }

  @Test
  void putsRejectsIntoTheEnvelopeAndPassesNotes(TestPipeline pipeline) {
    Schema schema = Envelope.around(SCHEMA);
    Row read = Envelope.of(schema, new ReadCount(1, 0, 9, true, new Tally(2, 3, 4)));

    PCollectionTuple checked = checked(pipeline, schema, row(schema, 3, 40L, null, "", 1.5), read);

    PAssert.that(checked.get(CheckItems.rowsTag()))
        .containsInAnyOrder(Envelope.of(schema, emptyKey(new SourcePosition(3, 40))), read);
    PAssert.that(checked.get(CheckItems.rejectsTag())).empty();
    pipeline.run();
  }

  @Test
  void refusesRowsThatLackAColumn(TestPipeline pipeline) {
    pipeline.enableAbandonedNodeEnforcement(false);
    Schema schema = Schema.builder().addStringField("pk").build();

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> checked(pipeline, schema, row(schema, "a")));

    assertThat(refused.getMessage(), equalTo("Cannot find column n (the columns are [pk])"));
  }
}
