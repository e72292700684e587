/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.Zones;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main job takes each file that lands, once, and puts it away. */
abstract class LandedEventsContract {

  private final LocalDate dayBefore = LocalDate.now(ZoneOffset.UTC);

  private Zones zones;

  void use(Zones theirs) {
    zones = theirs;
  }

  @AfterEach
  void leave() {
    zones.close();
  }

  @Test
  void distributesWhatWaits() throws Exception {
    zones.deliver("a.json", event("1") + event("2"));
    zones.deliver("sub/b.json", event("2") + event("3"));

    assertThat(zones.err(), zones.events(), is(0));

    assertThat(
        zones.rows("event_id, domain_event_type, year, month, day"),
        contains("1 shop-sold 2026 09 01", "2 shop-sold 2026 09 01", "3 shop-sold 2026 09 01"));
  }

  @Test
  void movesWhatItHasReadToTheDayOfTheRunByteForByte() throws IOException {
    byte[] packed = gzip(event("2"));
    zones.deliver("a.json", event("1"));
    zones.put(zones.pending() + "/sub/deeper/b.json.gz", packed);

    assertThat(zones.events(), is(0));

    assertThat(zones.list(zones.pending()).keySet(), empty());
    assertThat(processed(), contains("a.json", "sub/deeper/b.json.gz"));
    assertThat(new String(zones.read(day() + "/a.json"), UTF_8), equalTo(event("1")));
    assertThat(zones.read(day() + "/sub/deeper/b.json.gz"), equalTo(packed));
  }

  @Test
  void emptiesTheStageZone() {
    zones.deliver("a.json", event("1"));

    assertThat(zones.events(), is(0));

    assertThat(zones.dataFiles(zones.stage()), empty());
    assertThat(zones.staged(), empty());
  }

  @Test
  void leavesFilesInTheStageZoneThatAreNotOfTheTable() {
    zones.put(zones.stage() + "/_notes.txt", "by hand".getBytes(UTF_8));
    zones.deliver("a.json", event("1"));

    assertThat(zones.events(), is(0));

    assertThat(zones.list(zones.stage()).keySet(), hasItem("_notes.txt"));
  }

  @Test
  void hasNothingToDoTheSecondTime() throws IOException {
    zones.deliver("a.json", event("1"));
    assertThat(zones.events(), is(0));
    SortedMap<String, String> before = zones.everything();

    assertThat(zones.events(), is(0));

    assertThat(zones.out(), containsString("Nothing to do"));
    assertThat(zones.everything(), equalTo(before));
  }

  @Test
  void takesOnlyTheFileThatIsNew() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.events(), is(0));
    zones.deliver("b.json", event("2"));

    assertThat(zones.events(), is(0));

    assertThat(zones.summary().get("read").asInt(), is(1));
    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(processed(), contains("a.json", "b.json"));
  }

  @Test
  void takesANameThatComesAgainWithOtherContent() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.events(), is(0));
    zones.deliver("a.json", event("2"));

    assertThat(zones.err(), zones.events(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(contentsOfProcessed(), contains(event("1"), event("2")));
  }

  /** Duplicates are looked for within a run: the same event is delivered twice. */
  @Test
  void takesANameThatComesAgainWithTheVerySameContent() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.events(), is(0));
    zones.deliver("a.json", event("1"));

    assertThat(zones.err(), zones.events(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "1"));
    assertThat(contentsOfProcessed(), contains(event("1"), event("1")));
    assertThat(zones.list(zones.pending()).keySet(), empty());
  }

  @Test
  void takesNoFileAgainThatAnEarlierRunHasKept() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.eventsAtOnce("--processed=keep"), is(0));
    zones.deliver("b.json", event("2"));

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.list(zones.pending()).keySet(), contains("a.json"));
    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(zones.out(), containsString("1 file left out: read by an earlier run"));
  }

  @Test
  void keepsFilesAndTakesNoneTwiceIfAsked() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.events("--processed=keep"), is(0));
    zones.deliver("b.json", event("2"));

    assertThat(zones.events("--processed=keep"), is(0));

    assertThat(zones.list(zones.pending()).keySet(), contains("a.json", "b.json"));
    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  @Test
  void deletesWhatItHasReadIfAsked() throws Exception {
    zones.deliver("a.json", event("1"));

    assertThat(zones.events("--processed=delete"), is(0));

    assertThat(
        zones.list(zones.landing()).keySet().stream().filter(LandedEventsContract::isData).toList(),
        empty());
    assertThat(zones.rows("event_id"), contains("1"));
  }

  @Test
  void leavesHiddenFilesWhereTheyAre() throws Exception {
    zones.deliver("_SUCCESS", "");
    zones.deliver(".part", event("1"));
    zones.deliver("a.json", event("2"));

    assertThat(zones.events(), is(0));

    assertThat(zones.list(zones.pending()).keySet(), contains(".part", "_SUCCESS"));
    assertThat(zones.rows("event_id"), contains("2"));
  }

  @Test
  void movesFilesWithoutAnyRecordToo() throws Exception {
    zones.deliver("empty.json", "");
    zones.deliver("broken.json", "no event\n");

    assertThat(zones.events(), is(0));

    assertThat(zones.rows("event_id"), empty());
    assertThat(processed(), contains("broken.json", "empty.json"));
  }

  @Test
  void leavesFilesInPlaceOfARunThatFails() throws Exception {
    zones.deliver("a.json", event("1") + "no event\n");

    assertThat(zones.events("--maxRejects=0"), is(3));

    assertThat(zones.list(zones.pending()).keySet(), contains("a.json"));
    assertThat(zones.staged(), empty());
    assertThat(zones.rows("event_id"), empty());
  }

  @Test
  void goesStraightToTheTableWithoutAStageZone() throws Exception {
    zones.deliver("a.json", event("1") + event("1"));

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.rows("event_id"), contains("1"));
    assertThat(processed(), contains("a.json"));
    assertThat(zones.staged(), empty());
  }

  @Test
  void doesNotReplaceATableByWhatIsNew() {
    zones.deliver("a.json", event("1"));
    SortedMap<String, String> before = zones.everything();

    for (String mode : List.of("overwrite", "overwrite-partitions")) {
      assertThat(zones.eventsAtOnce("--writeMode=" + mode), is(2));

      assertThat(zones.err(), containsString("--replaceWithNewInputsOnly"));
    }
    assertThat(zones.everything(), equalTo(before));
  }

  @Test
  void replacesATableByWhatIsNewIfAsked() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.eventsAtOnce(), is(0));
    zones.deliver("b.json", event("2"));

    int exit = zones.eventsAtOnce("--writeMode=overwrite", "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    assertThat(zones.rows("event_id"), contains("2"));
  }

  @Test
  void parsesFromTheLandingZoneToo() {
    zones.deliver("a.json", event("1"));

    int exit =
        zones.run("parse-events", "--landing=" + zones.landing(), "--output=" + zones.stage());

    assertThat(zones.err(), exit, is(0));
    assertThat(zones.dataFiles(zones.stage()).size(), is(1));
    assertThat(processed(), contains("a.json"));
  }

  /** Odd names of files and folders, whatever an escape, a pattern or a path may mean by them. */
  static final List<String> ODD_NAMES =
      List.of(
          "with space.json",
          " leading and trailing ",
          "plus+sign.json",
          "100%.json",
          "a%20b.json",
          "a%2Fb.json",
          "%00.json",
          "ampersand&equals=.json",
          "it's \"quoted\".json",
          "back`tick$HOME.json",
          "semi;colon,comma.json",
          "hash#tag?query=1.json",
          "[brackets]{braces}*.json",
          "back\\slash.json",
          "a\u00e7\u00e3o-\u65e5\u672c-\ud83d\ude00.json",
          "cafe\u0301.json",
          "caf\u00e9.json",
          "\u202eright-to-left.json",
          "no\u00a0break\u2003space.json",
          "<xml>&amp;]]>.json",
          "date=2026-09-01/events.json",
          "deep/er/and/deep er/x.json",
          "-dash.json",
          "~tilde.json",
          "UPPER.JSON",
          "..two-dots.json".substring(1),
          "x".repeat(200) + ".json");

  @Test
  void takesAndMovesFilesOfEveryName() throws Exception {
    Map<String, String> delivered =
        oddNames().stream()
            .collect(
                Collectors.toMap(
                    name -> name, name -> event(Integer.toHexString(name.hashCode()))));
    delivered.forEach(zones::deliver);

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.summary().get("written").asInt(), is(delivered.size()));
    assertThat(zones.list(zones.pending()).keySet(), empty());
    assertThat(processed(), equalTo(delivered.keySet().stream().sorted().toList()));
    for (Map.Entry<String, String> file : delivered.entrySet()) {
      assertThat(
          new String(zones.read(day() + "/" + file.getKey()), UTF_8), equalTo(file.getValue()));
    }
  }

  /** Those that the zones can hold. */
  List<String> oddNames() {
    return ODD_NAMES.stream().filter(name -> !name.startsWith(".")).toList();
  }

  private static boolean isData(String path) {
    return !path.contains("_levada/");
  }

  /** Where this run's files went; the tests may begin before midnight and end behind it. */
  private String day() {
    String before = zones.landing() + "/processed/date=" + dayBefore;
    String now = zones.landing() + "/processed/date=" + LocalDate.now(ZoneOffset.UTC);
    return zones.list(before).isEmpty() ? now : before;
  }

  /** The paths below today's folder; there is no other. */
  private List<String> processed() {
    List<String> paths = new ArrayList<>();
    for (String path : zones.list(zones.landing() + "/processed").keySet()) {
      String[] parts = path.split("/", 2);
      assertThat(
          parts[0], anyOf(is("date=" + dayBefore), is("date=" + LocalDate.now(ZoneOffset.UTC))));
      paths.add(parts[1]);
    }
    return paths.stream().sorted().toList();
  }

  private List<String> contentsOfProcessed() {
    return zones.list(zones.landing() + "/processed").keySet().stream()
        .map(path -> new String(zones.read(zones.landing() + "/processed/" + path), UTF_8))
        .sorted()
        .toList();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }
}
