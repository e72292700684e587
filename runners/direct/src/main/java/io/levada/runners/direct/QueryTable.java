/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The result of a DuckDB query as a table of text. */
final class QueryTable {

  private static final int MAX_WIDTH = 60;

  private QueryTable() {}

  /** Runs a query in a database of its own, in memory. */
  static TextTable of(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      TextTable table = new TextTable(MAX_WIDTH);
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        boolean text = columns.getColumnType(i) == Types.VARCHAR;
        table.addColumn(columns.getColumnLabel(i), text ? Align.LEFT : Align.RIGHT);
      }
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        table.addRow(row);
      }
      return table;
    }
  }
}
