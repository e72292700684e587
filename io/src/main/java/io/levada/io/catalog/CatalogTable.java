/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as a catalog has it.
 *
 * @param location its folder; of a table without partitions, the folder that readers list
 * @param columns those in the files, in order
 * @param partitionKeys those that partitions are told apart by, in order
 * @param parameters by name
 */
public record CatalogTable(
    TableName name,
    Location location,
    StorageFormat format,
    List<CatalogColumn> columns,
    List<CatalogColumn> partitionKeys,
    Map<String, String> parameters) {

  /** The parameters by which Athena and Glue know a table of Parquet. */
  public static final Map<String, String> PARQUET_PARAMETERS =
      Map.of("classification", "parquet", "EXTERNAL", "TRUE");

  public CatalogTable {
    columns = List.copyOf(columns);
    partitionKeys = List.copyOf(partitionKeys);
    parameters = Map.copyOf(parameters);
  }

  /** A table of Parquet files. */
  public static CatalogTable ofParquet(
      TableName name,
      Location location,
      List<CatalogColumn> columns,
      List<CatalogColumn> partitionKeys) {
    return new CatalogTable(
        name, location, StorageFormat.PARQUET, columns, partitionKeys, PARQUET_PARAMETERS);
  }

  public CatalogTable withLocation(Location newLocation) {
    return new CatalogTable(name, newLocation, format, columns, partitionKeys, parameters);
  }

  public CatalogTable withColumns(List<CatalogColumn> newColumns) {
    return new CatalogTable(name, location, format, newColumns, partitionKeys, parameters);
  }

  /** The same with these parameters added to those that it has, or in their place. */
  public CatalogTable withParameters(Map<String, String> added) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.putAll(added);
    return new CatalogTable(name, location, format, columns, partitionKeys, all);
  }
}
