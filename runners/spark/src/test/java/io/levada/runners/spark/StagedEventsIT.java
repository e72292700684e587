/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.benchmarks.EventGenerator;
import io.levada.benchmarks.EventSettings;
import io.levada.runners.spark.LevadaProcess.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs through the stage zone, in one process that starts Spark twice. */
class StagedEventsIT {

  private static final long RECORDS = 5_556;

  @TempDir private Path folder;

  @Test
  void countExactly() throws Exception {
    Path generated = folder.resolve("generated");
    EventGenerator.generate(EventSettings.of(RECORDS, 1), generated);
    Path stage = folder.resolve("stage/events");
    Path table = folder.resolve("trusted/events");
    Path summaryFile = folder.resolve("summary.json");

    Result result =
        RunnerUnderTest.SPARK.run(
            "events",
            "--input=" + generated.resolve("input"),
            "--stage=" + stage,
            "--output=" + table,
            "--summaryFile=" + summaryFile);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    JsonNode expected = new ObjectMapper().readTree(generated.resolve("expected.json").toFile());
    JsonNode summary = new ObjectMapper().readTree(summaryFile.toFile());
    assertThat(summary.get("runner").asText(), equalTo(RunnerUnderTest.SPARK.resultClass()));
    assertThat(summary.get("read"), equalTo(expected.get("records")));
    assertThat(summary.get("written"), equalTo(expected.get("rows")));
    assertThat(summary.get("duplicates"), equalTo(expected.get("duplicates")));
    assertThat(summary.get("rejectsByCode"), equalTo(expected.get("malformed")));
    assertThat(
        new LakeQuery(table).value("SELECT count(*) FROM %s"),
        equalTo(expected.get("rows").asText()));
    assertThat(new LakeFolder(stage).visibleFiles(), empty());
  }
}
