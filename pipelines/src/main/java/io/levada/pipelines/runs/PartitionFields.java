/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnNames;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Partition columns from an option. */
public final class PartitionFields {

  private static final String NONE = "none";

  private PartitionFields() {}

  /**
   * The columns by their names in the table: the input's {@code cityName} is the column cityname.
   *
   * @param names null, or 'none' alone, for a table without partitions
   * @throws UsageException if one is no name
   */
  public static List<String> of(@Nullable List<String> names) {
    if (names == null || names.equals(List.of(NONE))) {
      return List.of();
    }
    if (names.stream().anyMatch(String::isBlank)) {
      throw new UsageException(
          "Invalid --partitionFields: " + String.join(",", names) + " (a name is empty)");
    }
    return names.stream().map(ColumnNames::safe).toList();
  }
}
