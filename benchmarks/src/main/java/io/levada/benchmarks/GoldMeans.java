/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** What is in an output of the salaries job, read back by DuckDB whoever wrote it. */
final class GoldMeans {

  private static final String MEANS =
      """
      SELECT concat_ws('|', coalesce(idade::VARCHAR, 'null'), coalesce(ativo::VARCHAR, 'null'),
          ano, mes), salario_medio
      FROM read_parquet('%s/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)
      """;

  private final Path gold;

  GoldMeans(Path gold) {
    this.gold = gold;
  }

  /**
   * @param tolerance by which share of itself a mean may differ from the exact one
   * @throws WrongResultException if a group is missing, there twice or one too many, or a mean is
   *     another
   */
  void check(ExpectedMeans expected, double tolerance) {
    Map<String, Double> means = means();
    if (!means.keySet().equals(expected.means().keySet())) {
      throw new WrongResultException(
          "Wrong output %s: %d groups, expected %d (or others)"
              .formatted(gold, means.size(), expected.means().size()));
    }
    means.forEach(
        (group, mean) -> {
          Double exact = expected.means().get(group);
          if (!isRight(mean, exact, tolerance)) {
            throw new WrongResultException(
                "Wrong output %s: the mean of %s is %s, expected %s"
                    .formatted(gold, group, mean, exact));
          }
        });
  }

  private static boolean isRight(Double mean, Double exact, double tolerance) {
    if (mean == null || exact == null) {
      return mean == null && exact == null;
    }

    return mean.equals(exact) || Math.abs(mean - exact) <= tolerance * Math.abs(exact);
  }

  private Map<String, Double> means() {
    Map<String, Double> means = new TreeMap<>();
    String query = MEANS.formatted(gold.toString().replace("'", "''"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        String group = rows.getString(1);
        if (means.containsKey(group)) {
          throw new WrongResultException("Wrong output " + gold + ": " + group + " is there twice");
        }
        means.put(group, (Double) rows.getObject(2));
      }
      return means;
    } catch (SQLException e) {
      throw new WrongResultException("Cannot read the output " + gold + ": " + e.getMessage(), e);
    }
  }
}
