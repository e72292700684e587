/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 1 to 4 and 15 of the commit protocol. */
class RecoveryTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Location table;
  private Location zone;
  private int runs;

  @BeforeEach
  void open() throws IOException {
    Location home = Location.of(folder.toString());
    table = home.child("table");
    zone = home.child("landing");
    write("table/p=1/old.parquet", "old");
    write("landing/pending/first", "first");
    write("landing/pending/second", "second");
  }

  @Test
  void undoesARunThatIsOpen() throws IOException {
    Run run = begin();
    stage(run, "p=1", "rows");

    List<Recovery.Recovered> recovered = recover();

    assertThat(recovered, contains(outcome(run, Run.State.OPEN, Run.State.ROLLED_BACK)));
    assertThat(names("_levada/table/staging"), empty());
    assertThat(tableContents(), contains("p=1 old"));
  }

  @Test
  void finishesARunThatIsPreparedFromItsOwnRecord() throws IOException {
    Run run = begin();
    StagedFile file = stage(run, "p=1", "rows");
    run.prepare(plan(List.of(file)), Map.of());

    List<Recovery.Recovered> recovered = recover();

    assertThat(recovered, contains(outcome(run, Run.State.PREPARED, Run.State.COMMITTED)));
    assertThat(tableContents(), contains("_SUCCESS ", "p=1 old", "p=1 rows"));
  }

  @Test
  void undoesAPreparedRunThatHasLostAStagedFile() throws IOException {
    Run run = begin();
    StagedFile first = stage(run, "p=1", "rows");
    StagedFile lost = stage(run, "p=2", "more");
    StagedFile rejects = stageAt(run, run.folder().child("rejects/r.jsonl"), "why");
    run.prepare(plan(List.of(first, lost, rejects)), Map.of());
    Files.delete(Path.of(lost.stagingId()));

    List<Recovery.Recovered> recovered = recover();

    assertThat(recovered.get(0).to(), equalTo(Run.State.ROLLED_BACK));
    assertThat(recovered.get(0).owed(), startsWith("Run " + run.id() + " is rolled back"));
    assertThat(tableContents(), contains("p=1 old"));
    assertThat(names("_levada/table/staging"), empty());
    assertThat(Files.readString(Path.of(rejects.location().uri())), equalTo("why"));
    assertThat(unfinished(), empty());
  }

  @Test
  void publishesNothingOfARunThatWasUndoneMeanwhile() throws IOException {
    Run sleeper = begin();
    PublishPlan plan = plan(List.of(stage(sleeper, "p=1", "rows"), stage(sleeper, "p=2", "more")));
    sleeper.prepare(plan, Map.of());
    Files.delete(Path.of(plan.complete().get(1).stagingId()));
    recover();

    assertThrows(RunStateException.class, () -> sleeper.publish(plan));

    assertThat(tableContents(), contains("p=1 old"));
  }

  @Test
  void undoesNothingOfARunThatWasPublishedMeanwhile() throws IOException {
    Run sleeper = begin();
    PublishPlan plan = plan(List.of(stage(sleeper, "p=1", "rows")));
    sleeper.prepare(plan, Map.of());
    recover();
    Files.delete(Path.of(plan.complete().get(0).location().uri()));

    sleeper.publish(plan);

    assertThat(tableContents(), contains("_SUCCESS ", "p=1 old"));
    assertThat(unfinished(), empty());
  }

  @Test
  void marksTheTableAgainThatALostFileHasLeftWithoutItsMark() throws IOException {
    Run whole = begin();
    PublishPlan published = plan(List.of(stage(whole, "p=1", "first")));
    whole.prepare(published, Map.of());
    whole.publish(published);
    whole.commit(published);
    Run run = begin();
    StagedFile lost = stage(run, "p=2", "more");
    run.prepare(plan(List.of(lost)), Map.of());
    Files.delete(Path.of(lost.stagingId()));

    recover();

    assertThat(tableContents(), contains("_SUCCESS ", "p=1 first", "p=1 old"));
  }

  @Test
  void leavesAnInputThatHasChanged() throws IOException {
    Run run = begin();
    Departure departure = move(entry("first"));
    run.prepare(
        new PublishPlan(
            List.of(), List.of(), List.of(), table.child("_SUCCESS"), List.of(departure)),
        Map.of());
    Files.writeString(folder.resolve("landing/pending/first"), "another version");

    recover();

    assertThat(names("landing"), contains("pending/first", "pending/second"));
    assertThat(unfinished(), empty());
  }

  @Test
  void owesAMoveThatIsRefusedAndGoesOnWithTheOthers() throws IOException {
    Run run = begin();
    Files.createDirectories(folder.resolve("landing/processed"));
    Files.writeString(folder.resolve("landing/processed/first"), "somebody's");
    PublishPlan plan =
        new PublishPlan(
            List.of(stage(run, "p=2", "rows")),
            List.of(),
            List.of(),
            table.child("_SUCCESS"),
            List.of(move(entry("first")), move(entry("second"))));
    run.prepare(plan, Map.of());

    List<Recovery.Recovered> recovered = recover();

    assertThat(recovered.get(0).to(), equalTo(Run.State.VISIBLE));
    assertThat(
        recovered.get(0).owed(),
        containsString("is in the table, but 1 input is not cleared away"));
    assertThat(names("landing"), contains("pending/first", "processed/first", "processed/second"));
    assertThat(tableContents(), contains("p=1 old", "p=2 rows"));
  }

  @Test
  void triesAgainAtEachStartWhatIsOwed() throws IOException {
    owesAMoveThatIsRefusedAndGoesOnWithTheOthers();
    Files.delete(folder.resolve("landing/processed/first"));

    List<Recovery.Recovered> recovered = recover();

    assertThat(recovered.get(0).to(), equalTo(Run.State.COMMITTED));
    assertThat(names("landing"), contains("processed/first", "processed/second"));
  }

  @Test
  void deletesNoFileThatAnotherToolHasWrittenSinceItWasReplaced() throws IOException {
    write("landing/processed/first", "somebody's");
    Run run = begin();
    PublishPlan plan =
        new PublishPlan(
            List.of(stage(run, "p=1", "rows")),
            List.of(table.child("p=1/old.parquet")),
            List.of(),
            table.child("_SUCCESS"),
            List.of(move(entry("first"))));
    run.prepare(plan, Map.of());
    assertThrows(OwedWorkException.class, () -> run.publish(plan));
    write("table/p=1/old.parquet", "another tool's");

    recover();

    assertThat(tableContents(), contains("p=1 another tool's", "p=1 rows"));
  }

  @Test
  void owesTheDeletionThatIsRefusedAndGoesOnWithAllElse() throws IOException {
    refuseADeletion();

    List<Recovery.Recovered> recovered = recover();

    assertThat(recovered.get(0).to(), equalTo(Run.State.VISIBLE));
    assertThat(
        recovered.get(0).owed(),
        startsWith("Run run-0 is in the table, but files that it replaces are not deleted (the"));
    assertThat(tableContents(), contains("p=1 rows", "p=3 folder"));
    assertThat(names("landing"), contains("pending/second", "processed/first"));
    assertThat(hidden(), contains("p=1/old.parquet", "p=3/old.parquet"));
  }

  @Test
  void letsLaterRunsGoOnBehindADeletionThatIsRefused() throws IOException {
    refuseADeletion();
    recover();
    Run later = begin();
    PublishPlan plan = plan(List.of(stage(later, "p=2", "more")));

    later.prepare(plan, Map.of());
    later.publish(plan);
    later.commit(plan);
    Files.delete(folder.resolve("table/p=3/old.parquet/folder"));
    Files.delete(folder.resolve("table/p=3/old.parquet"));

    assertThat(
        recover(),
        contains(new Recovery.Recovered("run-0", Run.State.VISIBLE, Run.State.COMMITTED, "")));
    assertThat(hidden(), empty());
  }

  /** Of a run that replaces two files, and has moved nothing yet. */
  private void refuseADeletion() throws IOException {
    write("table/p=3/old.parquet/folder", "folder");
    Run run = begin();
    run.prepare(
        new PublishPlan(
            List.of(stage(run, "p=1", "rows")),
            List.of(table.child("p=3/old.parquet"), table.child("p=1/old.parquet")),
            List.of(),
            table.child("_SUCCESS"),
            List.of(move(entry("first")))),
        Map.of());
  }

  @Test
  void owesTheSweepThatIsRefusedAndGoesOnWithAllElse() throws IOException {
    Run run = begin();
    PublishPlan plan =
        new PublishPlan(
            List.of(stage(run, "p=1", "rows")),
            List.of(table.child("p=1/old.parquet")),
            List.of(),
            table.child("_SUCCESS"),
            List.of(move(entry("first"))));
    run.prepare(plan, Map.of());
    Ledger refusing = ledger(RefusingToSweep::new);

    List<Recovery.Recovered> recovered = new Recovery(refusing, LockCheck.NONE, CLOCK).recover();

    assertThat(
        recovered.get(0).owed(),
        equalTo(
            "Run run-0 is in the table, but what it has staged in vain is not removed (the next"
                + " run tries again): AccessDenied"));
    assertThat(tableContents(), contains("p=1 rows"));
    assertThat(names("landing"), contains("pending/second", "processed/first"));
  }

  @Test
  void tellsThatClosedRunsCouldNotBeSweptAgain() throws IOException {
    begin().rollBack("no", List.of());
    Recovery recovery = new Recovery(ledger(RefusingToSweep::new), LockCheck.NONE, CLOCK);

    assertThat(recovery.recover(), empty());

    assertThat(recovery.unswept(), equalTo(Optional.of("AccessDenied")));
  }

  private static final class RefusingToSweep extends StorageBehind {

    RefusingToSweep(Storage behind) {
      super(behind);
    }

    @Override
    public int discardStagedExcept(Set<String> keep) throws IOException {
      throw new IOException("AccessDenied");
    }
  }

  @Test
  void stopsWhenTheLockIsLostBehindVisible() throws IOException {
    Run run = begin();
    run.prepare(
        new PublishPlan(
            List.of(stage(run, "p=2", "rows")),
            List.of(table.child("p=1/old.parquet")),
            List.of(),
            table.child("_SUCCESS"),
            List.of(move(entry("first")))),
        Map.of());
    LockCheck lost =
        () -> {
          if (run.state(3) != null) {
            throw new LockLostException(table, 1, "another run has taken it over");
          }
        };

    assertThrows(
        LockLostException.class,
        () -> new Recovery(ledger(UnaryOperator.identity()), lost, CLOCK).recover());

    assertThat(tableContents(), contains("p=1 old", "p=2 rows"));
    assertThat(names("landing"), contains("pending/first", "pending/second"));
  }

  @Test
  void deletesInputsThatAreNotKept() throws IOException {
    Run run = begin();
    run.prepare(
        new PublishPlan(
            List.of(),
            List.of(),
            List.of(),
            table.child("_SUCCESS"),
            List.of(Departure.deletion(entry("first")))),
        Map.of());

    recover();

    assertThat(names("landing"), contains("pending/second"));
  }

  @Test
  void keepsTheRejectsThatAnUndoneRunHasRecorded() throws IOException {
    Run run = begin();
    StagedFile rejects = stageAt(run, run.folder().child("rejects/r.jsonl"), "why");
    stage(run, "p=1", "rows");
    FailingStorage.Calls calls = new FailingStorage.Calls(FailingStorage.Fault.ENDS_BEFORE, 4);
    Run cut = ledger(storage -> new FailingStorage(storage, calls)).load(run.id(), CLOCK);
    assertThrows(IOException.class, () -> cut.rollBack("too many", List.of(rejects)));

    recover();

    assertThat(Files.readString(Path.of(rejects.location().uri())), equalTo("why"));
    assertThat(names("_levada/table/staging"), empty());
    assertThat(unfinished(), empty());
  }

  @Test
  void sweepsAgainWhatAWorkerHasStagedBehindItsDriversBack() throws IOException {
    Run run = begin();
    run.rollBack("no", List.of());
    stage(run, "p=1", "late");

    recover();

    assertThat(names("_levada/table/staging"), empty());
  }

  @Test
  void removesTheFileThatTriesWhetherTheTableCanBeWritten() throws IOException {
    Run run = begin();
    write("table/_levada-" + run.id(), "");

    recover();

    assertThat(tableContents(), contains("p=1 old"));
  }

  @Test
  void removesTheRecordOfARunThatWasCutOffBeforeItsFirstState() throws IOException {
    write("_levada/table/runs/run-7/.levada-0815", "half");

    recover();

    assertThat(Files.exists(folder.resolve("_levada/table/runs")), is(false));
  }

  @Test
  void removesNothingBesideTheRecords() throws IOException {
    Files.createDirectories(folder.resolve("data/landing/pending"));
    write("data/.levada-0815", "of another");
    write("data/runs/run-7/.levada-0815", "half");
    Ledger beside = Ledger.claim(AwsSettings.ofTheMachine(), table, zone.parent().child("data"));

    new Recovery(beside, LockCheck.NONE, CLOCK).recover();

    assertThat(Files.exists(folder.resolve("data/landing/pending")), is(true));
    assertThat(names("data"), contains(".levada-0815", "ledger.json"));
  }

  @Test
  void saysWhichRunItCannotFinish() throws IOException {
    Run run = begin();
    StagedFile file = stage(run, "p=1", "rows");
    run.prepare(plan(List.of(file)), Map.of());
    write("table/p=1/" + run.id() + ".parquet", "somebody's");

    IOException failure = assertThrows(IOException.class, this::recover);

    assertThat(
        failure.getMessage(),
        equalTo(
            "Cannot finish run run-0, which was cut off as PREPARED: Cannot complete "
                + file.location()
                + ": Another file is there (move or remove one of them) (then levada runs recover "
                + table
                + " finishes it, or any next run)"));
  }

  @Test
  void marksNoTableWholeWhenTheLockIsLost() throws IOException {
    Run run = begin();
    run.prepare(plan(List.of(stage(run, "p=2", "rows"))), Map.of());
    LockCheck lost =
        () -> {
          if (run.state(4) != null) {
            throw new LockLostException(table, 1, "another run has taken it over");
          }
        };

    assertThrows(
        LockLostException.class,
        () -> new Recovery(ledger(UnaryOperator.identity()), lost, CLOCK).recover());

    assertThat(tableContents(), contains("p=1 old", "p=2 rows"));
  }

  @Test
  void stopsWhenTheLockIsLost() throws IOException {
    Run run = begin();
    run.prepare(plan(List.of(stage(run, "p=1", "rows"))), Map.of());
    LockCheck lost =
        () -> {
          throw new LockLostException(table, 1, "another run has taken it over");
        };

    assertThrows(
        LockLostException.class,
        () -> new Recovery(ledger(UnaryOperator.identity()), lost, CLOCK).recover());

    assertThat(tableContents(), contains("p=1 old"));
  }

  private Run begin() throws IOException {
    return ledger(UnaryOperator.identity()).begin("run-" + runs++, CLOCK, Map.of());
  }

  private List<Recovery.Recovered> recover() throws IOException {
    return new Recovery(ledger(UnaryOperator.identity()), LockCheck.NONE, CLOCK).recover();
  }

  private Ledger ledger(UnaryOperator<Storage> watch) throws IOException {
    return Ledger.claim(AwsSettings.ofTheMachine(), table, null, watch);
  }

  private PublishPlan plan(List<StagedFile> files) {
    return new PublishPlan(files, List.of(), List.of(), table.child("_SUCCESS"));
  }

  private Departure move(Entry input) {
    return Departure.move(input, zone.child("processed/" + input.location().name()));
  }

  private Entry entry(String name) throws IOException {
    Location location = zone.child("pending/" + name);
    return Storages.withoutStaging().of(location).status(location).orElseThrow();
  }

  private StagedFile stage(Run run, String partition, String content) throws IOException {
    return stageAt(run, table.child(partition + "/" + run.id() + ".parquet"), content);
  }

  private StagedFile stageAt(Run run, Location location, String content) throws IOException {
    Storage storage = ledger(UnaryOperator.identity()).storagesOf(run.id()).apply(location);
    return stageAt(storage, location, content, "1");
  }

  private static StagedFile stageAt(
      Storage storage, Location location, String content, String attempt) throws IOException {
    StagedUpload upload = storage.stage(location, attempt);
    upload.write(content.getBytes(UTF_8));
    return upload.finish();
  }

  private static Recovery.Recovered outcome(Run run, Run.State from, Run.State to) {
    return new Recovery.Recovered(run.id(), from, to, "");
  }

  /** From readers that go by the ledger. */
  private List<String> hidden() throws IOException {
    Visibility before = Visibility.of(AwsSettings.ofTheMachine(), table);
    return before.again().hiddenSince(before).orElseThrow().named().stream()
        .map(file -> file.relativeTo(table))
        .sorted()
        .toList();
  }

  private List<RecordedRun> unfinished() throws IOException {
    return ledger(UnaryOperator.identity()).runs().stream()
        .filter(RecordedRun::unfinished)
        .toList();
  }

  private List<String> names(String below) throws IOException {
    Path root = folder.resolve(below);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Each file's partition and content. */
  private List<String> tableContents() throws IOException {
    List<String> contents = new ArrayList<>();
    for (String name : names("table")) {
      Path file = folder.resolve("table").resolve(name);
      contents.add(name.replaceAll("/.*", "") + " " + Files.readString(file));
    }
    return contents.stream().sorted().toList();
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
