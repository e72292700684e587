/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The mean salary by age, activity, year and month, of a silver table to a gold one. */
final class SalariesJob implements Job {

  private final Path data;
  private final ExpectedMeans expected;

  /**
   * @param data what {@link SalaryGenerator} made
   */
  SalariesJob(Path data) throws IOException {
    this.data = data;
    this.expected = ExpectedMeans.read(SalaryGenerator.expected(data));
  }

  @Override
  public Path input() {
    return SalaryGenerator.silver(data);
  }

  @Override
  public List<String> conditions() {
    return List.of(
        String.format(
            Locale.ROOT,
            "Input: %,d rows in a silver table of %d files, %,d bytes: %,d means.",
            expected.records(),
            expected.files(),
            expected.bytes(),
            expected.means().size()),
        "Every mean was compared with the exact one: Levada's are the same bits, a rival's differ by"
            + " 1e-12 of it at the most.");
  }

  @Override
  public List<String> levada() {
    return List.of("run", "silver-to-gold", "--input={input}", "--output={output}");
  }

  @Override
  public List<String> nativeSpark() {
    return List.of("io.levada.benchmarks.spark.NativeSparkSalaries");
  }

  @Override
  public String duckDb() {
    return DuckDbSalaries.class.getName();
  }

  @Override
  public void check(Path output) {
    new GoldMeans(output).check(expected, 0);
  }

  @Override
  public void checkRival(Path output) {
    new GoldMeans(output).check(expected, 1e-12);
  }
}
