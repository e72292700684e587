/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.Registration;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where the partitions of a table are by its catalog, once it has all that visible runs change in
 * it.
 */
public final class CatalogPartitions {

  private CatalogPartitions() {}

  /**
   * The location of each partition by its values, as a catalog writes them; a table without
   * partition keys is one partition without values.
   *
   * @param table as the catalog has it
   * @param registrations of runs that are visible and may not be through, in their order ({@link
   *     io.levada.io.ledger.Visibility#registrations})
   * @param expression which partitions of the catalog, as {@link Catalog#partitions(
   *     io.levada.io.catalog.TableName, String, Catalog.PartitionVisitor)} takes it; null for all.
   *     Those of the registrations are there in any case
   * @throws IOException if the catalog can't be read, or has a partition that has not one value for
   *     each key
   */
  public static Map<List<String>, Location> of(
      Catalog catalog,
      CatalogTable table,
      List<Registration> registrations,
      @Nullable String expression)
      throws IOException {
    Map<List<String>, Location> locations = new LinkedHashMap<>();
    if (table.partitionKeys().isEmpty()) {
      locations.put(List.of(), table.location());
    } else {
      catalog.partitions(
          table.name(),
          expression,
          partition -> {
            checkValues(table, partition.values());
            locations.put(partition.values(), partition.location());
          });
    }
    lay(registrations, table, locations);
    return locations;
  }

  /** Changes locations as the registrations do, which are those of {@link #of}. */
  public static void lay(
      List<Registration> registrations, CatalogTable table, Map<List<String>, Location> over) {
    registrations.forEach(registration -> lay(registration, table, over));
  }

  private static void checkValues(CatalogTable table, List<String> values) throws IOException {
    if (values.size() != table.partitionKeys().size()) {
      throw new IOException(
          "Cannot read partition "
              + values
              + " of "
              + table.name()
              + ": the table has the keys "
              + table.partitionKeys()
              + " (drop the partition from the catalog)");
    }
  }

  private static void lay(
      Registration registration, CatalogTable table, Map<List<String>, Location> over) {
    if (table.partitionKeys().isEmpty()) {
      if (registration.folder() != null) {
        over.put(List.of(), registration.folder());
      }
      return;
    }
    registration.placed().forEach(placed -> over.put(placed.values(), placed.location()));
    registration.dropped().forEach(over::remove);
  }
}
