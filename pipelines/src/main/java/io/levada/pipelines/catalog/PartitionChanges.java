/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.PartitionKeys;
import io.levada.io.catalog.Registration;
import io.levada.io.lake.VersionFolder;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How the partitions of a folder differ from those that a catalog has.
 *
 * @param added that the catalog has not
 * @param moved that it has elsewhere
 * @param gone values of those that it has in the table's folder, where they are not
 */
record PartitionChanges(
    List<CatalogPartition> added, List<CatalogPartition> moved, List<List<String>> gone) {

  /**
   * Compares them. Nothing is changed.
   *
   * @param table as it is in the catalog, or will be
   * @param isNew whether it is not there yet
   */
  static PartitionChanges of(
      Catalog catalog, CatalogTable table, boolean isNew, CrawledTable crawled) throws IOException {
    Map<List<String>, Location> found = new HashMap<>();
    PartitionKeys keys = PartitionKeys.of(table);
    for (Map.Entry<Map<String, @Nullable String>, Location> one : crawled.partitions().entrySet()) {
      found.put(keys.values(one.getKey()), one.getValue());
    }
    List<CatalogPartition> moved = new ArrayList<>();
    List<List<String>> gone = new ArrayList<>();
    if (!isNew && !table.partitionKeys().isEmpty()) {
      catalog.partitions(
          table.name(),
          null,
          present -> {
            Location location = found.remove(present.values());
            if (location == null) {
              if (present.location().isWithin(crawled.table().location())) {
                gone.add(present.values());
              }
            } else if (!location.equals(present.location())) {
              moved.add(withRun(present.withLocation(location)));
            }
          });
    }
    List<CatalogPartition> added = new ArrayList<>();
    found.forEach((values, location) -> added.add(partition(table, values, location)));
    return new PartitionChanges(added, moved, gone);
  }

  private static CatalogPartition partition(
      CatalogTable table, List<String> values, Location location) {
    return withRun(
        new CatalogPartition(
            values, location, table.columns(), Map.of("classification", "parquet")));
  }

  /** So that an earlier run that wakes late does not switch it back. */
  private static CatalogPartition withRun(CatalogPartition partition) {
    String run = runOf(partition.location());
    return run == null ? partition : partition.withParameter(Registration.RUN, run);
  }

  /** The run whose version a folder is, or null if it is none. */
  static @Nullable String runOf(Location folder) {
    return VersionFolder.is(folder.name())
        ? folder.name().substring(VersionFolder.COLUMN.length() + 1)
        : null;
  }

  /** Makes the catalog's partitions those of the folder; what is gone is dropped if asked for. */
  void carryOut(Catalog catalog, CatalogTable table, boolean drops) throws IOException {
    catalog.addPartitions(table.name(), added);
    catalog.updatePartitions(table.name(), moved);
    if (drops) {
      catalog.dropPartitions(table.name(), gone);
    }
  }
}
