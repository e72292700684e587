/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import java.util.Arrays;
import java.util.List;
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
class InferFileSchemasTest {

  private static PCollection<RecordBlock> blocks(TestPipeline pipeline, RecordBlock... blocks) {
    return pipeline.apply(
        "Blocks", Create.of(Arrays.asList(blocks)).withCoder(RecordBlockCoder.of()));
  }

  @Test
  void findsTheSchemaAndHowFilesDiffer(TestPipeline pipeline) {
    InferSchema settings = InferSchema.create().withTyped(List.of("data"));
    PCollection<String> found =
        blocks(
                pipeline,
                Blocks.of(1, 0, "{\"id\":\"x\",\"data\":[1]}"),
                Blocks.of(0, 0, "{\"id\":1}", "{\"data\":null}"),
                Blocks.of(1, 100, "{\"id\":\"y\"}"))
            .apply(InferFileSchemas.by(settings));

    PAssert.thatSingleton(found)
        .isEqualTo(
            "{\"schema\":{\"fields\":["
                + "{\"name\":\"id\",\"type\":\"string\",\"required\":false},"
                + "{\"name\":\"data\",\"type\":{\"list\":\"long\"},\"required\":false}]},"
                + "\"variants\":["
                + "{\"file\":0,\"members\":{\"data\":null,\"id\":\"long\"}},"
                + "{\"file\":1,\"members\":{\"data\":{\"list\":\"long\"},\"id\":\"string\"}}]}");
    pipeline.run();
  }

  @Test
  void looksAtAllOfTheInputAtOnce() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<RecordBlock> windowed =
        blocks(pipeline).apply(Window.into(FixedWindows.of(Duration.standardDays(1))));

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> windowed.apply(InferFileSchemas.by(InferSchema.create())));

    assertThat(e.getMessage(), containsString("unbounded or windowed"));
  }
}
