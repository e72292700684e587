/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.Storages;
import io.levada.pipelines.catalog.CatalogTables;
import io.levada.runners.direct.SqlTables.Name;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Gives DuckDB the tables of a catalog that a statement names, and no others. */
final class QueriedTables {

  /** What DuckDB has of its own. */
  private static final Set<String> OWN_SCHEMAS =
      Set.of("main", "temp", "information_schema", "pg_catalog");

  private static final String LOCAL = "file";

  private final Connection connection;
  private final Storages storages;
  private final CatalogReference reference;

  QueriedTables(Connection connection, Storages storages, CatalogReference reference) {
    this.connection = connection;
    this.storages = storages;
    this.reference = reference;
  }

  /**
   * Makes a view of each table that the statement names.
   *
   * @throws IOException if there is no such table, with the nearest name, or it can't be read
   */
  void provide(String sql) throws IOException, SQLException {
    SqlTables named = SqlTables.of(connection, sql);
    Set<Name> names = new LinkedHashSet<>(named.names());
    names.removeIf(name -> OWN_SCHEMAS.contains(name.schema().toLowerCase(Locale.ROOT)));
    if (names.isEmpty()) {
      return;
    }

    Catalog catalog = reference.open(storages.aws());
    int number = 0;
    for (Name name : names) {
      if (named.certain() || isThere(catalog, name)) {
        provide(CatalogTables.find(catalog, reference, tableName(name)), name, number);
        number++;
      }
    }
  }

  private static boolean isThere(Catalog catalog, Name name) throws IOException {
    try {
      return catalog.table(new TableName(name.schema(), name.table())).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void provide(CatalogTable table, Name name, int number) throws IOException, SQLException {
    if (!table.location().scheme().equals(LOCAL)) {
      throw new IOException(
          "Cannot query "
              + table.name()
              + ": it is in "
              + table.location()
              + ", and only tables on this machine can be queried (levada head catalog:"
              + table.name()
              + " shows rows, Athena takes queries)");
    }

    LakeTable files = LakeTable.list(storages, reference, table.name(), TableScan.all());
    new TableView(connection, "levada_" + number).create(name, table, files);
  }

  private static TableName tableName(Name name) throws IOException {
    try {
      return new TableName(name.schema(), name.table());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Cannot query " + name.schema() + "." + name.table() + ": " + e.getMessage(), e);
    }
  }
}
