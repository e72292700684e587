/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Location parent;
  private Location table;

  @BeforeEach
  void open() {
    parent = Location.of(folder.toString());
    table = parent.child("table");
  }

  @Test
  void isInTheTablesHome() throws IOException {
    Ledger ledger = claim(null);

    assertThat(ledger.folder(), equalTo(parent.child("_levada/table")));
    assertThat(ledger.runFolder("a"), equalTo(parent.child("_levada/table/runs/a")));
    assertThat(ledger.stagingFolder("a"), equalTo(parent.child("_levada/table/staging/a")));
  }

  @Test
  void isWhereTheHomeSays() throws IOException {
    claim(parent.child("elsewhere"));

    assertThat(claim(null).folder(), equalTo(parent.child("elsewhere")));
    assertThat(find().folder(), equalTo(parent.child("elsewhere")));
    assertThat(find().stagingFolder("a"), equalTo(parent.child("_levada/table/staging/a")));
  }

  @Test
  void isTheSameEachTime() throws IOException {
    claim(parent.child("elsewhere"));

    assertThat(claim(parent.child("elsewhere")).folder(), equalTo(parent.child("elsewhere")));
  }

  @Test
  void refusesAnotherThanTheHomeNames() throws IOException {
    claim(parent.child("one"));

    OtherLedgerException other =
        assertThrows(OtherLedgerException.class, () -> claim(parent.child("two")));

    assertThat(
        other.getMessage(),
        equalTo(
            "Cannot keep records in "
                + parent.child("two")
                + ": the ledger of "
                + table
                + " is "
                + parent.child("one")
                + " (leave --ledger away, or give that one)"));
  }

  @Test
  void refusesATableThatWasMovedWithItsHome() throws IOException {
    claim(null);
    Files.move(
        folder.resolve("_levada"), Files.createDirectory(folder.resolve("b")).resolve("_levada"));
    Location before = table;
    table = parent.child("b/table");

    OtherLedgerException moved = assertThrows(OtherLedgerException.class, () -> claim(null));

    assertThat(
        moved.getMessage(),
        equalTo(
            "Cannot write "
                + table
                + " by that path: "
                + parent.child("b/_levada/table/ledger.json")
                + " says that it is the ledger of "
                + before
                + " (give that path; if the table was moved here and no run of it is unfinished,"
                + " put the new paths into that file)"));
    assertThat(Files.exists(folder.resolve("_levada")), is(false));
  }

  @Test
  void takesATableThatWasMovedWhenItsHomeSaysSo() throws IOException {
    refusesATableThatWasMovedWithItsHome();
    Path named = folder.resolve("b/_levada/table/ledger.json");
    String said = Files.readString(named);
    Files.writeString(named, said.replace(folder.toString(), folder.resolve("b").toString()));

    assertThat(claim(null).folder(), equalTo(parent.child("b/_levada/table")));
  }

  @Test
  void createsNothingWhereAnotherLedgerIsRefused() throws IOException {
    claim(parent.child("one"));

    assertThrows(OtherLedgerException.class, () -> claim(parent.child("two")));

    assertThat(Files.exists(folder.resolve("two")), is(false));
  }

  @Test
  void refusesAStoreThatCreatesWhatIsThereEachTime() throws IOException {
    for (int start = 1; start <= 2; start++) {
      IOException unsafe =
          assertThrows(
              IOException.class,
              () -> Ledger.claim(AwsSettings.ofTheMachine(), table, null, Overwriting::new));

      assertThat(
          unsafe.getMessage(),
          equalTo(
              "Cannot keep records in "
                  + parent.child("_levada/table")
                  + ": the store creates a file that is there already, it ignores If-None-Match (no"
                  + " lock and no run is safe there; use another store, or a newer version of it)"));
    }
  }

  private static final class Overwriting extends StorageBehind {

    Overwriting(Storage behind) {
      super(behind);
    }

    @Override
    public boolean createIfAbsent(Location location, byte[] content) throws IOException {
      behind.write(location, content);
      return true;
    }
  }

  @Test
  void refusesAnotherThanTheHomeOnceThereAreRuns() throws IOException {
    Files.createDirectories(folder.resolve("_levada/table/runs/old"));

    assertThrows(OtherLedgerException.class, () -> claim(parent.child("elsewhere")));
  }

  @Test
  void refusesTheLedgerOfAnotherTable() throws IOException {
    claim(parent.child("shared"));
    table = parent.child("table2");

    OtherLedgerException others =
        assertThrows(OtherLedgerException.class, () -> claim(parent.child("shared")));

    assertThat(
        others.getMessage(),
        equalTo(
            "Cannot keep records of "
                + table
                + " in "
                + parent.child("shared")
                + ": it is the ledger of "
                + parent.child("table")
                + " (give another --ledger)"));
  }

  @Test
  void changesNothingWhenItIsLookedFor() throws IOException {
    assertThat(find().runs(), empty());

    assertThat(Files.exists(folder.resolve("_levada")), is(false));
  }

  @Test
  void listsRunsNewestFirst() throws IOException {
    Ledger ledger = claim(null);
    ledger.begin("20260101T000000Z-a", CLOCK, Map.of());
    ledger.begin("20260103T000000Z-a", CLOCK, Map.of());
    ledger.begin("20260102T000000Z-a", CLOCK, Map.of());

    assertThat(
        ledger.runs().stream().map(RecordedRun::id).toList(),
        contains("20260103T000000Z-a", "20260102T000000Z-a", "20260101T000000Z-a"));
  }

  @Test
  void tellsHowFarARunHasCome() throws IOException {
    Ledger ledger = claim(null);
    PublishPlan plan =
        new PublishPlan(List.of(), List.of(), List.of(), table.child("_SUCCESS"), List.of());
    Run run = ledger.begin("a", CLOCK, Map.of());
    assertThat(ledger.runs(), contains(recorded("a", Run.State.OPEN, true)));

    run.prepare(plan, Map.of());
    assertThat(ledger.runs(), contains(recorded("a", Run.State.PREPARED, true)));

    run.publish(plan);
    assertThat(ledger.runs(), contains(recorded("a", Run.State.VISIBLE, true)));

    run.commit(plan);
    assertThat(ledger.runs(), contains(recorded("a", Run.State.COMMITTED, false)));
    assertThat(ledger.run("a"), equalTo(Optional.of(recorded("a", Run.State.COMMITTED, false))));
  }

  @Test
  void tellsARunThatIsUndoneFromOneThatIsToBe() throws IOException {
    Ledger ledger = claim(null);
    ledger.begin("a", CLOCK, Map.of()).rollBack("no", List.of());
    ledger.begin("b", CLOCK, Map.of()).rollBack("no", List.of());
    Files.delete(folder.resolve("_levada/table/runs/b/swept.json"));

    assertThat(
        ledger.runs(),
        contains(
            recorded("b", Run.State.ROLLED_BACK, true),
            recorded("a", Run.State.ROLLED_BACK, false)));
  }

  @Test
  void knowsNoRunWithoutARecord() throws IOException {
    Files.createDirectories(folder.resolve("_levada/table/runs/a/rejects"));
    Files.writeString(folder.resolve("_levada/table/runs/a/rejects/state-1.json"), "{}");

    assertThat(claim(null).runs(), empty());
    assertThat(claim(null).run("a"), equalTo(Optional.empty()));
  }

  private RecordedRun recorded(String id, Run.State state, boolean unfinished) {
    return new RecordedRun(id, find(id), state, unfinished);
  }

  private Location find(String id) {
    return parent.child("_levada/table/runs").child(id);
  }

  private Ledger find() throws IOException {
    return Ledger.find(AwsSettings.ofTheMachine(), table);
  }

  private Ledger claim(Location asked) throws IOException {
    return Ledger.claim(AwsSettings.ofTheMachine(), table, asked);
  }
}
