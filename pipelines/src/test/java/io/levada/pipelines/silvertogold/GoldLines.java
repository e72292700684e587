/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.silvertogold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A gold table as DuckDB reads it, in the form of {@code test-data/salaries/expected}. */
final class GoldLines {

  private GoldLines() {}

  /** The lines that are expected, but only their first columns. */
  static List<String> expected(int columns) throws IOException {
    Path file = Path.of("../test-data/salaries/expected/gold.tsv");
    return Files.readAllLines(file).stream()
        .map(line -> String.join("\t", List.of(line.split("\t", -1)).subList(0, columns)))
        .sorted()
        .toList();
  }

  /** The rows of a table, their columns joined by tabs, doubles as their bits. */
  static List<String> of(Path table, String columns) throws SQLException {
    String query =
        "SELECT %s FROM read_parquet('%s/**/*.parquet', hive_partitioning = true,"
            + " hive_types_autocast = false)";
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.formatted(columns, table))) {
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> line = new ArrayList<>();
        for (int column = 1; column <= width; column++) {
          line.add(text(rows.getObject(column)));
        }
        lines.add(String.join("\t", line));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Double number) {
      return number.isNaN() ? "nan" : String.format("%016x", Double.doubleToLongBits(number));
    }

    return String.valueOf(value);
  }
}
