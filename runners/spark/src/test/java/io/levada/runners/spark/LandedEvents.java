/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.oneOf;

import io.levada.runners.spark.LevadaProcess.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A landing zone with three files, a table with a row for each of three days, and what the job has
 * to make of them, no more and no less, wherever it was cut off before.
 */
final class LandedEvents {

  private static final String ZONE = "zones/landing";
  private static final String PENDING = ZONE + "/pending";
  private static final String TABLE = "trusted/events";

  private static final Event NEW_1 = new Event("1", "01");
  private static final Event NEW_2 = new Event("2", "02");
  private static final Event NEW_3 = new Event("3", "02");
  private static final Event OLD_1 = new Event("old-1", "01");
  private static final Event OLD_2 = new Event("old-2", "02");
  private static final Event OLD_3 = new Event("old-3", "03");
  private static final String REJECT = "not json";

  /** Three rows, a duplicate and a reject, in files one of which has a name that few expect. */
  private static final Map<String, String> LANDED =
      Map.of(
          "a.json", NEW_1.json() + NEW_2.json(),
          "b.json", NEW_1.json() + REJECT + "\n",
          "späte Ernte/c +%41.json", NEW_3.json());

  /** Folders that stay when nothing is in them. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(PENDING, PENDING + "/späte Ernte", "trusted/_levada/events/staging");

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int UNFINISHED = 6;

  private final LakePlace place;
  private final Mode mode;

  /**
   * Puts everything where the job finds it.
   *
   * @param old from {@link #oldFiles}
   */
  LandedEvents(LakePlace place, Mode mode, Map<String, byte[]> old) throws IOException {
    this.place = place;
    this.mode = mode;
    for (Map.Entry<String, byte[]> file : old.entrySet()) {
      place.write(TABLE + "/" + file.getKey(), file.getValue());
    }
    for (Map.Entry<String, String> file : LANDED.entrySet()) {
      place.write(PENDING + "/" + file.getKey(), file.getValue().getBytes(UTF_8));
    }
  }

  /**
   * The table's files before the job, of which no ledger knows.
   *
   * @param folder an empty one
   */
  static Map<String, byte[]> oldFiles(Path folder) throws IOException {
    FolderPlace place = new FolderPlace(folder);
    String events = OLD_1.json() + OLD_2.json() + OLD_3.json();
    place.write("old.json", events.getBytes(UTF_8));
    Result made =
        LevadaInProcess.run(
            List.of(
                "run",
                "events",
                "--input=" + place.uri("old.json"),
                "--output=" + place.uri(TABLE)));
    assertThat(made.err(), made.exitCode(), equalTo(DONE));
    Map<String, byte[]> old = new TreeMap<>();
    new LakeFiles(TABLE, ZONE, place.files())
        .dataFiles()
        .forEach((path, content) -> old.put(path.replaceFirst("[^/]+$", "old.parquet"), content));
    return old;
  }

  /** The job, as typed behind {@code levada}. */
  List<String> command(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run", "events", "--landing=" + place.uri(ZONE), "--output=" + place.uri(TABLE)));
    words.addAll(mode.options());
    words.addAll(place.options());
    words.addAll(List.of(more));
    return words;
  }

  /**
   * The exit code of a run that was cut off is the truth: 0 that all is done, 1 that nothing is
   * published, 6 that the next run goes on.
   *
   * @param cut where it was cut off, for who reads a failure
   */
  void assertAsTold(String cut, Result result) throws Exception {
    String told = cut + ": " + result;
    assertThat(told, result.exitCode(), oneOf(DONE, FAILED, UNFINISHED));
    if (result.exitCode() == DONE) {
      assertPublished(told);
    } else if (result.exitCode() == FAILED) {
      assertNotBegun(told);
    }
  }

  /** The next run makes everything as it has to be, and the one after it finds nothing to do. */
  void assertDoneByTheNextRun(String cut) throws Exception {
    Result next = LevadaInProcess.run(command());
    assertThat(cut + ": " + next, next.exitCode(), equalTo(DONE));
    assertPublished(cut);
    assertTidy(cut);

    Map<String, String> before = files().withoutLocks();
    Result last = LevadaInProcess.run(command());
    assertThat(cut + ": " + last, last.exitCode(), equalTo(DONE));
    assertThat(cut, last.out(), containsString("Nothing to do"));
    assertThat(cut, files().withoutLocks(), equalTo(before));
    assertTidy(cut);
  }

  /** Nothing is left over, of no run. */
  void assertTidy(String cut) throws Exception {
    LakeFiles files = files();
    assertThat(cut, files.strays(), empty());
    assertThat(cut, files.unclosedRuns(), empty());
    assertThat(cut, files.heldLocks(), empty());
    List<String> remnants = new ArrayList<>(place.remnants());
    remnants.removeAll(MAY_BE_EMPTY);
    assertThat(cut, remnants, empty());
  }

  private void assertNotBegun(String cut) throws Exception {
    LakeFiles files = files();
    assertThat(cut, files.rows(Event.ROW), contains(OLD_1.row(), OLD_2.row(), OLD_3.row()));
    assertThat(cut, landed(files), equalTo(landedIn("pending")));
  }

  private void assertPublished(String cut) throws Exception {
    LakeFiles files = files();
    assertThat(cut, files.rows(Event.ROW), equalTo(mode.rows()));
    assertThat(cut, files.all(), hasKey(TABLE + "/_SUCCESS"));
    assertThat(cut, files.committedRuns().size(), equalTo(1));
    String run = files.committedRuns().get(0);
    String day = run.replaceFirst("(\\d{4})(\\d{2})(\\d{2})T.*", "$1-$2-$3");
    assertThat(cut, landed(files), equalTo(landedIn("processed/date=" + day)));
    assertThat(cut, files.inputs(run), containsInAnyOrder(inputs()));
    assertThat(cut, files.rejects(run), contains(REJECT));
  }

  private LakeFiles files() throws IOException {
    return new LakeFiles(TABLE, ZONE, place.files());
  }

  private static Map<String, String> landed(LakeFiles files) {
    Map<String, String> landed = new TreeMap<>();
    files.below(ZONE).forEach((path, content) -> landed.put(path, new String(content, UTF_8)));
    return landed;
  }

  private static Map<String, String> landedIn(String folder) {
    Map<String, String> landed = new TreeMap<>();
    LANDED.forEach((path, content) -> landed.put(folder + "/" + path, content));
    return landed;
  }

  private String[] inputs() {
    return LANDED.keySet().stream()
        .map(path -> place.uri(PENDING + "/" + path))
        .toArray(String[]::new);
  }

  /** What becomes of the old rows of the two days that have new ones. */
  enum Mode {
    APPEND,
    OVERWRITE_PARTITIONS;

    private List<String> options() {
      return this == APPEND
          ? List.of()
          : List.of("--writeMode=overwrite-partitions", "--replaceWithNewInputsOnly=true");
    }

    private List<String> rows() {
      List<Event> events =
          this == APPEND
              ? List.of(NEW_1, NEW_2, NEW_3, OLD_1, OLD_2, OLD_3)
              : List.of(NEW_1, NEW_2, NEW_3, OLD_3);
      return events.stream().map(Event::row).toList();
    }
  }

  /** An event, and the row that it becomes. */
  private record Event(String id, String day) {

    /** A row as text. */
    static final String ROW = "concat_ws(' ', event_id, concat_ws('-', year, month, day), data)";

    String json() {
      return ("{\"event_id\":\"%s\",\"timestamp\":\"2026-09-%sT10:00:00Z\",\"domain\":\"shop\","
              + "\"event_type\":\"sold\",\"data\":{\"of\": \"%1$s\"}}\n")
          .formatted(id, day);
    }

    String row() {
      return "%s 2026-09-%s {\"of\": \"%1$s\"}".formatted(id, day);
    }
  }
}
