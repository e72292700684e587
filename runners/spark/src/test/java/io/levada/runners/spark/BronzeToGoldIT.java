/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.benchmarks.ExpectedMeans;
import io.levada.benchmarks.SalaryGenerator;
import io.levada.runners.spark.LevadaProcess.Result;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generated salaries from JSON through a silver table of the catalog to the exact means. */
class BronzeToGoldIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"20000, DIRECT", "1000000, SPARK", "2000, STRUCTURED"})
  void makesTheExactMeans(long records, RunnerUnderTest runner) throws Exception {
    Path generated = folder.resolve("generated");
    ExpectedMeans expected = SalaryGenerator.generate(records, 1, generated);
    SalaryGenerator.writeBronze(records, 1, generated);

    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "parse-events",
            "--input=" + SalaryGenerator.bronze(generated),
            "--schema=infer",
            "--partitionFields=ano,mes"));
    words.addAll(output("silver"));
    words.addAll(List.of("--then", "silver-to-gold", "--input=catalog:people.silver"));
    words.addAll(output("gold"));
    Result result = runner.run(words.toArray(String[]::new));

    assertThat(result.err(), result.exitCode(), equalTo(0));
    assertThat(means(folder.resolve("gold")), equalTo(expected.means()));
  }

  private List<String> output(String table) {
    return List.of(
        "--output=" + folder.resolve(table),
        "--catalog=local:" + folder.resolve("catalog"),
        "--database=people",
        "--table=" + table);
  }

  /** As the generator names groups. */
  private static Map<String, Double> means(Path gold) throws Exception {
    String query =
        "SELECT concat_ws('|', coalesce(idade::VARCHAR, 'null'), coalesce(ativo::VARCHAR, 'null'),"
            + " ano, mes), salario_medio FROM read_parquet('%s/**/*.parquet', hive_partitioning ="
            + " true, hive_types_autocast = false)";
    Map<String, Double> means = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.formatted(gold))) {
      while (rows.next()) {
        if (means.containsKey(rows.getString(1))) {
          throw new AssertionError("Twice: " + rows.getString(1));
        }
        means.put(rows.getString(1), (Double) rows.getObject(2));
      }
    }
    return means;
  }
}
