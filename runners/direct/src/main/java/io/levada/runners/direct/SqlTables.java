/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables that a statement names, as DuckDB's own parser understands it. */
final class SqlTables {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What can stand before a query, of which alone the parser tells. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^\\s*(DESCRIBE|SUMMARIZE|EXPLAIN\\s+ANALYZE|EXPLAIN)\\s+", Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME =
      Pattern.compile(
          "^\\s*(\"([^\"]|\"\")+\"|\\w+)\\s*\\.\\s*(\"([^\"]|\"\")+\"|\\w+)\\s*;?\\s*$");

  /** A table's name with that of its schema. */
  record Name(String schema, String table) {}

  private SqlTables() {}

  /**
   * The names with a schema; none if the text is no query, which is for DuckDB to tell when it is
   * run.
   */
  static Set<Name> of(Connection connection, String sql) throws SQLException {
    Matcher prefix = PREFIX.matcher(sql);
    String query = prefix.find() ? sql.substring(prefix.end()) : sql;
    // DESCRIBE and SUMMARIZE take a bare name as well.
    String whole = NAME.matcher(query).matches() ? "FROM " + query : query;
    Set<Name> names = new LinkedHashSet<>();
    parsed(connection, whole).ifPresent(tree -> collect(tree, names));
    return names;
  }

  private static Optional<JsonNode> parsed(Connection connection, String query)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(CAST(? AS VARCHAR))")) {
      statement.setString(1, query);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return Optional.of(JSON.readTree(result.getString(1)));
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
  }

  private static void collect(JsonNode tree, Set<Name> names) {
    if (tree.path("type").asText().equals("BASE_TABLE")
        && !tree.path("schema_name").asText().isEmpty()
        && tree.path("catalog_name").asText().isEmpty()) {
      names.add(new Name(tree.get("schema_name").asText(), tree.get("table_name").asText()));
    }
    tree.forEach(child -> collect(child, names));
  }
}
