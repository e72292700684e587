/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs through a stage zone that may hold what was left there. */
class StagedEventsTest {

  private static final String EVENT =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\"}\n";

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path stage;
  private Path table;

  @BeforeEach
  void leaveOneEventInTheStage() throws IOException {
    levada = new LevadaCommands(folder);
    stage = folder.resolve("stage/events");
    table = folder.resolve("trusted/events");
    Path inTheWay = levada.write("file", "in the way").resolve("events");
    levada.write("pending/a.json", EVENT);
    assertThat(events(inTheWay), is(1));
    levada.write("pending/a.json", event(2) + event(2) + "oops\n");
  }

  @Test
  void leavesTheStageFilledWhenTheSecondRunFails() throws IOException {
    assertThat(parquetBelow(stage), hasSize(1));
  }

  @Test
  void takesWhatAFailedRunHasLeft() throws Exception {
    assertThat(events(table), is(0));

    assertThat(rows(table, "event_id"), contains("1", "2"));
    assertThat(parquetBelow(stage), empty());
  }

  @Test
  void addsUpOverBothRuns() throws Exception {
    assertThat(events(table), is(0));

    JsonNode summary = levada.summary();
    assertThat(summary.get("pipeline").asText(), equalTo("events"));
    assertThat(summary.get("read").asInt(), is(4));
    assertThat(summary.get("written").asInt(), is(2));
    assertThat(summary.get("duplicates").asInt(), is(1));
    assertThat(summary.get("rejected").asInt(), is(1));
    assertThat(
        summary.get("parts").findValuesAsText("pipeline"),
        contains("parse-events", "distribute-events"));
  }

  private int events(Path output) {
    return levada.run(
        "events", "--input=" + folder.resolve("pending"), "--stage=" + stage, "--output=" + output);
  }

  private static String event(int id) {
    return EVENT.replace("\"1\"", "\"" + id + "\"");
  }
}
