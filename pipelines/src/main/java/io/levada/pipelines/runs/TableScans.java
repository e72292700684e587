/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.PartitionFilter;
import io.levada.io.lake.SchemaDrift;
import io.levada.io.lake.TableScan;
import io.levada.pipelines.UsageException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The scans that options ask for. */
public final class TableScans {

  private TableScans() {}

  /**
   * A scan of the partitions that {@code --where} tells.
   *
   * @param where null for all
   * @throws UsageException if it is no such condition
   */
  public static TableScan of(@Nullable String where, SchemaDrift drift) {
    TableScan scan = TableScan.all().withDrift(drift);
    if (where == null) {
      return scan;
    }

    try {
      return scan.withFilter(PartitionFilter.parse(where));
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --where: " + e.getMessage());
    }
  }
}
