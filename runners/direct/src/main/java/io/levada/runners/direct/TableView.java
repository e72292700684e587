/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.HiveTypes;
import io.levada.runners.direct.SqlTables.Name;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of a catalog as a view: its columns in their types, of exactly its files, then its keys.
 * Files and keys come in as values, so no name of a file is ever a part of a statement; and since a
 * file's keys hang on its name alone, DuckDB does not read those that a condition leaves out.
 */
final class TableView {

  /** How DuckDB calls the column of files' names; by any other name it does not leave out files. */
  private static final String FILE_NAME = "filename";

  /** For files that have a column of that name. */
  private static final String OTHER_FILE_NAME = "levada file";

  private final Connection connection;
  private final String id;

  /**
   * @param id names what is made for the view
   */
  TableView(Connection connection, String id) {
    this.connection = connection;
    this.id = id;
  }

  void create(Name name, CatalogTable table, List<ViewFile> files)
      throws SQLException, IOException {
    Map<String, String> columns = new LinkedHashMap<>();
    String fileName = FILE_NAME;
    if (files.isEmpty()) {
      table.columns().forEach(column -> columns.put(column.name(), "NULL"));
      table.partitionKeys().forEach(key -> columns.put(key.name(), "NULL"));
    } else {
      putFiles(files);
      Map<String, List<String>> found = inFiles();
      fileName = found.containsKey(FILE_NAME) ? OTHER_FILE_NAME : FILE_NAME;
      table.columns().forEach(column -> columns.put(column.name(), made(column, found)));
      for (int i = 0; i < table.partitionKeys().size(); i++) {
        columns.put(
            table.partitionKeys().get(i).name(),
            "getvariable('" + id + "_keys')[" + quoted(fileName) + "][" + (i + 1) + "]");
      }
    }
    execute("CREATE SCHEMA IF NOT EXISTS " + quoted(name.schema()));
    execute(
        "CREATE OR REPLACE VIEW "
            + quoted(name.schema())
            + "."
            + quoted(name.table())
            + " AS SELECT "
            + select(table, columns)
            + (files.isEmpty()
                ? " WHERE false"
                : " FROM " + read(", filename = '" + fileName + "'")));
  }

  private void putFiles(List<ViewFile> files) throws SQLException {
    execute("CREATE TEMP TABLE " + id + " (file VARCHAR, keys VARCHAR[])");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + id + " VALUES (?, ?)")) {
      for (ViewFile file : files) {
        insert.setString(1, file.path());
        insert.setArray(2, connection.createArrayOf("VARCHAR", file.keys().toArray()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    // A name is a pattern to DuckDB, in which a character in brackets is itself.
    execute(
        "SET VARIABLE "
            + id
            + "_files = (SELECT list(regexp_replace(file, '([\\[*?])', '[\\1]', 'g')) FROM "
            + id
            + ")");
    execute("SET VARIABLE " + id + "_keys = (SELECT map(list(file), list(keys)) FROM " + id + ")");
  }

  private String read(String options) {
    return "read_parquet(getvariable('"
        + id
        + "_files'), union_by_name = true, hive_partitioning = false"
        + options
        + ")";
  }

  /** The columns of all files, quoted, by their names in lower case. */
  private Map<String, List<String>> inFiles() throws SQLException {
    Map<String, List<String>> found = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("DESCRIBE FROM " + read(""))) {
      while (columns.next()) {
        String column = columns.getString(1);
        found
            .computeIfAbsent(column.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
            .add(quoted(column));
      }
    }
    return found;
  }

  /** What a column is made of; to DuckDB, letters with accents have a case that counts. */
  private static String made(CatalogColumn column, Map<String, List<String>> found) {
    List<String> names = found.getOrDefault(column.name(), List.of("NULL"));
    return names.size() == 1 ? names.get(0) : "coalesce(" + String.join(", ", names) + ")";
  }

  private static String select(CatalogTable table, Map<String, String> made) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    for (CatalogColumn column : table.columns()) {
      types.put(column.name(), type(table, column));
    }
    for (CatalogColumn key : table.partitionKeys()) {
      types.put(key.name(), type(table, key));
    }
    return types.entrySet().stream()
        .map(
            column ->
                "CAST("
                    + made.get(column.getKey())
                    + " AS "
                    + column.getValue()
                    + ") AS "
                    + quoted(column.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String type(CatalogTable table, CatalogColumn column) throws IOException {
    try {
      return DuckDbType.of(HiveTypes.parse(column.type()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Cannot query " + table.name() + ": column " + column.name() + ": " + e.getMessage(), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
