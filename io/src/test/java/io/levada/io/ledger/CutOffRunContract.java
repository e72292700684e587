/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run that fails at its n-th storage call, for every n until one passes whole, and the start that
 * follows.
 */
abstract class CutOffRunContract {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);

  private Location table;
  private Location zone;
  private int runs;

  abstract AwsSettings aws();

  /** A folder that no other call gets. */
  abstract Location folder(String name);

  @ParameterizedTest
  @CsvSource({
    "ERROR,false", "LOST_ANSWER,false", "ENDS_BEFORE,false", "ENDS_BEHIND,false",
    "ERROR,true", "LOST_ANSWER,true", "ENDS_BEFORE,true", "ENDS_BEHIND,true"
  })
  void makesTheTableExactWhereverARunWasCutOff(FailingStorage.Fault fault, boolean overwrite)
      throws IOException {
    int call = 0;
    boolean failed = true;
    while (failed) {
      start(fault + "-" + overwrite + "-" + call);
      FailingStorage.Calls calls = new FailingStorage.Calls(fault, call);
      try {
        runJob(overwrite, storage -> new FailingStorage(storage, calls));
      } catch (IOException e) {
        assertThat(e.getMessage(), calls.haveFailed(), is(true));
      }
      failed = calls.haveFailed();

      runJob(overwrite, UnaryOperator.identity());

      String cut = fault + " at call " + call;
      assertThat(
          cut,
          contents(table),
          overwrite
              ? contains("_SUCCESS ", "p=1 first", "p=2 second")
              : contains("_SUCCESS ", "p=1 first", "p=1 old", "p=2 second"));
      assertThat(cut, contents(zone), contains("processed first", "processed second"));
      assertThat(cut, stillStaged(), equalTo(0));
      assertThat(cut, unfinished(), empty());
      assertThat(cut, committedInputs(), contains("first", "second"));
      call++;
    }
    assertThat(call, greaterThan(30));
  }

  private void start(String name) throws IOException {
    Location folder = folder(name);
    table = folder.child("table");
    zone = folder.child("landing");
    runs = 0;
    write(table.child("p=1/old.parquet"), "old");
    write(zone.child("pending/first"), "first");
    write(zone.child("pending/second"), "second");
  }

  /** What a pipeline does, without its rows: each pending file becomes a file of the table. */
  private void runJob(boolean overwrite, UnaryOperator<Storage> watch) throws IOException {
    Ledger ledger = ledger(watch);
    ManualClock time = new ManualClock();
    Locks locks =
        new Locks(
            ledger::storage, Duration.ofSeconds(60), time.wall(), time, text -> {}, time::beating);
    try (HeldLocks held = locks.take(List.of(table, zone), "job")) {
      new Recovery(ledger, held, CLOCK).recover();
      List<Entry> pending = entries(ledger.storage(zone), zone.child("pending"));
      if (!pending.isEmpty()) {
        run(ledger, pending, overwrite, held);
      }
    }
  }

  private void run(Ledger ledger, List<Entry> pending, boolean overwrite, HeldLocks held)
      throws IOException {
    Run run = ledger.begin("run-" + runs++, CLOCK, Map.of());
    Storage staging = ledger.storagesOf(run.id()).apply(table);
    List<StagedFile> staged = new ArrayList<>();
    List<Departure> departures = new ArrayList<>();
    for (Entry input : pending) {
      String name = input.location().name();
      String partition = name.equals("first") ? "p=1" : "p=2";
      Location file = table.child(partition + "/" + name + "-" + run.id() + ".parquet");
      stage(staging, file, "lost attempt", "0");
      staged.add(stage(staging, file, name, "1"));
      departures.add(Departure.move(input, zone.child("processed/" + name)));
    }
    List<Location> replaced =
        entries(ledger.storage(table), table).stream()
            .map(Entry::location)
            .filter(file -> overwrite && file.name().endsWith(".parquet"))
            .toList();
    PublishPlan plan =
        new PublishPlan(
            staged, replaced, List.of("p=1", "p=2"), table.child("_SUCCESS"), departures);
    run.checkWritable();
    run.prepare(plan, Map.of());
    run.publish(plan, held);
    run.commit(plan);
  }

  private static StagedFile stage(Storage storage, Location file, String content, String attempt)
      throws IOException {
    StagedUpload upload = storage.stage(file, attempt);
    upload.write(content.getBytes(UTF_8));
    return upload.finish();
  }

  private Ledger ledger() throws IOException {
    return ledger(UnaryOperator.identity());
  }

  private Ledger ledger(UnaryOperator<Storage> watch) throws IOException {
    return Ledger.claim(aws(), table, null, watch);
  }

  private void write(Location file, String content) throws IOException {
    Ledger.find(aws(), table).storage(file).write(file, content.getBytes(UTF_8));
  }

  private static List<Entry> entries(Storage storage, Location place) throws IOException {
    List<Entry> entries = new ArrayList<>();
    storage.list(place, entries::add);
    return entries;
  }

  /** Each file's first folder and content. */
  private List<String> contents(Location place) throws IOException {
    Storage storage = ledger().storage(place);
    List<String> contents = new ArrayList<>();
    for (Entry file : entries(storage, place)) {
      String content = new String(storage.read(file.location()).orElseThrow(), UTF_8);
      contents.add(file.location().relativeTo(place).replaceAll("/.*", "") + " " + content);
    }
    return contents.stream().sorted().toList();
  }

  /** By asking for its removal. */
  private int stillStaged() throws IOException {
    int staged = 0;
    for (int run = 0; run < runs; run++) {
      staged += ledger().storagesOf("run-" + run).apply(table).discardStagedExcept(Set.of());
    }
    return staged;
  }

  private List<RecordedRun> unfinished() throws IOException {
    return ledger().runs().stream().filter(RecordedRun::unfinished).toList();
  }

  private List<String> committedInputs() throws IOException {
    List<String> names = new ArrayList<>();
    for (RecordedRun run : ledger().runs()) {
      if (run.state() == Run.State.COMMITTED) {
        for (Departure departure : ledger().load(run.id(), CLOCK).plan().departures()) {
          names.add(departure.source().name());
        }
      }
    }
    return names.stream().sorted().toList();
  }
}
