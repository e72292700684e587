/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Spark's event log tells of an application. */
final class EventLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> events;

  private EventLog(List<JsonNode> events) {
    this.events = events;
  }

  static EventLog read(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(JSON.readTree(line));
    }
    return new EventLog(events);
  }

  /** How many executors have joined, the first ones among them. */
  int executorsAdded() {
    return named("SparkListenerExecutorAdded").size();
  }

  /** The stages of which a task has ended for the reason, such as {@code ExecutorLostFailure}. */
  SortedSet<Integer> stagesWith(String reason) {
    SortedSet<Integer> stages = new TreeSet<>();
    for (JsonNode task : named("SparkListenerTaskEnd")) {
      if (task.path("Task End Reason").path("Reason").asText().equals(reason)) {
        stages.add(task.path("Stage ID").asInt());
      }
    }
    return stages;
  }

  /** The stages that were begun again, as some of their results were lost. */
  SortedSet<Integer> repeatedStages() {
    SortedSet<Integer> stages = new TreeSet<>();
    for (JsonNode stage : named("SparkListenerStageSubmitted")) {
      if (stage.path("Stage Info").path("Stage Attempt ID").asInt() > 0) {
        stages.add(stage.path("Stage Info").path("Stage ID").asInt());
      }
    }
    return stages;
  }

  private List<JsonNode> named(String name) {
    return events.stream().filter(event -> event.path("Event").asText().equals(name)).toList();
  }
}
