/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Means have the same bits on every runner, and they are the exact ones. */
class SalariesIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void writesTheExactMeans(RunnerUnderTest runner) throws Exception {
    Path gold = folder.resolve("gold/salaries");

    LevadaProcess.Result result =
        runner.run(
            "silver-to-gold",
            "--input=" + TestData.of("salaries/silver"),
            "--output=" + gold,
            "--measures=mean(salario) as salario_medio, count(*) as pessoas");

    assertThat(result.err(), result.exitCode(), equalTo(0));
    assertThat(means(gold), equalTo(expected()));
  }

  private static List<String> expected() throws Exception {
    return Files.readAllLines(TestData.of("salaries/expected/gold.tsv")).stream()
        .map(line -> String.join("\t", List.of(line.split("\t", -1)).subList(0, 6)))
        .sorted()
        .toList();
  }

  private static List<String> means(Path gold) throws Exception {
    String query =
        "SELECT idade, ativo, ano, mes, salario_medio, pessoas FROM read_parquet('%s/**/*.parquet',"
            + " hive_partitioning = true, hive_types_autocast = false)";
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.formatted(gold))) {
      while (rows.next()) {
        List<String> line = new ArrayList<>();
        for (int column = 1; column <= 6; column++) {
          Object value = rows.getObject(column);
          line.add(value instanceof Double mean ? bits(mean) : String.valueOf(value));
        }
        lines.add(String.join("\t", line));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static String bits(double mean) {
    return Double.isNaN(mean) ? "nan" : String.format("%016x", Double.doubleToLongBits(mean));
  }
}
