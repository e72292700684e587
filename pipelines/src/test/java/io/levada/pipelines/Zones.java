/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A landing, a stage and a trusted zone of a test's own, and the command line at work on them. How
 * things are seen there is another's way, not Levada's.
 */
public abstract class Zones implements AutoCloseable {

  private final LevadaCommands levada;

  Zones(LevadaCommands levada) {
    this.levada = levada;
  }

  /** Where the zones of these names are. */
  abstract String zone(String name);

  /** Options that lead to them. */
  abstract List<String> options();

  /** Writes a file over the one that may be there. */
  public abstract void put(String file, byte[] content);

  public abstract byte[] read(String file);

  /** What is below a folder, by its path in it, with what changes whenever it is written. */
  public abstract SortedMap<String, String> list(String folder);

  /** All that is staged, in any zone. */
  public abstract List<String> staged();

  /** A folder on disk with the files of the trusted table. */
  abstract Path tableOnDisk() throws IOException;

  @Override
  public abstract void close();

  public final String landing() {
    return zone("landing");
  }

  public final String pending() {
    return landing() + "/pending";
  }

  public final String stage() {
    return zone("stage") + "/events";
  }

  public final String table() {
    return zone("trusted") + "/events";
  }

  /** An event as a line. */
  public static String event(String id) {
    return ("{\"event_id\":\"%s\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"shop\","
            + "\"event_type\":\"sold\",\"data\":{\"n\":1}}\n")
        .formatted(id);
  }

  /** Puts text into {@code pending/}. */
  public final void deliver(String name, String text) {
    put(pending() + "/" + name, text.getBytes(UTF_8));
  }

  /** Runs {@code levada run} with the arguments and what leads to the zones. */
  public final int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(options());
    return runAsIs(all.toArray(String[]::new));
  }

  /** Runs {@code levada run} with the arguments alone. */
  public final int runAsIs(String... arguments) {
    return levada.run(arguments);
  }

  /** The main job: from the landing zone through the stage zone to the table. */
  public final int events(String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "events",
                    "--landing=" + landing(),
                    "--stage=" + stage(),
                    "--output=" + table()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** From the landing zone to the table in one run. */
  public final int eventsAtOnce(String... more) {
    return run(
        Stream.concat(
                Stream.of("events", "--landing=" + landing(), "--output=" + table()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  public final String out() {
    return levada.out();
  }

  public final String err() {
    return levada.err();
  }

  public final JsonNode summary() throws IOException {
    return levada.summary();
  }

  /** The names of the files of a table that its readers take for rows. */
  public final List<String> dataFiles(String table) {
    return list(table).keySet().stream()
        .filter(path -> Stream.of(path.split("/")).noneMatch(Zones::isHidden))
        .toList();
  }

  /** The rows of the trusted table as DuckDB sees them, in order, the columns joined by blanks. */
  public final List<String> rows(String columns) throws Exception {
    return dataFiles(table()).isEmpty() ? List.of() : LevadaCommands.rows(tableOnDisk(), columns);
  }

  /** All that is in the zones but the locks, which every run takes. */
  public final SortedMap<String, String> everything() {
    SortedMap<String, String> all = new TreeMap<>();
    for (String name : List.of("landing", "stage", "trusted")) {
      list(zone(name))
          .forEach(
              (path, identity) -> {
                if (!path.contains("/locks/")) {
                  all.put(name + "/" + path, identity);
                }
              });
    }
    return all;
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }
}
