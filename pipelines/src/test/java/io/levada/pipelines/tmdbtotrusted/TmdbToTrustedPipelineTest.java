/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbtotrusted;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.pipelines.LevadaCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films of the test data, through the command line, against rows that a script has made. */
class TmdbToTrustedPipelineTest {

  private static final Path DATA = Path.of("../test-data/tmdb");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path table;

  @BeforeEach
  void nameTable() {
    levada = new LevadaCommands(folder);
    table = folder.resolve("trusted/films");
  }

  private int load(Path input, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("tmdb-to-trusted", "--input=" + input, "--output=" + table));
    arguments.addAll(List.of(more));
    return levada.run(arguments.toArray(String[]::new));
  }

  private List<JsonNode> rows() throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    for (String row :
        LevadaCommands.query(
            ("SELECT to_json(t) FROM read_parquet('%s/**/*.parquet', hive_partitioning = true,"
                    + " hive_types_autocast = false) t ORDER BY id")
                .formatted(table))) {
      rows.add(JSON.readTree(row));
    }
    return rows;
  }

  private static List<JsonNode> expected(String file) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DATA.resolve("expected").resolve(file))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private List<String> partitions() throws Exception {
    return LevadaCommands.parquetBelow(table).stream()
        .map(file -> table.relativize(file.getParent()).toString())
        .toList();
  }

  @Test
  void keepsEveryFieldTyped() throws Exception {
    assertThat(load(DATA.resolve("raw")), is(0));

    assertThat(rows(), equalTo(expected("rows.jsonl")));
    assertThat(partitions(), contains("dt=2026-03-01"));
    assertThat(levada.summary().get("inputFiles").asInt(), is(1));
  }

  @Test
  void flattensStructsAndPartitionsByReleaseDate() throws Exception {
    assertThat(load(DATA.resolve("raw"), "--nested=flatten", "--dateField=release_date"), is(0));

    assertThat(rows(), equalTo(expected("flat.jsonl")));
    assertThat(
        partitions(),
        contains(
            "dt=1960-05-15",
            "dt=1965-06-15",
            "dt=1972-04-15",
            "dt=1999-12-31",
            "dt=__HIVE_DEFAULT_PARTITION__"));
  }

  @Test
  void keepsNestedFieldsAsTheirTextIfAsked() throws Exception {
    assertThat(load(DATA.resolve("raw"), "--nested=text"), is(0));

    List<JsonNode> expected = expected("rows.jsonl");
    for (JsonNode row : expected) {
      row.fieldNames()
          .forEachRemaining(
              name -> {
                if (row.get(name).isContainerNode()) {
                  ((ObjectNode) row).put(name, row.get(name).toString());
                }
              });
    }
    assertThat(rows(), equalTo(expected));
  }

  @Test
  void infersTheColumnsIfAsked() throws Exception {
    assertThat(load(DATA.resolve("raw"), "--schema=infer"), is(0));

    assertThat(rows().get(0).get("genres").toString(), is("[{\"id\":10749,\"name\":\"Romance\"}]"));
    assertThat(rows().get(0).get("release_date").asText(), is("1965-06-15"));
  }

  @Test
  void takesTheFilmsOfALandingZone() throws Exception {
    Path pending = Files.createDirectories(folder.resolve("landing/pending/dt=2026-03-01"));
    for (String name : List.of("filmes.jsonl", "idiomas.json", "produtoras_filmes.json")) {
      Files.copy(DATA.resolve("raw/dt=2026-03-01").resolve(name), pending.resolve(name));
    }

    int exit =
        levada.run(
            "tmdb-to-trusted", "--landing=" + folder.resolve("landing"), "--output=" + table);

    assertThat(exit, is(0));
    assertThat(rows(), equalTo(expected("rows.jsonl")));
    assertThat(Files.exists(pending.resolve("filmes.jsonl")), is(false));
    assertThat(Files.exists(pending.resolve("idiomas.json")), is(true));
  }

  @Test
  void takesEachCollectionOnceByABookmark() throws Exception {
    assertThat(load(DATA.resolve("raw"), "--bookmark=enable"), is(0));
    assertThat(load(DATA.resolve("raw"), "--bookmark=enable"), is(0));

    assertThat(rows(), equalTo(expected("rows.jsonl")));
    assertThat(
        levada.summary().get("notes").get(0).asText(),
        startsWith("1 file left out: read by an earlier run"));
  }

  @Test
  void rejectsFilmsOfWhichFieldsHaveChanged() throws Exception {
    Path input =
        levada.write(
            "in.jsonl",
            """
            {"id":1,"popularity":"much"}
            {"id":2,"release_date":"soon"}
            {"title":"Nobody"}
            {"id":3,"collection_date":"2026-03-01"}
            """);

    assertThat(load(input), is(0));

    assertThat(
        levada.summary().get("rejectsByCode").toString(),
        is("{\"BAD_TIMESTAMP\":1,\"BAD_TYPE\":1,\"MISSING_FIELD\":1}"));
    assertThat(levada.summary().get("written").asInt(), is(1));
  }

  @Test
  void refusesADateThatIsNoColumn() throws Exception {
    assertThat(load(DATA.resolve("raw"), "--dateField=premiere"), is(2));

    assertThat(levada.err(), containsString("Cannot find column premiere"));
  }
}
