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

/** What is in an output of the events job, read back by DuckDB whoever wrote it. */
final class LakeCount {

  /** Numbers, because the rivals' months have no zeros in front. */
  private static final String COUNT =
      """
      SELECT printf('domain_event_type=%%s/year=%%04d/month=%%02d/day=%%02d',
          domain_event_type, year::INT, month::INT, day::INT) AS partition,
        count(*) AS rows
      FROM read_parquet('%s/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)
      GROUP BY partition
      """;

  private static final String KEYS =
      """
      SELECT count(*) FROM (
        SELECT DISTINCT event_id, "timestamp"
        FROM read_parquet('%s/**/*.parquet', hive_partitioning = false))
      """;

  private final Path lake;

  LakeCount(Path lake) {
    this.lake = lake;
  }

  /**
   * @throws WrongResultException if the rows of any partition are not those expected, or a key
   *     occurs twice
   */
  void check(ExpectedCounts expected) {
    Map<String, Long> rows;
    long keys;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      rows = rowsPerPartition(statement);
      keys = keys(statement);
    } catch (SQLException e) {
      throw new WrongResultException("Cannot read the output " + lake + ": " + e.getMessage(), e);
    }

    if (!rows.equals(expected.rowsPerPartition())) {
      throw new WrongResultException(
          "Wrong output %s: %d rows in %d partitions, expected %d in %d (or spread otherwise)"
              .formatted(lake, sum(rows), rows.size(), expected.rows(), expected.partitions()));
    }
    if (keys != expected.rows()) {
      throw new WrongResultException(
          "Wrong output %s: %d keys in %d rows".formatted(lake, keys, expected.rows()));
    }
  }

  private Map<String, Long> rowsPerPartition(Statement statement) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (ResultSet result = statement.executeQuery(COUNT.formatted(quoted()))) {
      while (result.next()) {
        rows.put(result.getString(1), result.getLong(2));
      }
    }
    return rows;
  }

  private long keys(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery(KEYS.formatted(quoted()))) {
      result.next();
      return result.getLong(1);
    }
  }

  private String quoted() {
    return lake.toString().replace("'", "''");
  }

  private static long sum(Map<String, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
