/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * All that is in a lake at one moment: a table, what Levada keeps of it, and a landing zone.
 *
 * @param table the path of the table
 * @param zone the path of the landing zone
 * @param all every file by its path
 */
record LakeFiles(String table, String zone, SortedMap<String, byte[]> all) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The files of Levada's home of a table, as docs/lake-commit.md has them. */
  private static final Pattern OF_A_HOME =
      Pattern.compile(
          "ledger\\.json"
              + "|locks/(lock|heartbeat|release|withdrawn)-\\d{6}\\.json"
              + "|runs/kept\\.json"
              + "|runs/[^/]+/((state-[1-4]|removed|swept|schema)\\.json"
              + "|(inputs|outcome|manifest)\\.jsonl\\.gz"
              + "|notes\\.txt"
              + "|rejects/part-[^/]+\\.jsonl\\.gz)");

  /** Files with rows, by their path in the table. */
  SortedMap<String, byte[]> dataFiles() {
    SortedMap<String, byte[]> found = below(table);
    found.keySet().removeIf(path -> !path.endsWith(".parquet"));
    return found;
  }

  /** The table's rows in order, as DuckDB sees them, each as what an SQL expression makes of it. */
  List<String> rows(String expression) throws Exception {
    Path copy = Files.createTempDirectory("table");
    try {
      FolderPlace folder = new FolderPlace(copy);
      for (Map.Entry<String, byte[]> file : dataFiles().entrySet()) {
        folder.write(file.getKey(), file.getValue());
      }
      return new LakeQuery(copy)
          .rows("SELECT " + expression + " AS found FROM %s ORDER BY ALL").stream()
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

  /** The files of a folder, by their path in it. */
  SortedMap<String, byte[]> below(String folder) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    all.subMap(folder + "/", folder + "/" + Character.MAX_VALUE)
        .forEach((path, content) -> found.put(path.substring(folder.length() + 1), content));
    return found;
  }

  /** The runs that have come to their end. */
  List<String> committedRuns() {
    return runs().stream().filter(run -> has(run, "state-4.json")).toList();
  }

  /** The runs that are neither committed nor undone with nothing left of them. */
  List<String> unclosedRuns() {
    return runs().stream()
        .filter(run -> !has(run, "state-4.json") && !has(run, "swept.json"))
        .toList();
  }

  private List<String> runs() {
    return below(home(table) + "/runs").keySet().stream()
        .filter(path -> path.contains("/"))
        .map(path -> path.substring(0, path.indexOf('/')))
        .distinct()
        .toList();
  }

  private boolean has(String run, String name) {
    return all.containsKey(home(table) + "/runs/" + run + "/" + name);
  }

  /** The locations of a run's inputs. */
  List<String> inputs(String run) throws IOException {
    List<String> inputs = new ArrayList<>();
    for (JsonNode line : lines(below(home(table) + "/runs/" + run).get("inputs.jsonl.gz"))) {
      inputs.add(line.get("uri").asText());
    }
    return inputs;
  }

  /** The records that a run has rejected. */
  List<String> rejects(String run) throws IOException {
    List<String> rejects = new ArrayList<>();
    for (byte[] file : below(home(table) + "/runs/" + run + "/rejects").values()) {
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

  /** Locks that no release covers. */
  List<String> heldLocks() {
    List<String> held = new ArrayList<>();
    for (String home : List.of(home(table), home(zone))) {
      String newest = newest(home, "lock");
      if (newest.compareTo(newest(home, "release")) > 0) {
        held.add(home + " " + newest);
      }
    }
    return held;
  }

  /** The highest number of such objects, which all have as many digits. */
  private String newest(String home, String object) {
    return below(home + "/locks").keySet().stream()
        .filter(name -> name.startsWith(object + "-"))
        .map(name -> name.substring(object.length()))
        .max(Comparator.naturalOrder())
        .orElse("");
  }

  /** What nobody knows of, neither in the table nor in what Levada keeps. */
  List<String> strays() {
    List<String> strays = new ArrayList<>(all.keySet());
    strays.removeIf(path -> path.startsWith(zone + "/"));
    strays.remove(table + "/_SUCCESS");
    dataFiles().keySet().forEach(path -> strays.remove(table + "/" + path));
    for (String home : List.of(home(table), home(zone))) {
      below(home).keySet().stream()
          .filter(path -> OF_A_HOME.matcher(path).matches())
          .forEach(path -> strays.remove(home + "/" + path));
    }
    return strays;
  }

  /** Everything but locks, which each run takes. */
  Map<String, String> withoutLocks() {
    Map<String, String> others = new TreeMap<>();
    all.forEach(
        (path, content) -> {
          if (!path.contains("/locks/")) {
            others.put(path, new String(content, ISO_8859_1));
          }
        });
    return others;
  }

  private static String home(String thing) {
    int slash = thing.lastIndexOf('/');
    return thing.substring(0, slash) + "/_levada" + thing.substring(slash);
  }
}
