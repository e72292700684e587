/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.levada.pipelines.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a bookmark, files stay where they are and are read once. */
abstract class BookmarkedEventsContract {

  private Zones zones;

  void use(Zones theirs) {
    zones = theirs;
  }

  @AfterEach
  void leave() {
    zones.close();
  }

  @Test
  void hasNothingToDoTheSecondTime() {
    zones.deliver("a.json", event("1"));
    assertThat(zones.err(), bookmarked(), is(0));
    SortedMap<String, String> before = zones.everything();

    assertThat(bookmarked(), is(0));

    assertThat(zones.out(), containsString("Nothing to do"));
    assertThat(zones.everything(), equalTo(before));
  }

  @Test
  void takesOnlyWhatIsNew() throws Exception {
    zones.deliver("b.json", event("1"));
    assertThat(bookmarked(), is(0));
    zones.deliver("a.json", event("2"));
    zones.deliver("c/d.json", event("3"));

    assertThat(bookmarked(), is(0));

    assertThat(zones.summary().get("read").asInt(), is(2));
    assertThat(zones.rows("event_id"), contains("1", "2", "3"));
    assertThat(zones.list(zones.pending()).keySet(), contains("a.json", "b.json", "c/d.json"));
  }

  @Test
  void takesAllAgainWithoutTheBookmark() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(bookmarked(), is(0));

    assertThat(fromPending(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "1"));
  }

  /** What was read without a bookmark is in the table all the same. */
  @Test
  void knowsWhatWasReadBeforeItWasEnabled() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(fromPending(), is(0));
    zones.deliver("b.json", event("2"));

    assertThat(bookmarked(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  @Test
  void refusesAFileThatWasRewritten() throws Exception {
    zones.deliver("a.json", event("1"));
    zones.deliver("b.json", event("2"));
    assertThat(bookmarked(), is(0));
    rewrite("a.json", event("3"));

    assertThat(bookmarked(), is(1));

    assertThat(
        zones.err(),
        allOf(
            matchesPattern("levada: [^\\n]+\\n"),
            containsString(zones.pending() + "/a.json"),
            containsString("--rewritten=skip"),
            containsString("append")));
    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(zones.staged(), empty());
  }

  @Test
  void skipsAFileThatWasRewrittenIfAsked() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(bookmarked(), is(0));
    rewrite("a.json", event("3"));
    zones.deliver("b.json", event("2"));

    assertThat(zones.err(), bookmarked("--rewritten=skip"), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  @Test
  void appendsAFileThatWasRewrittenIfAskedAndSaysThatBothVersionsAreThere() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(bookmarked(), is(0));
    rewrite("a.json", event("3"));

    assertThat(zones.err(), bookmarked("--rewritten=append"), is(0));

    assertThat(zones.out(), containsString(zones.pending() + "/a.json"));
    assertThat(zones.rows("event_id"), contains("1", "3"));
    assertThat(bookmarked(), is(0));
    assertThat(zones.rows("event_id"), contains("1", "3"));
  }

  @Test
  void readsButDoesNotRememberWhilePaused() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(bookmarked(), is(0));
    zones.deliver("b.json", event("2"));

    assertThat(zones.err(), fromPending("--bookmark=pause"), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(bookmarked(), is(0));
    assertThat(zones.rows("event_id"), contains("1", "2", "2"));
  }

  @Test
  void heedsTheOptionThatGlueGives() throws Exception {
    zones.deliver("a.json", event("1"));
    for (int run = 0; run < 2; run++) {
      assertThat(zones.err(), fromPending("--job-bookmark-option", "job-bookmark-enable"), is(0));
    }

    assertThat(zones.out(), containsString("Nothing to do"));
    assertThat(zones.rows("event_id"), contains("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overwrite", "overwrite-partitions"})
  void doesNotReplaceATableByWhatIsNew(String mode) {
    zones.deliver("a.json", event("1"));
    SortedMap<String, String> before = zones.everything();

    assertThat(bookmarked("--writeMode=" + mode), is(2));

    assertThat(
        zones.err(),
        allOf(matchesPattern("levada: [^\\n]+\\n"), containsString("--replaceWithNewInputsOnly")));
    assertThat(zones.everything(), equalTo(before));
  }

  @Test
  void replacesATableByWhatIsNewIfAsked() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(bookmarked(), is(0));
    zones.deliver("b.json", event("2"));

    int exit = bookmarked("--writeMode=overwrite", "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    assertThat(zones.rows("event_id"), contains("2"));
  }

  @Test
  void forgetsWhatARunThatFailedHasRead() throws Exception {
    zones.deliver("a.json", event("1") + "no event\n");
    assertThat(bookmarked("--maxRejects=0"), is(3));

    assertThat(bookmarked(), is(0));

    assertThat(zones.rows("event_id"), contains("1"));
  }

  @Test
  void isOfTheTableNotOfTheInput() throws Exception {
    zones.deliver("a.json", event("1"));
    String other = zones.table() + "_other";
    assertThat(
        zones.run("events", "--input=" + zones.pending(), "--output=" + other, "--bookmark=enable"),
        is(0));

    assertThat(bookmarked(), is(0));

    assertThat(zones.rows("event_id"), contains("1"));
  }

  /** The distributor's second half keeps a bookmark of the files of the stage table. */
  @Test
  void distributesEachFileOfATableOnce() throws Exception {
    zones.deliver("a.json", event("1"));
    parse();
    assertThat(zones.err(), distribute(), is(0));
    zones.deliver("a.json", event("2"));
    parse();
    assertThat(zones.err(), distribute(), is(0));
    assertThat(zones.summary().get("read").asInt(), is(1));

    assertThat(zones.err(), distribute(), is(0));

    assertThat(zones.out(), containsString("Nothing to do"));
    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(zones.dataFiles(zones.stage()).size(), is(2));
  }

  private void parse() {
    int exit =
        zones.run("parse-events", "--landing=" + zones.landing(), "--output=" + zones.stage());
    assertThat(zones.err(), exit, is(0));
  }

  private int distribute() {
    return zones.run(
        "distribute-events",
        "--input=" + zones.stage(),
        "--output=" + zones.table(),
        "--bookmark=enable");
  }

  int bookmarked(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("--bookmark=enable");
    return fromPending(all.toArray(String[]::new));
  }

  private int fromPending(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("events", "--input=" + zones.pending(), "--output=" + zones.table()));
    all.addAll(List.of(more));
    return zones.run(all.toArray(String[]::new));
  }

  /** With as many bytes, so that only what the storage tells of it is another. */
  private void rewrite(String name, String text) {
    zones.deliver(name, text);
  }
}
