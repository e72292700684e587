/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.runners.spark.LevadaProcess.Result;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CSV with its types inferred, and a file that is read in parts, the same on every runner. */
class CsvToTrustedIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns as the script beside the films writes their values. */
  private static final String ROWS =
      "SELECT codigo, replace(titulo_original, chr(10), '\\n"
          + "') AS b, data_de_lancamento::VARCHAR AS c, nota_media, votos, em_cartaz,"
          + " receita_us::VARCHAR AS d, strftime(coletado_em::TIMESTAMP, '%%Y-%%m-%%d"
          + " %%H:%%M:%%S.%%f') AS e FROM %s";

  /** More than a file that one worker reads may have. */
  private static final long LARGE_FILE_BYTES = 68_000_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void takesTheRowsOfASpreadsheet(RunnerUnderTest runner) throws Exception {
    JsonNode summary =
        run(runner, TestData.of("csv/films/input"), folder.resolve("films"), "--decimalComma=true");

    assertThat(
        rows(folder.resolve("films")),
        containsInAnyOrder(lines("csv/films/expected/rows.tsv").toArray()));
    assertThat(
        rejects(summary), containsInAnyOrder(lines("csv/films/expected/rejects.tsv").toArray()));
  }

  @ParameterizedTest
  @EnumSource(names = "SPARK")
  void readsALargeFileInParts(RunnerUnderTest runner) throws Exception {
    long rows = writeLargeFile(folder.resolve("large.csv"));

    JsonNode summary = run(runner, folder.resolve("large.csv"), folder.resolve("large"));

    assertThat(hasInRecord(summary, "parts.txt"), equalTo(false));
    String sums =
        new LakeQuery(folder.resolve("large"))
            .value(
                "SELECT concat_ws(' ', count(*), count(DISTINCT id), sum(id), count(*) FILTER (text"
                    + " = concat('row ', id, chr(10), id, ',\"', id))) FROM %s");
    assertThat(sums, equalTo("%d %d %d %d".formatted(rows, rows, rows * (rows - 1) / 2, rows)));
  }

  /** A quote that is text, and parts that begin in quotes: the two together mislead readers. */
  @ParameterizedTest
  @EnumSource(names = "SPARK")
  void readsALargeFileInPartsThatAreGuessedWrong(RunnerUnderTest runner) throws Exception {
    String rowsOfTwo = "1,5\",x\n2,\"" + "line\n".repeat(200) + "\",x\n";
    long rows = 2 * (LARGE_FILE_BYTES / rowsOfTwo.length());
    try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve("large.csv"))) {
      writer.write("id,text,more\n");
      for (long i = 0; i < rows; i += 2) {
        writer.write(rowsOfTwo);
      }
    }

    JsonNode inferred = run(runner, folder.resolve("large.csv"), folder.resolve("inferred"));
    JsonNode given =
        run(
            runner,
            folder.resolve("large.csv"),
            folder.resolve("given"),
            "--schema=" + writeSchema(folder.resolve("schema.json")));

    for (String table : List.of("inferred", "given")) {
      assertThat(
          new LakeQuery(folder.resolve(table))
              .value(
                  "SELECT concat_ws(' ', count(*), count(*) FILTER (id = 1 AND text = '5\"' AND more"
                      + " = 'x'), count(*) FILTER (id = 2 AND text = repeat('line' || chr(10), 200)"
                      + " AND more = 'x')) FROM %s"),
          equalTo(rows + " " + rows / 2 + " " + rows / 2));
    }
    assertThat(hasInRecord(inferred, "inference-again.json"), equalTo(true));
    assertThat(hasInRecord(given, "manifest-again.jsonl.gz"), equalTo(true));
  }

  private static Path writeSchema(Path file) throws IOException {
    return Files.writeString(
        file,
        """
        {"fields": [
          {"name": "id", "type": "long"},
          {"name": "text", "type": "string"},
          {"name": "more", "type": "string"}
        ]}
        """);
  }

  /** Whether the run's record has what is there only where parts did not follow on one another. */
  private static boolean hasInRecord(JsonNode summary, String file) {
    return Files.exists(Path.of(summary.get("record").asText()).resolve(file));
  }

  /** Rows whose parts, if they were cut at line ends, would be rows as well. */
  private static long writeLargeFile(Path file) throws IOException {
    String filler = ",x".repeat(200);
    long rows = 0;
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("id,text,filler\n");
      for (long bytes = 0; bytes < LARGE_FILE_BYTES; rows++) {
        String row = "%d,\"row %d\n%d,\"\"%d\",\"%s\"\n".formatted(rows, rows, rows, rows, filler);
        writer.write(row);
        bytes += row.length();
      }
    }
    return rows;
  }

  private JsonNode run(RunnerUnderTest runner, Path input, Path output, String... options)
      throws Exception {
    Path summary = folder.resolve("summary.json");
    List<String> words =
        new ArrayList<>(
            List.of(
                "csv-to-trusted",
                "--input=" + input,
                "--output=" + output,
                "--summaryFile=" + summary));
    words.addAll(List.of(options));
    Result result = runner.run(words.toArray(String[]::new));
    assertThat(result.err(), result.exitCode(), equalTo(0));
    return JSON.readTree(summary.toFile());
  }

  private static List<String> rows(Path table) throws Exception {
    List<String> rows = new ArrayList<>();
    for (Map<String, String> row : new LakeQuery(table).rows(ROWS)) {
      rows.add(row.values().stream().map(String::valueOf).collect(Collectors.joining("\t")));
    }
    return rows;
  }

  private static List<String> rejects(JsonNode summary) throws IOException {
    List<String> rejects = new ArrayList<>();
    for (JsonNode reject : new RejectFolder(Path.of(summary.get("rejects").asText())).rejects()) {
      rejects.add(
          "%s\t%d\t%s\t%s"
              .formatted(
                  Path.of(reject.get("file").asText()).getFileName(),
                  reject.get("position").asLong(),
                  reject.get("code").asText(),
                  reject.get("record").asText()));
    }
    return rejects;
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(TestData.of(file));
  }
}
