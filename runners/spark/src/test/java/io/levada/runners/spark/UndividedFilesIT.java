/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.levada.runners.spark.LevadaProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain files that are large enough to be divided among readers, but must not be. */
class UndividedFilesIT {

  private static final int EVENTS = 4_000;
  private static final String PADDING = "}\\n{ ".repeat(1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "SPARK"})
  void areReadOnce(RunnerUnderTest runner) throws Exception {
    Path input = Files.createDirectory(folder.resolve("pending"));
    Path table = folder.resolve("stage/events");
    Files.writeString(input.resolve("array"), "[\n" + events("array", ",\n") + "\n]\n", UTF_8);
    Files.writeString(input.resolve("one-line"), events("one-line", "").replace("{\n", "{"), UTF_8);
    Files.writeString(input.resolve("pretty"), events("pretty", "\n"), UTF_8);
    Files.writeString(input.resolve("utf16"), events("utf16", "\n").replace("{\n", "{"), UTF_16);

    Result result = runner.run("parse-events", "--input=" + input, "--output=" + table);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    assertThat(
        new LakeQuery(table)
            .rows(
                "SELECT domain, count(*) AS rows, count(DISTINCT event_id) AS events FROM %s"
                    + " GROUP BY domain ORDER BY domain"),
        contains(all("array"), all("one-line"), all("pretty"), all("utf16")));
  }

  private static Map<String, String> all(String domain) {
    return Map.of("domain", domain, "rows", "" + EVENTS, "events", "" + EVENTS);
  }

  private static String events(String domain, String between) {
    String event =
        """
        {
        "domain": "%s", "event_id": "%d", "event_type": "t", "padding": "%s",\
         "timestamp": "2026-09-01"}""";
    return IntStream.range(0, EVENTS)
        .mapToObj(id -> event.formatted(domain, id, PADDING))
        .collect(joining(between));
  }
}
