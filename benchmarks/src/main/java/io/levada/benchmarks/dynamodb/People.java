/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The people of a Parquet table, as they are read and as the items that they are to be. */
final class People {

  static final String KEY = "id";

  private final Path folder;

  /** Takes rows as they are read. */
  interface Taker {
    void take(List<Object[]> rows) throws InterruptedException;
  }

  People(Path folder) {
    this.folder = folder;
  }

  /** Reads all rows, in lists of a size, of which the last may be shorter. */
  void read(int rowsTogether, Taker taker) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query())) {
      int columns = rows.getMetaData().getColumnCount();
      List<Object[]> some = new ArrayList<>(rowsTogether);
      while (rows.next()) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = rows.getObject(i + 1);
        }
        some.add(row);
        if (some.size() == rowsTogether) {
          taker.take(some);
          some = new ArrayList<>(rowsTogether);
        }
      }
      if (!some.isEmpty()) {
        taker.take(some);
      }
    }
  }

  long count() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM (" + query() + ")")) {
      count.next();
      return count.getLong(1);
    }
  }

  private String query() {
    return "SELECT id, nome, cidade, idade, ativo, salario::VARCHAR, nascimento::VARCHAR, pontos"
        + " FROM read_parquet('"
        + folder.toString().replace("'", "''")
        + "/*.parquet')";
  }

  /** The item that a row is to be. */
  static Map<String, AttributeValue> item(Object[] row) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(KEY, AttributeValue.fromS((String) row[0]));
    item.put("nome", AttributeValue.fromS((String) row[1]));
    if (row[2] != null) {
      item.put("cidade", AttributeValue.fromS((String) row[2]));
    }
    item.put("idade", AttributeValue.fromN(row[3].toString()));
    item.put("ativo", AttributeValue.fromBool((Boolean) row[4]));
    item.put("salario", AttributeValue.fromN((String) row[5]));
    item.put("nascimento", AttributeValue.fromS((String) row[6]));
    item.put("pontos", AttributeValue.fromN(row[7].toString()));
    return item;
  }
}
