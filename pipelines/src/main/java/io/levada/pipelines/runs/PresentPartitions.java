/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.Registration;
import io.levada.io.lake.CatalogPartitions;
import io.levada.io.lake.HivePath;
import io.levada.io.ledger.Visibility;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the partitions of a table are by its catalog, and by what runs before have perhaps not
 * registered there yet. A table without partitions is one without values.
 */
final class PresentPartitions {

  private final LakeTarget target;
  private final List<String> partitionColumns;
  private final Catalog catalog;
  private final AwsSettings aws;

  /**
   * @param partitionColumns of the run, in the order of the path
   */
  PresentPartitions(
      LakeTarget target, List<String> partitionColumns, Catalog catalog, AwsSettings aws) {
    this.target = target;
    this.partitionColumns = List.copyOf(partitionColumns);
    this.catalog = catalog;
    this.aws = aws;
  }

  /** All of them, by their values. */
  Map<List<String>, Location> all(CatalogTable table) throws IOException {
    return CatalogPartitions.of(catalog, table, pending(), null);
  }

  /** Those of the values that are there. */
  Map<List<String>, Location> some(CatalogTable table, Collection<List<String>> values)
      throws IOException {
    if (partitionColumns.isEmpty()) {
      return all(table);
    }

    Map<List<String>, Location> present = new HashMap<>();
    catalog
        .partitions(table.name(), values)
        .forEach(partition -> present.put(partition.values(), partition.location()));
    CatalogPartitions.lay(pending(), table, present);
    return present;
  }

  /**
   * Partitions of the table's own folder that it does not have any more.
   *
   * @param written those that it has
   */
  List<List<String>> gone(CatalogTable table, Collection<List<String>> written) throws IOException {
    List<List<String>> gone = new ArrayList<>();
    all(table)
        .forEach(
            (values, location) -> {
              if (location.isWithin(target.table()) && !written.contains(values)) {
                gone.add(values);
              }
            });
    return gone;
  }

  /**
   * The folders of all of them that are below the table's, by the paths that the run gives them.
   */
  Map<String, String> folders(CatalogTable table) throws IOException {
    Map<String, String> folders = new HashMap<>();
    all(table)
        .forEach(
            (values, location) -> {
              if (location.isWithin(target.table())) {
                folders.put(path(table, values), below(location));
              }
            });
    return folders;
  }

  private String below(Location location) {
    return location.equals(target.table()) ? "" : location.relativeTo(target.table());
  }

  /** The path that the run gives the partition. */
  String path(CatalogTable table, List<String> values) {
    Map<String, String> byKey = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byKey.put(table.partitionKeys().get(i).name(), values.get(i));
    }
    List<String> folders = new ArrayList<>();
    for (String column : partitionColumns) {
      String value = byKey.get(column.toLowerCase(Locale.ROOT));
      folders.add(HivePath.folder(column, CatalogPartition.NULL.equals(value) ? null : value));
    }
    return String.join("/", folders);
  }

  private List<Registration> pending() throws IOException {
    return Visibility.of(aws, target.table())
        .registrations(target.catalog().catalog(), target.catalog().name());
  }
}
