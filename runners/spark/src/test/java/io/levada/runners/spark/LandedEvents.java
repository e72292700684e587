/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.runners.spark.LevadaProcess.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A landing zone with three files, a table with a row for each of three days, and what the job has
 * to make of them, no more and no less, wherever it was cut off before.
 */
final class LandedEvents {

  /** An event, and the row that it becomes. */
  private record Event(String id, String day) {

    String json() {
      return ("{\"event_id\":\"%s\",\"timestamp\":\"2026-09-%sT10:00:00Z\",\"domain\":\"shop\","
              + "\"event_type\":\"sold\",\"data\":{\"of\": \"%1$s\"}}\n")
          .formatted(id, day);
    }

    String row() {
      return "%s 2026-09-%s {\"of\": \"%1$s\"}".formatted(id, day);
    }

    static final String ROW = "concat_ws(' ', event_id, concat_ws('-', year, month, day), data)";
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

  private static final String ZONE = "zones/landing";
  private static final String PENDING = ZONE + "/pending";
  private static final String TABLE = "trusted/events";
  private static final String SUCCESS = TABLE + "/_SUCCESS";
  private static final String HOME = "trusted/_levada/events/";
  private static final String RUNS = HOME + "runs/";
  private static final String ZONE_HOME = "zones/_levada/landing/";

  /** All that may be there beside the zone's files. */
  private static final Pattern KNOWN =
      Pattern.compile(
          TABLE
              + "/(_SUCCESS|domain_event_type=shop-sold/year=2026/month=09/day=0[123]"
              + "/(part-[^/]+\\.snappy|old)\\.parquet)|"
              + HOME
              + "ledger\\.json|"
              + RUNS
              + "[^/]+/(state-[1-4]\\.json|swept\\.json|schema\\.json|notes\\.txt"
              + "|(inputs|outcome|manifest)\\.jsonl\\.gz|rejects/part-[^/]+\\.jsonl\\.gz)|"
              + "("
              + HOME
              + "|"
              + ZONE_HOME
              + ")locks/(lock|heartbeat|release|withdrawn)-\\d{6}\\.json");

  /** Folders that stay when they are empty. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(PENDING, PENDING + "/späte Ernte", HOME + "staging");

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int UNFINISHED = 6;

  private static final ObjectMapper JSON = new ObjectMapper();

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
    assertThat(made.err(), made.exitCode(), equalTo(0));
    Map<String, byte[]> files = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : dataFiles(place.files()).entrySet()) {
      String partition = file.getKey().substring(0, file.getKey().lastIndexOf('/'));
      files.put(partition + "/old.parquet", file.getValue());
    }
    return files;
  }

  /** The job, as typed behind {@code levada}. */
  List<String> command() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run", "events", "--landing=" + place.uri(ZONE), "--output=" + place.uri(TABLE)));
    words.addAll(mode.options());
    words.addAll(place.options());
    return words;
  }

  /**
   * The exit code of a run that was cut off is the truth: 0 that all is done, 1 that nothing is
   * published, 6 that the next run goes on.
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

    Map<String, String> before = withoutLocks(place.files());
    Result last = LevadaInProcess.run(command());
    assertThat(cut + ": " + last, last.exitCode(), equalTo(DONE));
    assertThat(cut, last.out(), containsString("Nothing to do"));
    assertThat(cut, withoutLocks(place.files()), equalTo(before));
    assertTidy(cut);
  }

  private void assertNotBegun(String cut) throws Exception {
    SortedMap<String, byte[]> files = place.files();
    assertThat(cut, rows(files), contains(OLD_1.row(), OLD_2.row(), OLD_3.row()));
    assertThat(cut, landed(files), equalTo(below(PENDING)));
  }

  private void assertPublished(String cut) throws Exception {
    SortedMap<String, byte[]> files = place.files();
    assertThat(cut, rows(files), equalTo(mode.rows()));
    assertThat(cut, files, hasKey(SUCCESS));
    List<String> committed = runs(files, "state-4.json");
    assertThat(cut, committed.size(), equalTo(1));
    String run = committed.get(0);
    String day = run.replaceFirst("(\\d{4})(\\d{2})(\\d{2})T.*", "$1-$2-$3");
    assertThat(cut, landed(files), equalTo(below(ZONE + "/processed/date=" + day)));
    assertThat(cut, inputs(files, run), equalTo(LANDED.keySet().stream().sorted().toList()));
    assertThat(cut, rejects(files, run), contains(REJECT));
  }

  /** Nothing is left over, of no run. */
  void assertTidy(String cut) throws Exception {
    SortedMap<String, byte[]> files = place.files();
    assertThat(cut, strays(files), empty());
    assertThat(cut, remnants(), empty());
    assertThat(cut, unclosedRuns(files), empty());
    assertThat(cut, heldLocks(files), empty());
  }

  private List<String> remnants() throws IOException {
    return place.remnants().stream().filter(name -> !MAY_BE_EMPTY.contains(name)).toList();
  }

  private static Map<String, String> below(String folder) {
    Map<String, String> files = new TreeMap<>();
    LANDED.forEach((name, content) -> files.put(folder + "/" + name, content));
    return files;
  }

  private static Map<String, String> landed(SortedMap<String, byte[]> files) {
    Map<String, String> landed = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(ZONE + "/")) {
            landed.put(path, new String(content, UTF_8));
          }
        });
    return landed;
  }

  /** By the path below the table. */
  private static Map<String, byte[]> dataFiles(SortedMap<String, byte[]> files) {
    Map<String, byte[]> found = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(TABLE + "/") && path.endsWith(".parquet")) {
            found.put(path.substring(TABLE.length() + 1), content);
          }
        });
    return found;
  }

  private static List<String> rows(SortedMap<String, byte[]> files) throws Exception {
    Path copy = Files.createTempDirectory("table");
    try {
      FolderPlace folder = new FolderPlace(copy);
      for (Map.Entry<String, byte[]> file : dataFiles(files).entrySet()) {
        folder.write(file.getKey(), file.getValue());
      }
      return new LakeQuery(copy)
          .rows("SELECT " + Event.ROW + " AS found FROM %s ORDER BY ALL").stream()
              .map(row -> row.get("found"))
              .toList();
    } finally {
      delete(copy);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<String> strays(SortedMap<String, byte[]> files) {
    return files.keySet().stream()
        .filter(path -> !path.startsWith(ZONE + "/") && !KNOWN.matcher(path).matches())
        .toList();
  }

  /** The runs whose record has such an object. */
  private static List<String> runs(SortedMap<String, byte[]> files, String object) {
    return files.keySet().stream()
        .filter(path -> path.startsWith(RUNS) && path.endsWith("/" + object))
        .map(path -> path.substring(RUNS.length(), path.lastIndexOf('/')))
        .toList();
  }

  private static List<String> unclosedRuns(SortedMap<String, byte[]> files) {
    return files.keySet().stream()
        .filter(path -> path.startsWith(RUNS))
        .map(path -> path.substring(RUNS.length(), path.indexOf('/', RUNS.length())))
        .distinct()
        .filter(
            run ->
                !files.containsKey(RUNS + run + "/state-4.json")
                    && !files.containsKey(RUNS + run + "/swept.json"))
        .toList();
  }

  /** Those that no release covers. */
  private static List<String> heldLocks(SortedMap<String, byte[]> files) {
    List<String> held = new ArrayList<>();
    for (String home : List.of(HOME, ZONE_HOME)) {
      String newest = newest(files, home, "lock");
      if (newest.compareTo(newest(files, home, "release")) > 0) {
        held.add(home + newest);
      }
    }
    return held;
  }

  /** The highest number of such objects, which all have as many digits. */
  private static String newest(SortedMap<String, byte[]> files, String home, String object) {
    String begin = home + "locks/" + object + "-";
    SortedMap<String, byte[]> found = files.subMap(begin, begin + Character.MAX_VALUE);
    return found.isEmpty() ? "" : found.lastKey().substring(begin.length());
  }

  private List<String> inputs(SortedMap<String, byte[]> files, String run) throws IOException {
    List<String> inputs = new ArrayList<>();
    String pending = place.uri(PENDING) + "/";
    for (JsonNode line : lines(files.get(RUNS + run + "/inputs.jsonl.gz"))) {
      inputs.add(line.get("uri").asText().replace(pending, ""));
    }
    return inputs.stream().sorted().toList();
  }

  private static List<String> rejects(SortedMap<String, byte[]> files, String run)
      throws IOException {
    List<String> rejects = new ArrayList<>();
    String folder = RUNS + run + "/rejects/";
    for (byte[] file : files.subMap(folder, folder + Character.MAX_VALUE).values()) {
      for (JsonNode line : lines(file)) {
        rejects.add(line.get("record").asText());
      }
    }
    return rejects;
  }

  private static List<JsonNode> lines(byte[] gzip) throws IOException {
    try (GZIPInputStream bytes = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return JSON.readerFor(JsonNode.class).<JsonNode>readValues(bytes).readAll();
    }
  }

  private static Map<String, String> withoutLocks(SortedMap<String, byte[]> files) {
    Map<String, String> others = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (!path.contains("/locks/")) {
            others.put(path, new String(content, ISO_8859_1));
          }
        });
    return others;
  }
}
