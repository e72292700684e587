/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A raw zone on disk that {@code tmdb-ingest} fills, with the real command line. */
final class TmdbZone {

  static final String DATE = "2026-03-01";

  /** Given to a run that is not asked for a date. */
  static final String TODAY = "--collectionDate=";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final LevadaCommands levada;
  private final TmdbServer tmdb;

  TmdbZone(Path folder, TmdbServer tmdb) throws IOException {
    this.folder = folder;
    this.tmdb = tmdb;
    this.levada = new LevadaCommands(folder);
    Files.createDirectories(folder);
    levada.write("key", TmdbServer.TOKEN + "\n");
  }

  /** Runs the pipeline; what is given last counts. */
  int ingest(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "tmdb-ingest",
                "--output=" + output(),
                "--apiKey=file:" + folder.resolve("key"),
                "--baseUrl=" + tmdb.baseUrl(),
                "--collectionDate=" + DATE));
    List<String> given = Arrays.asList(more);
    if (given.stream().noneMatch(one -> one.startsWith("--maxRequestsPerSecond="))) {
      arguments.add("--maxRequestsPerSecond=100000");
    }
    for (String one : given) {
      String name = one.substring(0, one.indexOf('=') + 1);
      arguments.removeIf(argument -> argument.startsWith(name));
      if (!one.equals(TODAY)) {
        arguments.add(one);
      }
    }
    return levada.run(arguments.toArray(String[]::new));
  }

  LevadaCommands levada() {
    return levada;
  }

  JsonNode summary() throws IOException {
    return levada.summary();
  }

  Path output() {
    return folder.resolve("raw/tmdb");
  }

  Path ledger() {
    return folder.resolve("raw/_levada/tmdb");
  }

  /** The files of the date by their names, without the run's folder. */
  SortedMap<String, String> files() throws IOException {
    return files(output());
  }

  /** The files of the date in another output. */
  static SortedMap<String, String> files(Path output) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    below(output.resolve("dt=" + DATE))
        .forEach((name, text) -> files.put(name.replaceFirst("^run=[^/]+/", ""), text));
    return files;
  }

  /** A file of the date, of the run that was the last. */
  Path file(String name) throws IOException {
    String run = "run=" + summary().get("run").asText();
    return output().resolve("dt=" + DATE).resolve(run).resolve(name);
  }

  /** What is kept of collections that are not published. */
  SortedMap<String, String> kept() throws IOException {
    return below(ledger().resolve("collections"));
  }

  /** Every file below a folder, by its path there. */
  static SortedMap<String, String> below(Path root) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    if (!Files.exists(root)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> found.put(root.relativize(file).toString(), text(file)));
    }
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The films of the file of films, as JSON. */
  List<JsonNode> films() throws IOException {
    List<JsonNode> films = new ArrayList<>();
    for (String line : Files.readAllLines(file("filmes.jsonl"))) {
      films.add(JSON.readTree(line));
    }
    return films;
  }

  List<Long> ids() throws IOException {
    return films().stream().map(film -> film.get("id").asLong()).toList();
  }
}
