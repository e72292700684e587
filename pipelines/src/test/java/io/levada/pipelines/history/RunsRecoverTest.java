/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Locks;
import io.levada.io.ledger.Run.State;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada runs recover} as it is typed. */
class RunsRecoverTest {

  @TempDir private Path folder;
  private TableWithRuns table;

  @BeforeEach
  void begin() {
    table = TableWithRuns.in(folder);
  }

  @Test
  void undoesARunThatWasOpen() throws IOException {
    String run = table.cutOffOpen();

    assertThat(table.command("runs", "recover"), is(0));

    assertThat(
        table.levada().out(), equalTo("Run " + run + " was cut off as OPEN and is ROLLED_BACK\n"));
    assertThat(table.recorded(run).unfinished(), is(false));
    assertThat(files(), is(empty()));
  }

  @Test
  void publishesARunThatWasPrepared() throws IOException {
    String run = table.cutOffPrepared(List.of(), List.of());

    assertThat(table.command("runs", "recover"), is(0));

    assertThat(
        table.levada().out(),
        equalTo("Run " + run + " was cut off as PREPARED and is COMMITTED\n"));
    assertThat(files(), equalTo(List.of("_SUCCESS", "part-" + run + ".parquet")));
  }

  @Test
  void saysThatThereIsNothingToDo() throws IOException {
    table.cutOffOpen();
    assertThat(table.command("runs", "recover"), is(0));

    assertThat(table.command("runs", "recover"), is(0));

    assertThat(
        table.levada().out(),
        equalTo("Nothing to do: no run of " + table.table() + " is unfinished\n"));
  }

  @Test
  void saysWhatIsOwedStill() throws IOException {
    table.put("a.json", "1");
    String run = table.cutOffPrepared(List.of(), List.of(table.refusedMove("a.json")));

    assertThat(table.command("runs", "recover"), is(6));

    assertThat(
        table.levada().out(), equalTo("Run " + run + " was cut off as PREPARED and is VISIBLE\n"));
    assertThat(
        table.levada().err(),
        startsWith(
            "levada: Run "
                + run
                + " is in the table, but 1 input is not cleared away (the next run tries again)"));
  }

  @Test
  void finishesWhatWasOwed() throws IOException {
    table.put("a.json", "1");
    String run = table.cutOffPrepared(List.of(), List.of(table.refusedMove("a.json")));
    assertThat(table.command("runs", "recover"), is(6));
    table.storage().delete(Location.of(folder + "/zone/processed"));

    assertThat(table.command("runs", "recover"), is(0));

    assertThat(table.recorded(run).state(), is(State.COMMITTED));
    assertThat(table.storage().status(table.pending("a.json")).isPresent(), is(false));
  }

  @Test
  void givesWayToARunThatIsAtWork() throws IOException {
    String run = table.cutOffOpen();
    try (HeldLocks held = lock(table.table(), run)) {
      held.check();

      assertThat(table.command("runs", "recover"), is(5));
    }

    assertThat(
        table.levada().err(), containsString("levada: Cannot lock " + table.table() + ": it is"));
    assertThat(table.recorded(run).state(), is(State.OPEN));
  }

  @Test
  void locksWhatTheRunHadLocked() throws IOException {
    Location zone = Location.of(folder + "/zone");
    String run = openWithLocks(zone);
    try (HeldLocks held = lock(zone, "another")) {
      held.check();

      assertThat(table.command("runs", "recover"), is(5));
    }

    assertThat(table.levada().err(), containsString("levada: Cannot lock " + zone + ": it is"));
    assertThat(table.recorded(run).state(), is(State.OPEN));
  }

  @Test
  void breaksLocksForAnOperator() throws IOException {
    Location zone = Location.of(folder + "/zone");
    String run = openWithLocks(zone);
    holdFromElsewhere(Ledger.homeOf(table.table()), run);
    holdFromElsewhere(Ledger.homeOf(zone), run);

    assertThat(table.command("runs", "recover", "--break-lock"), is(0));

    String holder = "run " + run + " (process 7 on far-away, since 2026-01-31T00:00:00Z)";
    assertThat(
        table.levada().out(),
        equalTo(
            "Broke the lock of "
                + table.table()
                + ", held by "
                + holder
                + "\nBroke the lock of "
                + zone
                + ", held by "
                + holder
                + "\nRun "
                + run
                + " was cut off as OPEN and is ROLLED_BACK\n"));
  }

  @Test
  void leavesAllLocksFree() throws IOException {
    openWithLocks(Location.of(folder + "/zone"));

    assertThat(table.command("runs", "recover"), is(0));

    Locks locks = new Locks(Storages.withoutStaging()::of, Clock.systemUTC(), line -> {});
    assertThat(locks.holder(table.table()).isPresent(), is(false));
    assertThat(locks.holder(Location.of(folder + "/zone")).isPresent(), is(false));
  }

  @Test
  void recoversATableWhoseRecordsAreElsewhere() throws IOException {
    Location elsewhere = Location.of(folder + "/records");
    Ledger ledger = Ledger.claim(AwsSettings.ofTheMachine(), table.table(), elsewhere);
    String run = "20260131T000000Z-000000000001";
    ledger.begin(run, Clock.systemUTC(), Map.of());

    assertThat(table.command("runs", "recover"), is(0));

    assertThat(
        table.levada().out(), equalTo("Run " + run + " was cut off as OPEN and is ROLLED_BACK\n"));
    assertThat(ledger.run(run).orElseThrow().state(), is(State.ROLLED_BACK));
  }

  @Test
  void saysThatARecordIsDamaged() throws IOException {
    String run = table.cutOffPrepared(List.of(), List.of());
    Location state = table.recorded(run).folder().child("state-2.json");
    table.storage().write(state, "{\"state\": \"PREPARED\", \"publish\": 7}".getBytes(UTF_8));

    assertThat(table.command("runs", "recover"), is(6));

    assertThat(
        table.levada().err(),
        allOf(
            startsWith("levada: Cannot finish run " + run),
            containsString(state + ": it is damaged")));
  }

  private String openWithLocks(Location zone) throws IOException {
    Ledger ledger = Ledger.claim(AwsSettings.ofTheMachine(), table.table(), null);
    String run = "20260131T000000Z-000000000001";
    ledger.begin(run, Clock.systemUTC(), Map.of("locks", List.of(table.table().uri(), zone.uri())));
    return run;
  }

  private HeldLocks lock(Location thing, String run) throws IOException {
    return new Locks(
            Storages.withoutStaging()::of, Duration.ofSeconds(3), Clock.systemUTC(), line -> {})
        .take(List.of(thing), run);
  }

  /** As a process of another machine would, one that is not heard of for an hour at most. */
  private void holdFromElsewhere(Location home, String run) throws IOException {
    table
        .storage()
        .write(
            home.child("locks/lock-000001.json"),
            """
            {"host": "far-away", "machine": "m", "pid": 7, "started": "1", "run": "%s",
             "nonce": "n", "leaseMillis": 3600000, "since": "2026-01-31T00:00:00Z"}
            """
                .formatted(run)
                .getBytes(UTF_8));
  }

  private List<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    table
        .storage()
        .list(table.table(), entry -> names.add(entry.location().relativeTo(table.table())));
    return names;
  }
}
