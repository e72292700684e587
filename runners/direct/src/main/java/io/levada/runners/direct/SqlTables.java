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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables that a statement names with their schemas.
 *
 * @param names without regard to what is there
 * @param certain whether they are tables for sure, as DuckDB's own parser understands a query; of
 *     other statements it does not tell, and all that looks like a name is one
 * @param tree the statement as DuckDB's parser has it, if certain
 */
record SqlTables(Set<Name> names, boolean certain, JsonNode tree) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WORD = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_]*)";
  private static final Pattern QUALIFIED = Pattern.compile(WORD + "\\s*\\.\\s*" + WORD);

  /** A table's name with that of its schema. */
  record Name(String schema, String table) {

    /** Whether a part of a statement is this very table. */
    boolean isNamedBy(JsonNode part) {
      return part.path("type").asText().equals("BASE_TABLE")
          && part.path("catalog_name").asText().isEmpty()
          && part.path("schema_name").asText().equalsIgnoreCase(schema)
          && part.path("table_name").asText().equalsIgnoreCase(table);
    }
  }

  static SqlTables of(Connection connection, String sql) throws SQLException {
    JsonNode tree = parsed(connection, sql);
    boolean certain = !tree.path("error").asBoolean();
    Set<Name> names = new LinkedHashSet<>();
    if (certain) {
      collect(tree, names);
    } else {
      collect(QUALIFIED.matcher(sql), names);
    }
    return new SqlTables(names, certain, tree);
  }

  /** How often the statement names the table. */
  int timesNamed(Name name) {
    return timesNamed(name, tree);
  }

  private static int timesNamed(Name name, JsonNode tree) {
    int times = name.isNamedBy(tree) ? 1 : 0;
    for (JsonNode child : tree) {
      times += timesNamed(name, child);
    }
    return times;
  }

  /** A statement as DuckDB's parser has it. */
  static JsonNode parsed(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(CAST(? AS VARCHAR))")) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return JSON.readTree(result.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new SQLException("Cannot read what DuckDB's parser tells: " + e.getMessage(), e);
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

  private static void collect(Matcher text, Set<Name> names) {
    while (text.find()) {
      names.add(new Name(plain(text.group(1)), plain(text.group(2))));
    }
  }

  private static String plain(String word) {
    return word.startsWith("\"")
        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
        : word;
  }
}
