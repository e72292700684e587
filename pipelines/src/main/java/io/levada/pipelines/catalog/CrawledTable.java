/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.HiveTypes;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableFile;
import io.levada.io.lake.TableScan;
import io.levada.io.lake.VersionFolder;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.ColumnNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table as the files in a folder are one.
 *
 * @param table as it would be made anew, in the folder itself
 * @param location where the files of a table without partitions are: the folder, or a version in it
 * @param partitions where the files of each partition are, by its values
 * @param files how many there are
 * @param rows how many there are in them
 * @param oddNames of columns, which Athena does not take
 */
record CrawledTable(
    CatalogTable table,
    Location location,
    Map<Map<String, @Nullable String>, Location> partitions,
    long files,
    long rows,
    List<String> oddNames) {

  /**
   * Looks at the files of a folder, those that are visible by its ledger if it has one.
   *
   * @param keyTypes types of partition columns by name; the others are strings
   * @throws IOException also if there is no file, or files do not go together
   */
  static CrawledTable of(
      Storages storages, Location folder, TableName name, Map<String, FieldType> keyTypes)
      throws IOException {
    LakeTable lake =
        LakeTable.list(
            storages, folder, TableScan.all().withPartitionTypes(keyTypes).withTypesForACatalog());
    if (lake.files().isEmpty()) {
      throw new IOException(
          "Cannot crawl " + folder + ": there is no Parquet file (give the folder of a table)");
    }

    Set<String> inPath = new TreeSet<>(lake.partitionColumns());
    List<CatalogColumn> columns = new ArrayList<>();
    List<CatalogColumn> keys = new ArrayList<>();
    for (Field field : lake.schema().getFields()) {
      (inPath.contains(field.getName()) ? keys : columns).add(column(folder, field));
    }
    Map<Map<String, @Nullable String>, Location> locations = locations(lake);
    return new CrawledTable(
        CatalogTable.ofParquet(name, folder, columns, keys),
        keys.isEmpty() ? locations.values().iterator().next() : folder,
        keys.isEmpty() ? Map.of() : locations,
        lake.files().size(),
        lake.rows(),
        oddNames(lake));
  }

  private static CatalogColumn column(Location folder, Field field) throws IOException {
    try {
      return CatalogColumn.of(field.getName(), HiveTypes.of(field.getType()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Cannot crawl " + folder + ": its column " + field.getName() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> oddNames(LakeTable lake) {
    return lake.schema().getFieldNames().stream()
        .filter(name -> !ColumnNames.isSafe(name.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static Map<Map<String, @Nullable String>, Location> locations(LakeTable lake)
      throws IOException {
    Map<Map<String, @Nullable String>, Location> locations = new LinkedHashMap<>();
    for (TableFile file : lake.files()) {
      Map<String, @Nullable String> values = values(lake, file);
      Location location = partitionOf(lake.folder(), file.location(), values.size());
      Location other = locations.putIfAbsent(values, location);
      if (other != null && !other.equals(location)) {
        throw new IOException(
            "Cannot crawl "
                + lake.folder()
                + ": partition "
                + values
                + " has files in "
                + other
                + " and in "
                + location
                + ", and a catalog has one location (move them together)");
      }
    }
    return locations;
  }

  private static Map<String, @Nullable String> values(LakeTable lake, TableFile file) {
    Map<String, @Nullable String> values = new TreeMap<>();
    for (int i = 0; i < file.partition().size(); i++) {
      values.put(lake.partitionColumns().get(i), file.partition().get(i));
    }
    return values;
  }

  /** The last folder of a key, or the version in it. */
  private static Location partitionOf(Location table, Location file, int keys) {
    Location location = table;
    int found = 0;
    String[] names = file.relativeTo(table).split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      boolean isVersion = i == names.length - 2 && VersionFolder.is(names[i]);
      if (found == keys && !isVersion) {
        break;
      }
      location = location.child(names[i]);
      found += !isVersion && names[i].indexOf('=') > 0 ? 1 : 0;
    }
    return location;
  }
}
