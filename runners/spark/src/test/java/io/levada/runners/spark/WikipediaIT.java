/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.storage.PlainS3;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real input, with an inferred schema, gives the same rows on every runner. */
@ExtendWith(SandboxExtension.class)
class WikipediaIT {

  private static final String[] OPTIONS = {
    "--schema=infer",
    "--timestampField=time",
    "--typeFields=channel,namespace",
    "--keyFields=time,channel,page,user"
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void distributesEveryEdit(RunnerUnderTest runner) throws Exception {
    Path table = folder.resolve("trusted/edits");

    LevadaProcess.Result result =
        runner.run(
            arguments("--input=" + TestData.of("events/wikipedia/input"), "--output=" + table));

    assertThat(result.err(), result.exitCode(), equalTo(0));
    assertEveryEdit(runner, table);
  }

  /** From S3 through S3 to S3. */
  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "SPARK"})
  void distributesEveryEditThatLands(RunnerUnderTest runner, Sandbox sandbox, SandboxSpace space)
      throws Exception {
    LevadaProcess process = runner.process();
    sandbox.environment().forEach(process::withEnvironment);
    Path table = folder.resolve("trusted/edits");
    try (PlainS3 s3 = new PlainS3(sandbox)) {
      String zones = "s3://" + space.bucket();
      s3.upload(TestData.of("events/wikipedia/input"), zones + "/landing/pending");
      SortedMap<String, byte[]> landed = s3.readAll(zones + "/landing/pending");

      LevadaProcess.Result result =
          runner.run(
              process,
              arguments(
                  "--landing=" + zones + "/landing",
                  "--stage=" + zones + "/stage/edits",
                  "--output=" + zones + "/trusted/edits"));

      assertThat(result.err(), result.exitCode(), equalTo(0));
      s3.download(zones + "/trusted/edits", table);
      assertEveryEdit(runner, table);
      assertThat(s3.list(zones + "/landing/pending").keySet(), empty());
      assertThat(bytes(s3.readAll(zones + "/landing/processed")), equalTo(bytes(landed)));
      assertThat(s3.uploads(zones), empty());
    }
  }

  private String[] arguments(String... places) {
    List<String> all = new ArrayList<>(List.of("events"));
    all.addAll(List.of(places));
    all.addAll(List.of(OPTIONS));
    all.add("--summaryFile=" + folder.resolve("summary.json"));
    return all.toArray(String[]::new);
  }

  /** Whatever the folders are. */
  private static List<String> bytes(SortedMap<String, byte[]> files) {
    return files.entrySet().stream()
        .map(file -> Path.of(file.getKey()).getFileName() + " " + Arrays.hashCode(file.getValue()))
        .toList();
  }

  private void assertEveryEdit(RunnerUnderTest runner, Path table) throws Exception {
    JsonNode summary = new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
    assertThat(summary.get("runner").asText(), equalTo(runner.resultClass()));
    assertThat(summary.get("read").asLong(), equalTo(39_244L));
    assertThat(summary.get("written").asLong(), equalTo(39_244L));
    assertThat(summary.get("partitions").asLong(), equalTo(421L));
    LakeQuery query = new LakeQuery(table);
    assertThat(partitions(query), equalTo(expectedPartitions()));
    assertThat(
        digest(query),
        equalTo(Files.readString(TestData.of("events/wikipedia/expected/rows.sha256")).strip()));
  }

  private static Map<String, String> partitions(LakeQuery query) throws Exception {
    Map<String, String> partitions = new TreeMap<>();
    for (Map<String, String> row :
        query.rows(
            "SELECT domain_event_type || chr(9) || year || chr(9) || month || chr(9) || day AS p,"
                + " count(*) AS n FROM %s GROUP BY p")) {
      partitions.put(row.get("p"), row.get("n"));
    }
    return partitions;
  }

  private static Map<String, String> expectedPartitions() throws Exception {
    Map<String, String> partitions = new TreeMap<>();
    List<String> lines =
        Files.readAllLines(TestData.of("events/wikipedia/expected/partitions.tsv"));
    for (String line : lines.subList(1, lines.size())) {
      int lastTab = line.lastIndexOf('\t');
      partitions.put(line.substring(0, lastTab), line.substring(lastTab + 1));
    }
    return partitions;
  }

  /** In the form that the README beside the expected digest describes. */
  private static String digest(LakeQuery query) throws Exception {
    byte[][] lines =
        query.rows("SELECT * REPLACE (epoch_us(time) AS time) FROM %s").stream()
            .map(
                row ->
                    String.join(
                        "\u001f",
                        new TreeMap<>(row)
                            .values().stream()
                                .map(value -> value == null ? "\\N" : value)
                                .toList()))
            .map(line -> (line + "\n").getBytes(UTF_8))
            .toArray(byte[][]::new);
    Arrays.sort(lines, Arrays::compareUnsigned);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] line : lines) {
      digest.update(line);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
