/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.storage.PlainS3;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can be odd about records, values, files and names, the same on every runner. */
@ExtendWith(SandboxExtension.class)
class OdditiesIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path table;

  @BeforeEach
  void nameTable() {
    table = folder.resolve("trusted/events");
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheRowsDropsTheDuplicatesAndSetsTheRejectsAside(RunnerUnderTest runner)
      throws Exception {
    Path summaryFile = folder.resolve("summary.json");

    Result result =
        runner.run(
            "events",
            "--input=" + TestData.of("events/oddities/input"),
            "--output=" + table,
            "--schema=" + TestData.of("events/oddities/schema.json"),
            "--summaryFile=" + summaryFile);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    JsonNode summary = JSON.readTree(summaryFile.toFile());
    assertThat(summary.get("runner").asText(), equalTo(runner.resultClass()));
    assertSame(rows(), expected("rows.jsonl"));
    assertSame(
        rejects(
            Path.of(summary.get("rejects").asText()),
            TestData.of("events/oddities/input").toString()),
        expected("rejects.jsonl"));
    assertThat(partitions(), equalTo(expectedPartitions()));
  }

  /** From S3 to S3. */
  @ParameterizedTest
  @EnumSource(names = {"SPARK", "STRUCTURED"})
  void doesTheSameOnS3(RunnerUnderTest runner, Sandbox sandbox, SandboxSpace space)
      throws Exception {
    LevadaProcess process = runner.process();
    sandbox.environment().forEach(process::withEnvironment);
    String pending = "s3://" + space.bucket() + "/landing/pending";
    String output = "s3://" + space.bucket() + "/trusted/events";
    Path summaryFile = folder.resolve("summary.json");
    Path rejects = folder.resolve("rejects");
    try (PlainS3 s3 = new PlainS3(sandbox)) {
      s3.upload(TestData.of("events/oddities/input"), pending);

      Result result =
          runner.run(
              process,
              "events",
              "--landing=s3://" + space.bucket() + "/landing",
              "--output=" + output,
              "--schema=" + TestData.of("events/oddities/schema.json"),
              "--summaryFile=" + summaryFile);

      assertThat(result.err(), result.exitCode(), equalTo(0));
      s3.download(output, table);
      s3.download(JSON.readTree(summaryFile.toFile()).get("rejects").asText(), rejects);
      assertThat(s3.list(pending).keySet(), everyItem(matchesPattern("(.*/)?[_.].*")));
    }
    assertSame(rows(), expected("rows.jsonl"));
    assertSame(rejects(rejects, pending), expected("rejects.jsonl"));
    assertThat(partitions(), equalTo(expectedPartitions()));
  }

  private static void assertSame(List<String> found, List<String> expected) {
    List<String> surplus = new ArrayList<>(found);
    expected.forEach(surplus::remove);
    List<String> missing = new ArrayList<>(expected);
    found.forEach(missing::remove);
    assertThat("surplus", surplus, Matchers.empty());
    assertThat("missing", missing, Matchers.empty());
    assertThat(found.size(), equalTo(expected.size()));
  }

  private List<String> rows() throws Exception {
    List<String> rows = new ArrayList<>();
    for (Map<String, String> row :
        new LakeQuery(table).rows("SELECT * REPLACE (epoch_us(timestamp) AS timestamp) FROM %s")) {
      rows.add(new TreeMap<>(row).toString());
    }
    return rows;
  }

  private static List<String> expected(String file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(TestData.of("events/oddities/expected/" + file))) {
      lines.add(text(JSON.readTree(line)));
    }
    return lines;
  }

  private static String text(JsonNode node) {
    Map<String, String> fields = new TreeMap<>();
    node.fields()
        .forEachRemaining(
            field ->
                fields.put(
                    field.getKey(), field.getValue().isNull() ? null : field.getValue().asText()));
    return fields.toString();
  }

  private static List<String> rejects(Path folder, String input) throws IOException {
    List<String> rejects = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode reject = JSON.readTree(line);
            rejects.add(
                text(
                    JSON.createObjectNode()
                        .put("file", reject.get("file").asText().replace(input + "/", ""))
                        .put("position", reject.get("position").asLong())
                        .put("code", reject.get("code").asText())));
          }
        }
      }
    }
    return rejects;
  }

  /** Every folder that has files, by the names on disk: the escapes are those of Hive. */
  private Map<String, Long> partitions() throws Exception {
    Map<String, Long> partitions = new TreeMap<>();
    for (Map<String, String> row :
        new LakeQuery(table).rows("SELECT filename, count(*) AS n FROM %s GROUP BY filename")) {
      Path file = Path.of(row.get("filename"));
      partitions.merge(
          table.relativize(file.getParent()).toString(), Long.valueOf(row.get("n")), Long::sum);
    }
    return partitions;
  }

  private static Map<String, Long> expectedPartitions() throws IOException {
    Map<String, Long> partitions = new TreeMap<>();
    List<String> lines = Files.readAllLines(TestData.of("events/oddities/expected/partitions.tsv"));
    assertThat(lines.subList(0, 1), contains("path\trows"));
    for (String line : lines.subList(1, lines.size())) {
      int tab = line.lastIndexOf('\t');
      partitions.put(line.substring(0, tab), Long.valueOf(line.substring(tab + 1)));
    }
    return partitions;
  }
}
