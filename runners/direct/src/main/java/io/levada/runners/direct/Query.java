/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.runners.direct.RowsOut.Column;
import io.levada.runners.direct.RowsOut.Kind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A statement with its result as texts. DuckDB makes them, since its driver gives times in the zone
 * of this process, and fails on some types.
 */
final class Query {

  private static final String NESTED = "(STRUCT|MAP|UNION)\\(.*|.*\\[[0-9]*\\]";

  private final Connection connection;
  private final String sql;
  private final List<Column> columns;

  private Query(Connection connection, String sql, List<Column> columns) {
    this.connection = connection;
    this.sql = sql;
    this.columns = columns;
  }

  /**
   * @throws SQLException if the statement is none, or can't be run
   */
  static Query of(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData found = statement.getMetaData();
      List<Column> columns = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int i = 1; i <= found.getColumnCount(); i++) {
        String type = found.getColumnTypeName(i);
        columns.add(new Column(found.getColumnLabel(i), kind(type)));
        texts.add(text(type, "c" + i));
      }
      boolean asIs = texts.stream().allMatch(text -> text.matches("c[0-9]+"));
      return new Query(connection, asIs ? sql : withTexts(sql, texts), columns);
    }
  }

  private static Kind kind(String type) {
    if (type.matches(NESTED) || type.equals("JSON")) {
      return Kind.NESTED;
    }
    if (type.matches("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*")) {
      return Kind.NUMBER;
    }
    return type.equals("BOOLEAN") ? Kind.BOOLEAN : Kind.TEXT;
  }

  private static String text(String type, String column) {
    if (type.matches(NESTED)) {
      return "CAST(to_json(" + column + ") AS VARCHAR)";
    }
    return switch (type) {
      case "BLOB" -> "base64(" + column + ")";
      case "TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE", "INTERVAL", "BIT" ->
          "CAST(" + column + " AS VARCHAR)";
      default -> column;
    };
  }

  private static String withTexts(String sql, List<String> texts) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= texts.size(); i++) {
      names.add("c" + i);
    }
    return "SELECT "
        + String.join(", ", texts)
        + " FROM ("
        + sql.strip().replaceFirst(";+$", "")
        + "\n) AS result("
        + String.join(", ", names)
        + ")";
  }

  /**
   * Runs it, and writes at most so many rows.
   *
   * @return 1 if there are more, otherwise 0
   */
  int write(RowsOut out, long maxRows) throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      out.begin(columns);
      long rows = 0;
      while (result.next()) {
        if (rows == maxRows) {
          out.end();
          return 1;
        }
        out.add(row(result));
        rows++;
      }
      out.end();
      return 0;
    }
  }

  private List<@Nullable String> row(ResultSet result) throws SQLException {
    List<@Nullable String> row = new ArrayList<>();
    for (int i = 1; i <= columns.size(); i++) {
      row.add(result.getString(i));
    }
    return row;
  }
}
