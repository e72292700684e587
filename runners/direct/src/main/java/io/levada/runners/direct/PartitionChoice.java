/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.HiveTypes;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableFile;
import io.levada.runners.direct.SqlTables.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files of a table a statement can need, by what it asks of partition keys. A table of the
 * partitions' keys is asked the very conditions of the statement that are about keys alone, so what
 * they mean is for DuckDB to say.
 *
 * <p>They count where the table stands alone behind a {@code FROM}, and are joined by {@code AND};
 * a table that is named elsewhere as well is needed whole.
 */
final class PartitionChoice {

  /** What a condition may be made of: what has the same value for the same keys. */
  private static final Set<String> EXPRESSIONS =
      Set.of("BETWEEN", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "OPERATOR");

  private final Connection connection;
  private final SqlTables named;

  PartitionChoice(Connection connection, SqlTables named) {
    this.connection = connection;
    this.named = named;
  }

  /** The files that are needed, in their order. */
  List<TableFile> of(Name name, CatalogTable table, LakeTable files) {
    Optional<List<List<JsonNode>>> conditions = conditions(name, table);
    if (conditions.isEmpty() || files.files().isEmpty()) {
      return files.files();
    }

    try {
      return wanted(conditions.get(), table, files);
    } catch (SQLException | IllegalArgumentException e) {
      // A key that is none of its type, or a comparison that makes no sense: the statement tells.
      return files.files();
    }
  }

  /** Of each place where the table stands, what it asks of keys; empty if one asks nothing. */
  private Optional<List<List<JsonNode>>> conditions(Name name, CatalogTable table) {
    if (!named.certain() || table.partitionKeys().isEmpty()) {
      return Optional.empty();
    }

    List<JsonNode> selects = new ArrayList<>();
    collectSelects(named.tree(), name, selects);
    List<List<JsonNode>> conditions = new ArrayList<>();
    for (JsonNode select : selects) {
      List<JsonNode> own = new ArrayList<>();
      collectConditions(select.path("where_clause"), select.get("from_table"), table, own);
      conditions.add(own);
    }
    boolean isWhole =
        selects.size() != named.timesNamed(name) || conditions.stream().anyMatch(List::isEmpty);
    return isWhole ? Optional.empty() : Optional.of(conditions);
  }

  private static void collectSelects(JsonNode tree, Name name, List<JsonNode> selects) {
    JsonNode from = tree.path("from_table");
    if (tree.path("type").asText().equals("SELECT_NODE")
        && name.isNamedBy(from)
        && !isSample(tree)
        && from.path("column_name_alias").isEmpty()) {
      selects.add(tree);
    }
    tree.forEach(child -> collectSelects(child, name, selects));
  }

  /** A sample is drawn from all rows, and conditions hold for what was drawn. */
  private static boolean isSample(JsonNode select) {
    return select.path("sample").isObject() || select.path("from_table").path("sample").isObject();
  }

  private static void collectConditions(
      JsonNode where, JsonNode from, CatalogTable table, List<JsonNode> conditions) {
    if (where.path("type").asText().equals("CONJUNCTION_AND")) {
      where.path("children").forEach(child -> collectConditions(child, from, table, conditions));
    } else if (where.isObject() && isOfKeys(where, from, table)) {
      conditions.add(where);
    }
  }

  private static boolean isOfKeys(JsonNode expression, JsonNode from, CatalogTable table) {
    String kind = expression.path("class").asText();
    if (kind.equals("COLUMN_REF")) {
      return isKey(expression.path("column_names"), from, table);
    }
    boolean isOperator = kind.equals("FUNCTION") && expression.path("is_operator").asBoolean();
    if (!kind.isEmpty() && !isOperator && !EXPRESSIONS.contains(kind)) {
      return false;
    }
    for (JsonNode child : expression) {
      if (!isOfKeys(child, from, table)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKey(JsonNode names, JsonNode from, CatalogTable table) {
    if (names.size() > 2 || (names.size() == 2 && !isTable(names.get(0), from))) {
      return false;
    }

    String column = names.path(names.size() - 1).asText();
    return table.partitionKeys().stream().anyMatch(key -> key.name().equalsIgnoreCase(column));
  }

  private static boolean isTable(JsonNode qualifier, JsonNode from) {
    String alias = from.path("alias").asText();
    String name = alias.isEmpty() ? from.path("table_name").asText() : alias;
    return qualifier.asText().equalsIgnoreCase(name);
  }

  private List<TableFile> wanted(
      List<List<JsonNode>> conditions, CatalogTable table, LakeTable files) throws SQLException {
    putKeys(table, files);
    Set<Integer> wanted = new TreeSet<>();
    for (List<JsonNode> one : conditions) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(select(one))) {
        while (rows.next()) {
          wanted.add(rows.getInt(1));
        }
      }
    }
    return wanted.stream().map(files.files()::get).toList();
  }

  private void putKeys(CatalogTable table, LakeTable files) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (CatalogColumn key : table.partitionKeys()) {
      String type = DuckDbType.of(HiveTypes.parse(key.type()));
      columns.add(TableView.quoted(key.name()) + " " + type);
      values.add("CAST(? AS " + type + ")");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE TEMP TABLE levada_keys (\"levada file\" INTEGER, "
              + String.join(", ", columns)
              + ")");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO levada_keys VALUES (?, " + String.join(", ", values) + ")")) {
      for (int i = 0; i < files.files().size(); i++) {
        insert.setInt(1, i);
        List<String> partition = files.files().get(i).partition();
        for (int k = 0; k < partition.size(); k++) {
          insert.setString(k + 2, partition.get(k));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** A statement of DuckDB's own making that asks the table of keys for these conditions. */
  private String select(List<JsonNode> conditions) throws SQLException {
    JsonNode tree =
        SqlTables.parsed(
            connection, "SELECT \"levada file\" FROM temp.levada_keys WHERE true AND true");
    ArrayNode all = (ArrayNode) tree.at("/statements/0/node/where_clause/children");
    conditions.forEach(condition -> all.add(unqualified(condition.deepCopy())));
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_deserialize_sql(CAST(? AS JSON))")) {
      statement.setString(1, tree.toString());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private static JsonNode unqualified(JsonNode expression) {
    if (expression.path("class").asText().equals("COLUMN_REF")) {
      ArrayNode names = (ArrayNode) expression.get("column_names");
      while (names.size() > 1) {
        names.remove(0);
      }
    }
    expression.forEach(PartitionChoice::unqualified);
    return expression;
  }
}
