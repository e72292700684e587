/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 8, 10 and 23 of the commit protocol. */
class BookmarkTest {

  private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Location table;
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    table = Location.of(folder.toString()).child("table");
    ledger = Ledger.claim(AwsSettings.ofTheMachine(), table, null);
  }

  @Test
  void findsEverythingNewBeforeTheFirstRun() throws IOException {
    Bookmark.Difference difference = compare(file("b", "1"), file("a", "1"));

    assertThat(difference.fresh(), contains(file("a", "1"), file("b", "1")));
    assertThat(difference.committed(), equalTo(0));
  }

  @Test
  void knowsWhatWasCommitted() throws IOException {
    commit("run-1", file("a", "1"), file("c", "1"));

    Bookmark.Difference difference = compare(file("a", "1"), file("b", "1"), file("c", "1"));

    assertThat(difference.fresh(), contains(file("b", "1")));
    assertThat(difference.rewritten(), empty());
    assertThat(difference.committed(), equalTo(2));
  }

  @Test
  void takesALateFileWhateverItsTime() throws IOException {
    commit("run-1", file("z", "1"));
    Entry late = new Entry(Location.of("/in/a"), 1, "1", Instant.EPOCH);

    assertThat(compare(late, file("z", "1")).fresh(), contains(late));
  }

  @Test
  void tellsARewrittenFileFromANewOne() throws IOException {
    commit("run-1", file("a", "1"));

    Bookmark.Difference difference = compare(file("a", "2"), file("a2", "2"));

    assertThat(difference.rewritten(), contains(file("a", "2")));
    assertThat(difference.fresh(), contains(file("a2", "2")));
  }

  @Test
  void knowsEveryContentThatAFileHad() throws IOException {
    commit("run-1", file("a", "1"));
    commit("run-2", file("a", "2"));

    assertThat(compare(file("a", "1")).committed(), equalTo(1));
    assertThat(compare(file("a", "2")).committed(), equalTo(1));
    assertThat(compare(file("a", "3")).rewritten(), contains(file("a", "3")));
  }

  @Test
  void takesAnyNameAsItIs() throws IOException {
    List<Entry> odd =
        List.of(file("a b+%20#?.json", "1"), file("é\u00a0\"\\\n", "1"), file("\ud83d\ude00", "1"));
    commit("run-1", odd.toArray(Entry[]::new));

    assertThat(new Bookmark(ledger).compare(odd).committed(), equalTo(3));
  }

  @Test
  void holdsTheInputsOfARunThatIsVisible() throws IOException {
    Run run = begin("run-1", Map.of(), file("a", "1"));
    run.prepare(plan(), Map.of());
    run.publish(plan());

    assertThat(compare(file("a", "1")).committed(), equalTo(1));
  }

  @Test
  void holdsNothingOfRunsThatAreNotInTheTable() throws IOException {
    begin("run-1", Map.of(), file("a", "1"));
    begin("run-2", Map.of(), file("b", "1")).prepare(plan(), Map.of());
    begin("run-3", Map.of(), file("c", "1")).rollBack("no", List.of());

    assertThat(
        compare(file("a", "1"), file("b", "1"), file("c", "1")).fresh(),
        contains(file("a", "1"), file("b", "1"), file("c", "1")));
  }

  @Test
  void doesNotCountARunThatWasToPause() throws IOException {
    Run run = begin("run-1", Map.of("bookmark", "pause"), file("a", "1"));
    run.prepare(plan(), Map.of());
    run.publish(plan());
    run.commit(plan());

    assertThat(compare(file("a", "1")).fresh(), contains(file("a", "1")));
  }

  @Test
  void forgetsAllOnAReset() throws IOException {
    commit("run-1", file("a", "1"));

    int forgotten = new Bookmark(ledger).reset(CLOCK);

    assertThat(forgotten, equalTo(1));
    assertThat(compare(file("a", "1")).fresh(), contains(file("a", "1")));
    assertThat(ledger.runs().get(0).state(), equalTo(Run.State.COMMITTED));
  }

  @Test
  void learnsAgainBehindAReset() throws IOException {
    commit("run-1", file("a", "1"), file("b", "1"));
    new Bookmark(ledger).reset(CLOCK);
    commit("run-2", file("a", "1"));

    assertThat(compare(file("a", "1"), file("b", "1")).fresh(), contains(file("b", "1")));
  }

  @Test
  void rewindsToARun() throws IOException {
    commit("run-1", file("a", "1"));
    commit("run-2", file("b", "1"));
    commit("run-3", file("c", "1"));

    int forgotten = new Bookmark(ledger).rewind("run-1", CLOCK);

    assertThat(forgotten, equalTo(2));
    assertThat(
        compare(file("a", "1"), file("b", "1"), file("c", "1")).fresh(),
        contains(file("b", "1"), file("c", "1")));
  }

  @Test
  void forgetsOneRun() throws IOException {
    commit("run-1", file("a", "1"));
    commit("run-2", file("b", "1"));
    commit("run-3", file("c", "1"));

    new Bookmark(ledger).forget("run-2", CLOCK);
    new Bookmark(ledger).forget("run-9", CLOCK);

    assertThat(
        compare(file("a", "1"), file("b", "1"), file("c", "1")).fresh(), contains(file("b", "1")));
  }

  @Test
  void refusesToRewindToARunItDoesNotKnow() throws IOException {
    commit("run-1", file("a", "1"));

    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class, () -> new Bookmark(ledger).rewind("run-9", CLOCK));

    assertThat(
        unknown.getMessage(),
        equalTo("Cannot rewind to run run-9: the bookmark of " + table + " has it not"));
  }

  @Test
  void saysTheSameFromItsSnapshot() throws IOException {
    commitManyRuns();

    new Bookmark(ledger).refresh();

    assertThat(Files.exists(snapshot()), is(true));
    hideRecordsOf("run-05");
    assertThat(compare(file("f05", "1"), file("f05", "2"), file("new", "1")).committed(), is(1));
  }

  @Test
  void addsToItsSnapshotWhatCameSince() throws IOException {
    commitManyRuns();
    new Bookmark(ledger).refresh();
    commit("run-00", file("early", "1"));

    assertThat(compare(file("early", "1"), file("f05", "1")).committed(), equalTo(2));
  }

  @Test
  void doesNotTrustASnapshotBeforeAReset() throws IOException {
    commitManyRuns();
    new Bookmark(ledger).refresh();

    new Bookmark(ledger).rewind("run-04", CLOCK);

    assertThat(compare(file("f04", "1"), file("f05", "1")).fresh(), contains(file("f05", "1")));
  }

  @Test
  void failsIfTheRecordOfARunInItsSnapshotIsGone() throws IOException {
    commitManyRuns();
    new Bookmark(ledger).refresh();
    removeRecordOf("run-05");

    IOException gone = assertThrows(IOException.class, () -> compare(file("f05", "1")));

    assertThat(
        gone.getMessage(),
        equalTo(
            "Cannot tell what run run-05 has read: its record "
                + ledger.runFolder("run-05")
                + " is gone (restore it, or reset the bookmark)"));
  }

  @Test
  void forgetsARunWhoseRecordIsGoneOnAReset() throws IOException {
    commitManyRuns();
    new Bookmark(ledger).refresh();
    removeRecordOf("run-05");

    int forgotten = new Bookmark(ledger).reset(CLOCK);

    assertThat(forgotten, equalTo(24));
    assertThat(compare(file("f05", "1")).fresh(), contains(file("f05", "1")));
  }

  @Test
  void doesNotTrustADamagedSnapshot() throws IOException {
    commitManyRuns();
    new Bookmark(ledger).refresh();
    byte[] whole = Files.readAllBytes(snapshot());
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 9, whole.length - 1}) {
      Files.write(snapshot(), Arrays.copyOf(whole, length));

      assertThat(compare(file("f05", "1"), file("f24", "1")).committed(), equalTo(2));
    }
  }

  @Test
  void tellsWhatIsMissing() throws IOException {
    commit("run-1", file("a", "1"));
    hideRecordsOf("run-1");

    IOException missing = assertThrows(IOException.class, () -> compare(file("a", "1")));

    assertThat(
        missing.getMessage(),
        equalTo(
            "Cannot tell what run run-1 has read: "
                + ledger.runFolder("run-1").child("inputs.jsonl.gz")
                + " is gone (restore it, or rewind the bookmark)"));
  }

  private void commitManyRuns() throws IOException {
    for (int i = 1; i < 25; i++) {
      commit(String.format("run-%02d", i), file(String.format("f%02d", i), "1"));
    }
  }

  private void removeRecordOf(String run) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(ledger.runFolder(run).uri()))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private void hideRecordsOf(String run) throws IOException {
    Files.delete(Path.of(ledger.runFolder(run).child("inputs.jsonl.gz").uri()));
  }

  private Path snapshot() {
    return folder.resolve("_levada/table/bookmark/snapshot.jsonl.gz");
  }

  private Bookmark.Difference compare(Entry... listing) throws IOException {
    return new Bookmark(ledger).compare(List.of(listing));
  }

  private void commit(String id, Entry... inputs) throws IOException {
    Run run = begin(id, Map.of(), inputs);
    run.prepare(plan(), Map.of());
    run.publish(plan());
    run.commit(plan());
  }

  private Run begin(String id, Map<String, ?> about, Entry... inputs) throws IOException {
    Run run = ledger.begin(id, CLOCK, about);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      int index = 0;
      for (Entry input : inputs) {
        String line =
            JSON.createObjectNode()
                .put("input", index++)
                .put("uri", input.location().uri())
                .put("bytes", input.size())
                .put("identity", input.identity())
                .toString();
        out.write((line + "\n").getBytes(UTF_8));
      }
    }
    run.keep(Bookmark.INPUTS, bytes.toByteArray());
    return run;
  }

  private PublishPlan plan() {
    return new PublishPlan(List.of(), List.of(), List.of(), table.child("_SUCCESS"));
  }

  private static Entry file(String name, String identity) {
    return new Entry(new Location("/in/" + name), 1, identity, NOW);
  }
}
