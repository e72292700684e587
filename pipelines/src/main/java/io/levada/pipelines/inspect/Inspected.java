/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.io.lake.SchemaDrift;
import io.levada.io.lake.TableScan;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.TableScans;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a command is asked to look at. */
final class Inspected {

  private Inspected() {}

  /**
   * @param where which partitions, or null for all
   * @param columns which columns, or null for all
   * @throws UsageException if {@code where} is no condition
   */
  static TableScan scan(@Nullable String where, @Nullable List<String> columns) {
    TableScan scan = TableScans.of(where, SchemaDrift.UNION);
    try {
      return columns == null ? scan : scan.withColumns(columns);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
