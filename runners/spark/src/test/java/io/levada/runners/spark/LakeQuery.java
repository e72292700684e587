/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as DuckDB reads it: another reader than ours, with the partition columns of the path. */
final class LakeQuery {

  private final String table;

  LakeQuery(Path table) {
    this.table = from(table);
  }

  private static String from(Path table) {
    return "read_parquet('"
        + table.toString().replace("'", "''")
        + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)";
  }

  /** The rows of a query, in which {@code %s} is the table, with their columns as text. */
  List<Map<String, String>> rows(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      List<Map<String, String>> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(String.format(query, table))) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          Map<String, String> row = new LinkedHashMap<>();
          for (int i = 1; i <= columns; i++) {
            row.put(result.getMetaData().getColumnLabel(i), result.getString(i));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }

  /** How many rows are in the one table more often than in the other. */
  long rowsUnlike(Path other) throws SQLException {
    String theirs = from(other).replace("%", "%%");
    return Long.parseLong(
        value(
            ("SELECT count(*) FROM ((FROM %1$s EXCEPT ALL FROM " + theirs + ")")
                + (" UNION ALL (FROM " + theirs + " EXCEPT ALL FROM %1$s))")));
  }

  /** The only value of the only row. */
  String value(String query) throws SQLException {
    return rows(query).get(0).values().iterator().next();
  }
}
