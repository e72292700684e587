/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run.State;
import io.levada.io.ledger.RunRecord;
import io.levada.io.ledger.RunRecord.Entered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What one wants to know of a run first, out of its record. */
record RunFacts(RunRecord record) {

  /** Those of many runs, in their order. */
  static List<RunFacts> of(Ledger ledger, List<RecordedRun> runs) throws IOException {
    return ManyRuns.each(runs, run -> new RunFacts(ledger.record(run)));
  }

  RecordedRun run() {
    return record.run();
  }

  String id() {
    return run().id();
  }

  State state() {
    return run().state();
  }

  /** Whether the table has the run's rows. */
  boolean isInTable() {
    return state() == State.VISIBLE || state() == State.COMMITTED;
  }

  List<Entered> states() {
    return record.states();
  }

  Instant began() {
    return states().get(0).at();
  }

  /** When the table had the run's rows. */
  Optional<Instant> visible() {
    return at(State.VISIBLE);
  }

  /** From OPEN to COMMITTED. */
  OptionalDouble seconds() {
    return at(State.COMMITTED)
        .map(end -> OptionalDouble.of(Duration.between(began(), end).toMillis() / 1e3))
        .orElse(OptionalDouble.empty());
  }

  String pipeline() {
    return text("pipeline");
  }

  /** What was recorded under that name when the run began, or the empty string. */
  String text(String name) {
    return record.begun().path(name).asText();
  }

  long inputs() {
    return record.begun().path("inputs").asLong();
  }

  long inputBytes() {
    return record.begun().path("input_bytes").asLong();
  }

  /** The options that were given. */
  Map<String, String> options() {
    return texts(record.begun().path("options"));
  }

  boolean isPrepared() {
    return record.counts().isObject();
  }

  /**
   * @param name as the record has it: {@code read}, {@code written}, {@code duplicate}, {@code
   *     rejected}, {@code filtered}, and of an aggregation {@code grouped} and {@code groups}
   */
  OptionalLong count(String name) {
    JsonNode count = record.counts().path(name);
    return count.isNumber() ? OptionalLong.of(count.asLong()) : OptionalLong.empty();
  }

  Map<String, Long> rejectsByCode() {
    Map<String, Long> byCode = new TreeMap<>();
    record
        .counts()
        .path("rejects")
        .fields()
        .forEachRemaining(code -> byCode.put(code.getKey(), code.getValue().asLong()));
    return byCode;
  }

  private Optional<Instant> at(State state) {
    return states().stream()
        .filter(entered -> entered.state() == state)
        .map(Entered::at)
        .findFirst();
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.fields().forEachRemaining(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
