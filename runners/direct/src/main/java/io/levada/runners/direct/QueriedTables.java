/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableFile;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Storages;
import io.levada.pipelines.catalog.CatalogTables;
import io.levada.runners.direct.SqlTables.Name;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives DuckDB the tables of a catalog that a statement names, and no others. */
final class QueriedTables {

  /** What DuckDB has of its own. */
  private static final Set<String> OWN_SCHEMAS =
      Set.of("main", "temp", "information_schema", "pg_catalog");

  private static final String LOCAL = "file";

  /** Of a table whose files a run replaces while they are fetched. */
  private static final int MOST_TRIES = 3;

  private final Connection connection;
  private final Storages storages;
  private final CatalogReference reference;
  private final FetchedFiles fetched;

  /**
   * @param fetched takes the files that are not on this machine
   */
  QueriedTables(
      Connection connection, Storages storages, CatalogReference reference, FetchedFiles fetched) {
    this.connection = connection;
    this.storages = storages;
    this.reference = reference;
    this.fetched = fetched;
  }

  /**
   * Makes a view of each table that the statement names.
   *
   * @throws IOException if there is no such table, with the nearest name, it can't be read, or more
   *     would have to be fetched than may be
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
        CatalogTable table = CatalogTables.find(catalog, reference, tableName(name));
        new TableView(connection, "levada_" + number)
            .create(name, table, files(named, name, table));
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

  private List<ViewFile> files(SqlTables named, Name name, CatalogTable table) throws IOException {
    if (table.location().scheme().equals(LOCAL)) {
      return list(table).files().stream()
          .map(file -> new ViewFile(file.location().uri(), file.partition()))
          .toList();
    }

    for (int tries = 1; ; tries++) {
      try {
        return fetch(new PartitionChoice(connection, named).of(name, table, list(table)), table);
      } catch (ChangedWhileReadingException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private LakeTable list(CatalogTable table) throws IOException {
    return LakeTable.list(storages, reference, table.name(), TableScan.all());
  }

  private List<ViewFile> fetch(List<TableFile> files, CatalogTable table) throws IOException {
    try {
      List<Path> paths = fetched.fetch(files, table.location());
      List<ViewFile> viewed = new ArrayList<>();
      for (int i = 0; i < paths.size(); i++) {
        viewed.add(new ViewFile(paths.get(i).toString(), files.get(i).partition()));
      }
      return viewed;
    } catch (TooMuchToFetchException e) {
      throw new IOException(tooMuch(table, e.getMessage()), e);
    }
  }

  private static String tooMuch(CatalogTable table, String size) {
    String keys =
        table.partitionKeys().stream().map(CatalogColumn::name).collect(Collectors.joining(", "));
    return "Cannot query "
        + table.name()
        + ": "
        + size
        + " would be fetched from "
        + table.location()
        + ", more than --maxDownload in all (give more"
        + (keys.isEmpty() ? "" : ", ask for fewer partitions by " + keys)
        + ", or query it with Athena)";
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
