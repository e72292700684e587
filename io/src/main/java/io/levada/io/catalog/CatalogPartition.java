/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition of a table as a catalog has it. The format of its files is the table's.
 *
 * @param values one for each of the table's keys, in their order, as text without escapes; that of
 *     null is {@code __HIVE_DEFAULT_PARTITION__}
 * @param location the folder of its files, which can be anywhere
 * @param columns those in the files, in order
 * @param parameters by name
 */
public record CatalogPartition(
    List<String> values,
    Location location,
    List<CatalogColumn> columns,
    Map<String, String> parameters) {

  /** How a catalog has null as a partition's value. */
  public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  public CatalogPartition {
    values = List.copyOf(values);
    columns = List.copyOf(columns);
    parameters = Map.copyOf(parameters);
  }

  public CatalogPartition withLocation(Location newLocation) {
    return new CatalogPartition(values, newLocation, columns, parameters);
  }

  public CatalogPartition withColumns(List<CatalogColumn> newColumns) {
    return new CatalogPartition(values, location, newColumns, parameters);
  }

  /** The same with a parameter added, or in the place of the one that it has. */
  public CatalogPartition withParameter(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put(name, value);
    return new CatalogPartition(values, location, columns, all);
  }
}
