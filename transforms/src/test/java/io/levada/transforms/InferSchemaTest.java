/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class InferSchemaTest {

  private static PCollection<RecordBlock> blocks(TestPipeline pipeline, RecordBlock... blocks) {
    return pipeline.apply(
        "Blocks", Create.of(Arrays.asList(blocks)).withCoder(RecordBlockCoder.of()));
  }

  @Test
  void findsTheSchemaOfAllRecords(TestPipeline pipeline) {
    PCollection<String> schema =
        blocks(
                pipeline,
                Blocks.of(1, 0, "{\"time\":\"2015-09-12T00:46:58.771Z\",\"delta\":1.5}"),
                Blocks.of(0, 0, "{\"delta\":1,\"cityName\":null}", "not JSON"))
            .apply(InferSchema.create());

    PAssert.thatSingleton(schema)
        .isEqualTo(
            """
            {"fields": [
              {"name": "delta", "type": "double", "required": false},
              {"name": "cityname", "source": "cityName", "type": "string", "required": false},
              {"name": "time", "type": "timestamp", "required": false}
            ]}
            """);
    pipeline.run();
  }

  @Test
  void findsNoFieldsInNoRecords(TestPipeline pipeline) {
    PCollection<String> schema = blocks(pipeline).apply(InferSchema.create());

    PAssert.thatSingleton(schema).isEqualTo("{\"fields\": []}\n");
    pipeline.run();
  }

  @Test
  void nestingIsASetting(TestPipeline pipeline) {
    PCollection<String> schema =
        blocks(pipeline, Blocks.of(0, 0, "{\"a\":1}", "{\"b\":[]}"))
            .apply(InferSchema.create().withMaxNesting(1));

    PAssert.thatSingleton(schema)
        .isEqualTo(
            """
            {"fields": [
              {"name": "a", "type": "long", "required": false}
            ]}
            """);
    pipeline.run();
  }

  @Test
  void collisionFailsThePipeline(TestPipeline pipeline) {
    blocks(pipeline, Blocks.of(0, 0, "{\"aB\":1}"), Blocks.of(1, 0, "{\"Ab\":1}"))
        .apply(InferSchema.create());

    PipelineExecutionException e = assertThrows(PipelineExecutionException.class, pipeline::run);

    assertThat(e.getMessage(), containsString("members 'aB' and 'Ab' both go to column ab"));
  }

  @Test
  void looksAtAllOfTheInputAtOnce() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<RecordBlock> windowed =
        blocks(pipeline).apply(Window.into(FixedWindows.of(Duration.standardDays(1))));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> windowed.apply(InferSchema.create()));

    assertThat(
        e.getMessage(),
        is(
            "Cannot infer a schema from blocks that are unbounded or windowed (look at all of a"
                + " bounded input in the global window)"));
  }

  @Test
  void nestingMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> InferSchema.create().withMaxNesting(0));
  }

  @Test
  void typedMembersAreASetting(TestPipeline pipeline) {
    PCollection<String> schema =
        blocks(
                pipeline,
                Blocks.of(0, 0, "{\"data\":{\"userId\":1},\"raw\":[1]}"),
                Blocks.of(1, 0, "{\"data\":{\"tags\":[\"x\"]}}"))
            .apply(InferSchema.create().withTyped(List.of("data")).withMaxNesting(5));

    PAssert.thatSingleton(schema)
        .isEqualTo(
            """
            {"fields": [
              {"name": "data", "type": {"struct": [{"name": "userid", "source": "userId", "type": "long", "required": false}, {"name": "tags", "type": {"list": "string"}, "required": false}]}, "required": false},
              {"name": "raw", "type": "string", "required": false}
            ]}
            """);
    pipeline.run();
  }
}
