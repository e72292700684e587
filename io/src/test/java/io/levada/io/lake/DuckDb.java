/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ValueText;
import io.levada.rows.ValueText.Struct;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/** DuckDB in UTC: writes files, and reads them to the same text as ours. */
final class DuckDb {

  private DuckDb() {}

  /** Runs statements in one database, which is forgotten then. */
  static void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  /** The rows of a query, each as {@link ValueText} tells a row. */
  static List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet result = sql.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.put(result.getMetaData().getColumnLabel(i), plain(result.getObject(i)));
        }
        rows.add(ValueText.of(new Struct(row)));
      }
      return rows;
    }
  }

  private static Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement sql = connection.createStatement()) {
      sql.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  private static Object plain(Object value) throws SQLException {
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof Array array) {
      List<Object> list = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        list.add(plain(element));
      }
      return list;
    }
    if (value instanceof DuckDBStruct struct) {
      return new Struct(plainValues(struct.getMap()));
    }
    if (value instanceof Map<?, ?> map) {
      return plainValues(map);
    }

    return value;
  }

  private static <K> Map<K, Object> plainValues(Map<K, ?> map) throws SQLException {
    Map<K, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<K, ?> entry : map.entrySet()) {
      plain.put(entry.getKey(), plain(entry.getValue()));
    }
    return plain;
  }
}
