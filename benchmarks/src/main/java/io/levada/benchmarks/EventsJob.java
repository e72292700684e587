/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** JSON events, deduplicated, by type and day. */
final class EventsJob implements Job {

  private final Path data;
  private final ExpectedCounts expected;

  /**
   * @param data what {@link EventGenerator} made
   */
  EventsJob(Path data) throws IOException {
    this.data = data;
    this.expected = ExpectedCounts.read(EventGenerator.expected(data));
  }

  @Override
  public Path input() {
    return EventGenerator.input(data);
  }

  @Override
  public List<String> conditions() {
    return List.of(
        String.format(
            Locale.ROOT,
            "Input: %,d records, %,d bytes in %d files: %,d rows in %d partitions, %,d duplicates,"
                + " %,d malformed.",
            expected.records(),
            expected.bytes(),
            expected.recordsPerFile().size(),
            expected.rows(),
            expected.partitions(),
            expected.duplicates(),
            expected.rejected()),
        "Every run's rows were counted per partition, and their keys, and were right.");
  }

  @Override
  public List<String> levada() {
    return List.of("run", "events", "--input={input}", "--output={output}");
  }

  @Override
  public List<String> nativeSpark() {
    return List.of("io.levada.benchmarks.spark.NativeSparkEvents");
  }

  @Override
  public String duckDb() {
    return DuckDbEvents.class.getName();
  }

  @Override
  public void check(Path output) {
    new LakeCount(output).check(expected);
  }
}
