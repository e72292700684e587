/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.landing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.Run;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 9 of the commit protocol. */
class LandingZoneTest {

  private static final Instant START = Instant.parse("2026-01-31T23:59:59Z");
  private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

  @TempDir private Path folder;
  private Location parent;
  private Storage storage;
  private LandingZone zone;

  @BeforeEach
  void open() {
    parent = Location.of(folder.toString());
    storage = Storages.withoutStaging().of(parent);
    zone = new LandingZone(parent.child("zone"));
  }

  @Test
  void movesToTheUtcDayOfTheRunWithTheSamePath() throws IOException {
    write("pending/a/c d+%é.json", "c");

    assertThat(targets(Processed.MOVE), contains("processed/date=2026-01-31/a/c d+%é.json"));
  }

  @Test
  void givesTheRunsIdToANameThatIsTaken() throws IOException {
    write("pending/a.json", "today's second");
    write("processed/date=2026-01-31/a.json", "today's first");

    assertThat(targets(Processed.MOVE), contains("processed/date=2026-01-31/a.json.run-1"));
  }

  @Test
  void givesAnotherNameToOneThatWouldBeTooLong() throws IOException {
    String name = "n".repeat(250);
    write("pending/" + name, "today's second");
    write("processed/date=2026-01-31/" + name, "today's first");

    assertThat(
        targets(Processed.MOVE), contains("processed/date=2026-01-31/run-1/0-name-too-long"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "./a", "b/../a", ".."})
  void givesAnotherNameToAPathThatLeadsElsewhere(String path) throws IOException {
    Entry odd = new Entry(new Location(zone.pending() + "/" + path), 1, "x", START);

    List<Departure> departures =
        zone.departures(List.of(odd), Processed.MOVE, "run-1", START, storage);

    assertThat(
        departures,
        contains(Departure.move(odd, zone.processed().child("date=2026-01-31/run-1/0-odd-path"))));
  }

  @Test
  void givesTheRunsIdToANameThatIsAFolders() throws IOException {
    write("pending/a", "today's second");
    Files.createDirectories(folder.resolve("zone/processed/date=2026-01-31/a"));

    assertThat(targets(Processed.MOVE), contains("processed/date=2026-01-31/a.run-1"));
  }

  @Test
  void givesAnotherNameToOneWhoseFolderIsAFile() throws IOException {
    write("pending/a/b/c", "today's second");
    write("processed/date=2026-01-31/a", "today's first");

    assertThat(targets(Processed.MOVE), contains("processed/date=2026-01-31/run-1/0-odd-path"));
  }

  @Test
  void givesNoTwoFilesOnePlace() throws IOException {
    write("pending/a", "one");
    write("pending/a.run-1", "two");
    write("processed/date=2026-01-31/a", "taken");

    assertThat(
        targets(Processed.MOVE),
        contains("processed/date=2026-01-31/a.run-1", "processed/date=2026-01-31/a.run-1.run-1"));
  }

  @Test
  void deletesOrKeepsOnRequest() throws IOException {
    write("pending/a", "a");
    Entry file = pending().get(0);

    assertThat(departures(Processed.KEEP), empty());
    assertThat(departures(Processed.DELETE), contains(Departure.deletion(file)));
  }

  @Test
  void refusesAFileFromElsewhere() throws IOException {
    Entry foreign = new Entry(parent.child("zone/pending2/a"), 1, "x", START);

    assertThrows(
        IllegalArgumentException.class,
        () -> zone.departures(List.of(foreign), Processed.MOVE, "run-1", START, storage));
  }

  @Test
  void leavesWhatArrivesDuringTheRun() throws IOException {
    write("pending/a", "a");
    Run run = ledger().begin("run-1", CLOCK, Map.of());
    PublishPlan plan = plan(departures(Processed.MOVE));
    write("pending/late", "late");

    run.prepare(plan, Map.of());
    run.publish(plan);

    assertThat(files(), contains("pending/late late", "processed/date=2026-01-31/a a"));
  }

  @Test
  void leavesAFileThatWasRewrittenDuringTheRun() throws IOException {
    write("pending/a", "as it was read");
    write("pending/b", "b");
    Run run = ledger().begin("run-1", CLOCK, Map.of());
    PublishPlan plan = plan(departures(Processed.MOVE));
    write("pending/a", "another version");

    run.prepare(plan, Map.of());
    run.publish(plan);
    run.commit(plan);

    assertThat(files(), contains("pending/a another version", "processed/date=2026-01-31/b b"));
  }

  @Test
  void movesNothingTwiceHoweverLate() throws IOException {
    write("pending/a", "first");
    Run run = ledger().begin("run-1", CLOCK, Map.of());
    PublishPlan plan = plan(departures(Processed.MOVE));
    run.prepare(plan, Map.of());
    run.publish(plan);
    write("pending/a", "the next one");

    run.publish(plan);

    assertThat(files(), contains("pending/a the next one", "processed/date=2026-01-31/a first"));
  }

  private List<Departure> departures(Processed processed) throws IOException {
    return zone.departures(pending(), processed, "run-1", START, storage);
  }

  private List<String> targets(Processed processed) throws IOException {
    return departures(processed).stream()
        .map(departure -> departure.target().relativeTo(zone.zone()))
        .toList();
  }

  private Ledger ledger() throws IOException {
    return Ledger.claim(AwsSettings.ofTheMachine(), parent.child("table"), null);
  }

  private List<Entry> pending() throws IOException {
    List<Entry> pending = new ArrayList<>();
    storage.list(zone.pending(), pending::add);
    return pending;
  }

  private PublishPlan plan(List<Departure> departures) {
    return new PublishPlan(
        List.of(), List.of(), List.of(), parent.child("table/_SUCCESS"), departures);
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve("zone").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private List<String> files() throws IOException {
    Path root = folder.resolve("zone");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file) + " " + content(file))
          .sorted()
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
}
