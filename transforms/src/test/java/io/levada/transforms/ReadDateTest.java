/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import io.levada.rows.Envelope;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import java.time.LocalDate;
import java.util.Arrays;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
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
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class ReadDateTest {

  private static final Schema TEXTS =
      Envelope.around(Schema.builder().addStringField("at").addStringField("t").build());
  private static final Schema DATES =
      Envelope.around(
          Schema.builder()
              .addFields(Field.of("at", FieldType.logicalType(SqlTypes.DATE)))
              .addStringField("t")
              .build());

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static PCollection<Row> read(TestPipeline pipeline, Row... rows) {
    return pipeline
        .apply("Rows", Create.of(Arrays.asList(rows)).withRowSchema(TEXTS))
        .apply(ReadDate.of("at"));
  }

  @Test
  void readsDatesAndTakesNothingForNull(TestPipeline pipeline) {
    PCollection<Row> dates =
        read(
            pipeline,
            row(TEXTS, 0, 0L, null, "1994-09-23", "a"),
            row(TEXTS, 0, 1L, null, "", "b"),
            row(TEXTS, 0, 2L, null, null, "c"));

    assertThat(dates.getSchema(), is(DATES));
    PAssert.that(dates)
        .containsInAnyOrder(
            row(DATES, 0, 0L, null, LocalDate.of(1994, 9, 23), "a"),
            row(DATES, 0, 1L, null, null, "b"),
            row(DATES, 0, 2L, null, null, "c"));
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1994", "1994-02-30", "23/09/1994", " "})
  void rejectsWhatIsNoDate(String text, TestPipeline pipeline) {
    Reject reject =
        new Reject(
            new SourcePosition(3, 8),
            "BAD_TIMESTAMP",
            "Column at is neither empty nor a date",
            Reject.Content.row(("{\"at\":\"" + text + "\",\"t\":\"a\"}").getBytes(UTF_8)));

    PCollection<Row> dates = read(pipeline, row(TEXTS, 3, 8L, null, text, "a"));

    PAssert.that(dates).containsInAnyOrder(Envelope.of(DATES, reject));
    pipeline.run();
  }

  @Test
  void leavesAColumnThatIsNoText(TestPipeline pipeline) {
    pipeline.enableAbandonedNodeEnforcement(false);
    PCollection<Row> rows = pipeline.apply("Rows", Create.empty(RowCoder.of(DATES)));

    assertThat(rows.apply(ReadDate.of("at")), is(sameInstance(rows)));
  }
}
