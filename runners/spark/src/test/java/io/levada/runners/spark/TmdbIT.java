/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test data's films from the API to Parquet, the same bytes and rows on every runner. */
class TmdbIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RAW = TestData.of("tmdb/raw/dt=2026-03-01");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void takesTheFilmsAndKeepsTheKey(RunnerUnderTest runner) throws Exception {
    try (TmdbServer tmdb = TmdbServer.start(TmdbFilms.in(TestData.of("tmdb/films.jsonl")))) {
      tmdb.faults().add(TmdbFault.error(500).onPages().times(1));
      tmdb.faults().add(TmdbFault.cutBody().onFilm(12).times(1));

      Result ingested = ingest(runner, tmdb);

      assertThat(ingested.err(), ingested.exitCode(), is(0));
      assertThat(summary().get("runner").asText(), is(runner.resultClass()));
      assertThat(texts(folder.resolve("raw/tmdb/dt=2026-03-01")), equalTo(texts(RAW)));
      assertThat(tmdb.requests().films(), is(8L));
      assertThat(ingested.out() + ingested.err(), not(containsString(TmdbServer.TOKEN)));
      assertThat(texts(folder).toString(), not(containsString(TmdbServer.TOKEN)));
    }
    Result loaded =
        runner.run(
            "tmdb-to-trusted",
            "--input=" + folder.resolve("raw/tmdb"),
            "--output=" + folder.resolve("trusted/films"));

    assertThat(loaded.err(), loaded.exitCode(), is(0));
    assertThat(rows(), equalTo(expected()));
  }

  /** The key is in the environment: of the driver, which is the only executor here. */
  private Result ingest(RunnerUnderTest runner, TmdbServer tmdb) throws Exception {
    return runner.run(
        runner
            .process()
            .withEnvironment("TMDB_API_KEY", tmdb.token())
            .withEnvironment("TMDB_BASE_URL", tmdb.baseUrl().toString()),
        "tmdb-ingest",
        "--output=" + folder.resolve("raw/tmdb"),
        "--apiKey=env:TMDB_API_KEY",
        "--collectionDate=2026-03-01",
        "--debug=true",
        "--summaryFile=" + folder.resolve("summary.json"));
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(folder.resolve("summary.json").toFile());
  }

  private static SortedMap<String, String> texts(Path root) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replaceFirst("^run=[^/]+/", "");
        texts.put(name, Files.readString(file, ISO_8859_1));
      }
    }
    return texts;
  }

  private List<JsonNode> rows() throws Exception {
    return nodes(
        new LakeQuery(folder.resolve("trusted/films"))
            .rows("SELECT to_json(t) AS row FROM %s t ORDER BY id").stream()
                .map(row -> row.get("row"))
                .toList());
  }

  private static List<JsonNode> expected() throws IOException {
    return nodes(Files.readAllLines(TestData.of("tmdb/expected/rows.jsonl")));
  }

  private static List<JsonNode> nodes(List<String> lines) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : lines) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }
}
