/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.benchmarks.EventGenerator;
import io.levada.benchmarks.EventSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generated events, of which every count is known, come out with those counts. */
class GeneratedEventsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "5556, DIRECT",
    "5556, SPARK",
    "5556, STRUCTURED",
    "1000000, DIRECT",
    "1000000, SPARK",
    "1000000, STRUCTURED"
  })
  void countsExactly(long records, RunnerUnderTest runner) throws Exception {
    Path generated = folder.resolve("generated");
    EventGenerator.generate(EventSettings.of(records, 1), generated);
    Path table = folder.resolve("trusted/events");
    Path summaryFile = folder.resolve("summary.json");

    LevadaProcess.Result result =
        runner.run(
            "events",
            "--input=" + generated.resolve("input"),
            "--output=" + table,
            "--summaryFile=" + summaryFile);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    JsonNode expected = JSON.readTree(generated.resolve("expected.json").toFile());
    JsonNode summary = JSON.readTree(summaryFile.toFile());
    assertThat(summary.get("runner").asText(), equalTo(runner.resultClass()));
    assertThat(summary.get("read"), equalTo(expected.get("records")));
    assertThat(summary.get("written"), equalTo(expected.get("rows")));
    assertThat(summary.get("duplicates"), equalTo(expected.get("duplicates")));
    assertThat(summary.get("rejectsByCode"), equalTo(expected.get("malformed")));
    assertThat(
        partitions(table), equalTo(JSON.convertValue(expected.get("rowsPerPartition"), Map.class)));
  }

  private static Map<String, Integer> partitions(Path table) throws Exception {
    Map<String, Integer> partitions = new TreeMap<>();
    for (Map<String, String> row :
        new LakeQuery(table).rows("SELECT filename, count(*) AS n FROM %s GROUP BY filename")) {
      Path file = Path.of(row.get("filename"));
      partitions.merge(
          table.relativize(file.getParent()).toString(),
          Integer.valueOf(row.get("n")),
          Integer::sum);
    }
    return partitions;
  }
}
