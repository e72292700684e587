/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.HiveTypes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What of a table is read, and how its files go together.
 *
 * @param filter which partitions, or null for all
 * @param columns which columns, in this order; none if empty, or null for all
 * @param drift what becomes of files whose columns differ
 * @param partitionTypes types of partition columns by their names; the others are strings
 * @param forCatalog whether the columns are for a catalog, by whose types others read the files
 */
public record TableScan(
    @Nullable PartitionFilter filter,
    @Nullable List<String> columns,
    SchemaDrift drift,
    Map<String, FieldType> partitionTypes,
    boolean forCatalog) {

  private static final TableScan ALL =
      new TableScan(null, null, SchemaDrift.UNION, Map.of(), false);

  public TableScan {
    columns = columns == null ? null : List.copyOf(columns);
    checkColumns(columns);
    partitionTypes = checked(partitionTypes);
  }

  /** The whole table, schemas united, all partition columns strings. */
  public static TableScan all() {
    return ALL;
  }

  /** Only partitions for which the filter is true; folders that can't have any are not listed. */
  public TableScan withFilter(PartitionFilter filter) {
    return new TableScan(filter, columns, drift, partitionTypes, forCatalog);
  }

  /**
   * Only these columns, in this order; partition columns may be among them. The others are not read
   * from the files, and may be of any type.
   *
   * @param columns without regard to case
   * @throws IllegalArgumentException if there is none, or one twice
   */
  public TableScan withColumns(List<String> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Cannot read no columns at all (name at least one)");
    }
    return new TableScan(filter, columns, drift, partitionTypes, forCatalog);
  }

  /**
   * No column at all, which may be of any type and differ from file to file: for the files and
   * their rows by number.
   */
  public TableScan withoutColumns() {
    return new TableScan(filter, List.of(), drift, partitionTypes, forCatalog);
  }

  /** {@link SchemaDrift#UNION} unless said otherwise. */
  public TableScan withDrift(SchemaDrift drift) {
    return new TableScan(filter, columns, drift, partitionTypes, forCatalog);
  }

  /**
   * Partition columns of another type than string. Text that is none of it is an error.
   *
   * @param types by name without regard to case: boolean, a number, a decimal with precision and
   *     scale, date or timestamp (ISO-8601, a blank for the T too)
   * @throws IllegalArgumentException if a type is another
   */
  public TableScan withPartitionTypes(Map<String, FieldType> types) {
    return new TableScan(filter, columns, drift, types, forCatalog);
  }

  /**
   * Unites types only where all who read Parquet by a catalog's types get the same values of either
   * type: {@link HiveTypes#union}.
   */
  public TableScan withTypesForACatalog() {
    return new TableScan(filter, columns, drift, partitionTypes, true);
  }

  private static void checkColumns(@Nullable List<String> columns) {
    if (columns == null) {
      return;
    }
    Set<String> keys = new HashSet<>();
    for (String column : columns) {
      if (!keys.add(ColumnIndex.key(column))) {
        throw new IllegalArgumentException("Cannot read column " + column + " twice");
      }
    }
  }

  private static Map<String, FieldType> checked(Map<String, FieldType> types) {
    Map<String, FieldType> checked = new TreeMap<>();
    types.forEach(
        (column, type) -> {
          if (!PartitionType.isPossible(type)) {
            throw new IllegalArgumentException(
                "Invalid type of partition column "
                    + column
                    + ": "
                    + type.getTypeName()
                    + " (take string, boolean, int16, int32, int64, float, double, a decimal with"
                    + " precision and scale, date or timestamp)");
          }
          checked.put(ColumnIndex.key(column), type.withNullable(true));
        });
    return checked;
  }
}
