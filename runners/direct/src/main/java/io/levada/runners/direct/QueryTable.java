/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The result of a DuckDB query as a table of text. */
final class QueryTable {

  private final List<List<String>> lines;

  private QueryTable(List<List<String>> lines) {
    this.lines = lines;
  }

  /** Runs a query in a database of its own, in memory. */
  static QueryTable of(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      List<List<String>> lines = new ArrayList<>();
      List<String> header = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        header.add(columns.getColumnLabel(i));
      }
      lines.add(header);
      while (result.next()) {
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          line.add(String.valueOf(result.getString(i)));
        }
        lines.add(line);
      }
      return new QueryTable(lines);
    }
  }

  void print(PrintStream out) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(line.get(i)));
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        text.append(cell).append(" ".repeat(widths[i] - length(cell) + 2));
      }
      out.println(text.toString().stripTrailing());
      if (line == lines.get(0)) {
        out.println("-".repeat(Arrays.stream(widths).sum() + 2 * widths.length - 2));
      }
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
