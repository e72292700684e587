/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.pipelines.NearestName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what was typed in a catalog, or what was meant. */
public final class CatalogTables {

  private CatalogTables() {}

  /**
   * The tables of a database.
   *
   * @throws IOException if there is no such database, with the nearest name
   */
  static List<CatalogTable> of(Catalog catalog, CatalogReference reference, String database)
      throws IOException {
    List<String> databases = catalog.databases();
    if (databases.stream().noneMatch(database::equalsIgnoreCase)) {
      throw new IOException(
          "Cannot find database "
              + database
              + " in "
              + reference
              + " ("
              + hint(database, databases)
              + ")");
    }
    return catalog.tables(database);
  }

  /**
   * A table.
   *
   * @throws IOException if there is none, with the nearest name
   */
  public static CatalogTable find(Catalog catalog, CatalogReference reference, TableName name)
      throws IOException {
    Optional<CatalogTable> table = catalog.table(name);
    if (table.isPresent()) {
      return table.get();
    }

    List<String> names = new ArrayList<>();
    for (String database : catalog.databases()) {
      catalog.tables(database).forEach(each -> names.add(each.name().toString()));
    }
    throw new IOException(
        "Cannot find table "
            + name
            + " in "
            + reference
            + " ("
            + hint(name.toString(), names)
            + ")");
  }

  private static String hint(String name, List<String> names) {
    return names.isEmpty()
        ? "it is empty; levada crawl registers the tables of a folder"
        : NearestName.of(name, names)
            .map(near -> "did you mean " + near + "?")
            .orElse("levada tables lists what is there");
  }
}
