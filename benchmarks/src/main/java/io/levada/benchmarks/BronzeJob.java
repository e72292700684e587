/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * JSON records to a silver table by year and month, and that to the mean salary by age, activity,
 * year and month.
 */
final class BronzeJob implements Job {

  private final Path data;
  private final SalariesJob gold;
  private final ExpectedMeans expected;
  private final long bytes;

  /**
   * @param data what {@link SalaryGenerator} made, with its bronze
   */
  BronzeJob(Path data) throws IOException {
    this.data = data;
    this.gold = new SalariesJob(data);
    this.expected = ExpectedMeans.read(SalaryGenerator.expected(data));
    try (Stream<Path> files = Files.list(input())) {
      this.bytes = files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public Path input() {
    return SalaryGenerator.bronze(data);
  }

  @Override
  public List<String> conditions() {
    return List.of(
        String.format(
            Locale.ROOT,
            "Input: %,d JSON records, %,d bytes: a silver table of 60 partitions, and %,d means.",
            expected.records(),
            bytes,
            expected.means().size()),
        gold.conditions().get(1));
  }

  @Override
  public List<String> levada() {
    return List.of(
        "run",
        "parse-events",
        "--input={input}",
        "--schema=" + SalaryGenerator.bronzeSchema(data),
        "--partitionFields=ano,mes",
        "--output={output}-silver",
        "--then",
        "silver-to-gold",
        "--input={output}-silver",
        "--output={output}");
  }

  @Override
  public List<String> nativeSpark() {
    return List.of("io.levada.benchmarks.spark.NativeSparkSalaries", "--bronze");
  }

  @Override
  public String duckDb() {
    throw new UnsupportedOperationException("DuckDB has no job of bronze (take --job=salaries)");
  }

  @Override
  public void check(Path output) {
    gold.check(output);
  }

  @Override
  public void checkRival(Path output) {
    gold.checkRival(output);
  }
}
