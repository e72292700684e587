/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedFileLostException;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");
  private static final String ID = "run-1";

  @TempDir private Path folder;
  private Location table;
  private Location record;
  private WatchedStorage storage;

  @BeforeEach
  void open() throws IOException {
    Location home = Location.of(folder.toString());
    table = home.child("table");
    record = home.child("_levada/runs/" + ID);
    storage = new WatchedStorage(Storages.stagingIn(home.child("_levada/staging")).of(table));
    Files.createDirectories(folder.resolve("table"));
  }

  @Test
  void recordsEachStateAsAnObjectOfItsOwn() throws IOException {
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"));

    run.prepare(plan, Map.of("rows", 1));
    run.publish(plan);
    run.commit(plan);

    assertThat(state(1), equalTo("OPEN"));
    assertThat(state(2), equalTo("PREPARED"));
    assertThat(state(3), equalTo("VISIBLE"));
    assertThat(state(4), equalTo("COMMITTED"));
  }

  @Test
  void recordsWhatAPersonWantsToKnow() throws IOException {
    begin();

    JsonNode open = record(1);
    assertThat(open.path("run").asText(), equalTo(ID));
    assertThat(open.path("at").asText(), equalTo("2026-01-31T23:59:59Z"));
    assertThat(open.path("pipeline").asText(), equalTo("events"));
  }

  @Test
  void refusesASecondRunOfTheSameName() throws IOException {
    begin();

    RunStateException taken = assertThrows(RunStateException.class, this::begin);

    assertThat(
        taken.getMessage(),
        equalTo(
            "Cannot record run run-1 as OPEN: "
                + record.child("state-1.json")
                + " is there already"));
  }

  @Test
  void recordsAPlanThatAnotherProcessCanCarryOut() throws IOException {
    Run run = begin();
    PublishPlan plan =
        new PublishPlan(
            List.of(staged("p=%23 é/a", "one")),
            List.of(table.child("old.parquet")),
            List.of("p=%23 é"),
            table.child("_SUCCESS"));

    run.prepare(plan, Map.of());

    PublishPlan recorded = JSON.treeToValue(record(2).path("publish"), PublishPlan.class);
    assertThat(recorded, equalTo(plan));
  }

  @Test
  void preparesNothingIfAStagedFileIsLost() throws IOException {
    Run run = begin();
    StagedFile lost = staged("a", "one");
    storage.discard(lost);

    assertThrows(StagedFileLostException.class, () -> run.prepare(plan(lost), Map.of()));

    assertThat(Files.exists(path(record.child("state-2.json"))), is(false));
  }

  @Test
  void publishesStagedFilesInPlaceOfThoseTheyReplace() throws IOException {
    Files.writeString(folder.resolve("table/old"), "old");
    Run run = begin();
    PublishPlan plan = plan(staged("p=1/a", "one"), staged("p=2/b", "two"));

    run.prepare(plan, Map.of());
    run.publish(plan);

    assertThat(tableFiles(), containsInAnyOrder("p=1/a one", "p=2/b two"));
  }

  @Test
  void marksTheTableOnlyWhileItIsWhole() throws IOException {
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"));
    storage.changes.clear();

    run.prepare(plan, Map.of());
    run.publish(plan);
    run.commit(plan);

    assertThat(
        storage.changes,
        contains(
            "sync",
            "create state-2.json",
            "delete _SUCCESS",
            "complete",
            "create state-3.json",
            "discard staged",
            "delete all",
            "create removed.json",
            "create state-4.json",
            "write _SUCCESS"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,false", "1,false", "2,false", "3,false", "4,false", "5,false", "6,false", "7,false",
    "0,true", "1,true", "3,true", "4,true", "5,true", "7,true"
  })
  void goesOnFromWhereverPublishingWasCutOff(int change, boolean afterwards) throws IOException {
    Files.writeString(folder.resolve("table/old"), "old");
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"), staged("b", "two"));
    run.prepare(plan, Map.of());
    storage.cutAt(change, afterwards);
    assertThrows(
        IOException.class,
        () -> {
          run.publish(plan);
          run.commit(plan);
        });

    run.publish(plan);
    run.commit(plan);

    assertThat(tableFiles(), containsInAnyOrder("a one", "b two", "_SUCCESS "));
    assertThat(state(4), equalTo("COMMITTED"));
  }

  @ParameterizedTest
  @CsvSource({"2", "6"})
  void takesAStateForEnteredThatFailedAfterItWasRecorded(int change) throws IOException {
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"));
    run.prepare(plan, Map.of());
    storage.cutAt(change, true);

    run.publish(plan);
    run.commit(plan);

    assertThat(tableFiles(), containsInAnyOrder("a one", "_SUCCESS "));
  }

  @Test
  void refusesToPublishARunThatIsNotPrepared() throws IOException {
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"));

    RunStateException unprepared = assertThrows(RunStateException.class, () -> run.publish(plan));

    assertThat(
        unprepared.getMessage(),
        equalTo(
            "Cannot publish run run-1: "
                + record.child("state-2.json")
                + " does not say that it is prepared"));
    assertThat(tableFiles(), equalTo(List.of()));
  }

  @Test
  void refusesToPublishARunThatIsRolledBack() throws IOException {
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"));
    run.rollBack("no", List.of());

    assertThrows(RunStateException.class, () -> run.publish(plan));

    assertThat(tableFiles(), equalTo(List.of()));
  }

  @Test
  void refusesToPrepareARunThatIsRolledBack() throws IOException {
    Run run = begin();
    run.rollBack("no", List.of());
    PublishPlan plan = plan(staged("a", "one"));

    RunStateException late =
        assertThrows(RunStateException.class, () -> run.prepare(plan, Map.of()));

    assertThat(
        late.getMessage(),
        equalTo(
            "Cannot record run run-1 as PREPARED: "
                + record.child("state-2.json")
                + " is there already"));
    assertThat(state(2), equalTo("ROLLED_BACK"));
  }

  @Test
  void refusesToPrepareARunThatAnotherHasPrepared() throws IOException {
    Run run = begin();
    PublishPlan first = plan(staged("a", "one"));
    PublishPlan second = plan(staged("b", "two"));
    run.prepare(first, Map.of());

    assertThrows(RunStateException.class, () -> run.prepare(second, Map.of()));

    assertThat(JSON.treeToValue(record(2).path("publish"), PublishPlan.class), equalTo(first));
  }

  @Test
  void leavesAPreparedRunAsItIs() throws IOException {
    Run run = begin();
    StagedFile file = staged("a", "one");
    run.prepare(plan(file), Map.of());

    boolean rolledBack = run.rollBack("changed my mind", List.of());

    assertThat(rolledBack, is(false));
    assertThat(state(2), equalTo("PREPARED"));
    assertThat(Files.exists(Path.of(file.stagingId())), is(true));
  }

  @Test
  void rollsBackToTheTableAsItWas() throws IOException {
    Files.writeString(folder.resolve("table/old"), "old");
    Run run = begin();
    StagedFile file = staged("a", "one");

    boolean rolledBack = run.rollBack("rows do not add up", List.of());

    assertThat(rolledBack, is(true));
    assertThat(record(2).path("reason").asText(), equalTo("rows do not add up"));
    assertThat(Files.exists(Path.of(file.stagingId())), is(false));
    assertThat(tableFiles(), contains("old old"));
  }

  /** It was stopped, and wakes up when another has swept its staged files away. */
  @Test
  void rollsBackWhatAnotherHasRolledBack() throws IOException {
    Run run = begin();
    StagedFile rejects = stagedAt(record.child("rejects/r1"), "a reject");
    run.rollBack("its process has ended without a word", List.of());

    boolean rolledBack = run.rollBack("the lock is lost", List.of(rejects));

    assertThat(rolledBack, is(true));
    assertThat(record(2).path("reason").asText(), equalTo("its process has ended without a word"));
  }

  @Test
  void asksForTheLockBeforeItSaysThatAllIsDone() throws IOException {
    Run run = begin();
    PublishPlan plan = plan(staged("a", "one"));
    run.prepare(plan, Map.of());
    run.publish(plan);
    int[] asked = new int[1];
    LockCheck lostAtLast =
        () -> {
          if (asked[0]++ > 0) {
            throw new IOException("lost");
          }
        };

    assertThrows(IOException.class, () -> run.publish(plan, lostAtLast));
  }

  @Test
  void publishesWhatARollbackKeeps() throws IOException {
    Run run = begin();
    staged("a", "one");
    StagedFile rejects = stagedAt(record.child("rejects/r.jsonl"), "why");

    run.rollBack("too many rejects", List.of(rejects));

    assertThat(Files.readString(path(rejects.location())), equalTo("why"));
    assertThat(tableFiles(), equalTo(List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,false", "2,false", "1,true", "2,true"})
  void goesOnFromWhereverRollingBackWasCutOff(int change, boolean afterwards) throws IOException {
    Run run = begin();
    StagedFile file = staged("a", "one");
    StagedFile rejects = stagedAt(record.child("rejects/r.jsonl"), "why");
    storage.cutAt(change, afterwards);
    assertThrows(IOException.class, () -> run.rollBack("no", List.of(rejects)));

    boolean rolledBack = run.rollBack("no", List.of(rejects));

    assertThat(rolledBack, is(true));
    assertThat(Files.readString(path(rejects.location())), equalTo("why"));
    assertThat(Files.exists(Path.of(file.stagingId())), is(false));
  }

  @Test
  void knowsItsOwnRecordWhenTheAnswerIsLost() throws IOException {
    storage.loseAnswers();

    Run run = begin();
    run.prepare(plan(staged("a", "one")), Map.of());

    assertThat(state(1), equalTo("OPEN"));
    assertThat(state(2), equalTo("PREPARED"));
  }

  @Test
  void refusesAnothersRecordWhenTheAnswerIsLost() throws IOException {
    begin();
    storage.loseAnswers();

    assertThrows(RunStateException.class, this::begin);
  }

  @Test
  void keepsFilesBesideTheStates() throws IOException {
    Run run = begin();

    run.keep("schema.json", "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(Files.readString(path(record.child("schema.json"))), equalTo("{}"));
  }

  private Run begin() throws IOException {
    return Run.begin(
        storage, record, ID, Clock.fixed(NOW, ZoneOffset.UTC), Map.of("pipeline", "events"));
  }

  private PublishPlan plan(StagedFile... files) {
    return new PublishPlan(
        List.of(files), List.of(table.child("old")), List.of(), table.child("_SUCCESS"));
  }

  private StagedFile staged(String name, String content) throws IOException {
    return stagedAt(table.child(name), content);
  }

  private StagedFile stagedAt(Location location, String content) throws IOException {
    StagedUpload upload = storage.stage(location, "attempt");
    upload.write(content.getBytes(StandardCharsets.UTF_8));
    return upload.finish();
  }

  private String state(int sequence) throws IOException {
    return record(sequence).path("state").asText();
  }

  private JsonNode record(int sequence) throws IOException {
    return JSON.readTree(path(record.child("state-" + sequence + ".json")).toFile());
  }

  private List<String> tableFiles() throws IOException {
    Path root = path(table);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file) + " " + content(file))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path path(Location location) {
    return Path.of(location.uri());
  }
}
