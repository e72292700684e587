/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A raw zone that {@code tmdb-ingest} fills with films of one date, as any eye sees it. */
record FilmZone(LakePlace place, TmdbServer tmdb) {

  static final String LEDGER = "raw/_levada/tmdb";
  static final String COLLECTIONS = LEDGER + "/collections";

  private static final String OUTPUT = "raw/tmdb";
  private static final String KEY = "key";
  private static final String DATE = "2026-03-01";
  private static final Pattern PATH = Pattern.compile("\"path\":\"([^\"]+)\"");

  /** A place with the key in it. */
  static FilmZone in(LakePlace place, TmdbServer tmdb) throws IOException {
    place.write(KEY, TmdbServer.TOKEN.getBytes(UTF_8));
    return new FilmZone(place, tmdb);
  }

  /** The job, as typed behind {@code levada}. */
  List<String> command(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "tmdb-ingest",
                "--output=" + place.uri(OUTPUT),
                "--apiKey=file:" + place.uri(KEY),
                "--baseUrl=" + tmdb.baseUrl(),
                "--collectionDate=" + DATE,
                "--genres=*",
                "--maxRequestsPerSecond=100000"));
    words.addAll(place.options());
    words.addAll(List.of(more));
    return words;
  }

  /** What is published of the date, by its names without the runs' ids. */
  SortedMap<String, String> published() throws IOException {
    SortedMap<String, String> published = new TreeMap<>();
    below(OUTPUT)
        .forEach(
            (path, content) ->
                published.merge(
                    path.replaceFirst("/run=[^/]+/", "/"), content, (one, other) -> one + other));
    return published;
  }

  /** What is kept of a collection that is not published, by its paths there. */
  SortedMap<String, String> collections() throws IOException {
    return below(COLLECTIONS);
  }

  /** The files of answers among it, without those that were not finished. */
  SortedMap<String, String> answers() throws IOException {
    SortedMap<String, String> answers = collections();
    answers.keySet().removeIf(path -> !path.endsWith(".jsonl"));
    return answers;
  }

  /** The paths that TMDB was asked for, of which the answers are kept. */
  NavigableSet<String> kept() throws IOException {
    NavigableSet<String> kept = new TreeSet<>();
    for (String answers : answers().values()) {
      Matcher path = PATH.matcher(answers);
      while (path.find()) {
        kept.add(path.group(1));
      }
    }
    return kept;
  }

  /** The paths that TMDB was asked for, each as often as it was. */
  List<String> asked() {
    return tmdb.requests().all().stream()
        .map(request -> request.path().replaceFirst("^/3", ""))
        .sorted()
        .collect(Collectors.toList());
  }

  /** All that there is to ask for. */
  static NavigableSet<String> all(TmdbServer tmdb) {
    NavigableSet<String> all = new TreeSet<>();
    for (int page = 1; page <= tmdb.films().pages(); page++) {
      all.add("/movie/top_rated?language=en-US&page=" + page);
    }
    tmdb.films().ids().forEach(film -> all.add("/movie/" + film + "?language=en-US"));
    return all;
  }

  /** Whether a run has come so far that the next publishes what it has staged. */
  boolean isPrepared() throws IOException {
    return below(LEDGER + "/runs").entrySet().stream()
        .filter(file -> file.getKey().endsWith("/state-2.json"))
        .anyMatch(file -> file.getValue().contains("PREPARED"));
  }

  /** What no run may leave behind. */
  List<String> leftovers() throws IOException {
    LakeFiles files = files();
    List<String> leftovers = new ArrayList<>(files.unclosedRuns());
    leftovers.addAll(files.heldLocks());
    leftovers.addAll(collections().keySet());
    leftovers.addAll(place.remnants());
    leftovers.remove(LEDGER + "/staging");
    return leftovers;
  }

  private LakeFiles files() throws IOException {
    return new LakeFiles(OUTPUT, OUTPUT, place.files());
  }

  private SortedMap<String, String> below(String folder) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    files()
        .below(folder)
        .forEach((path, content) -> found.put(path, new String(content, ISO_8859_1)));
    return found;
  }
}
