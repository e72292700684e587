/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Which columns of a table a scan reads. */
final class ColumnChoice {

  private final TableScan scan;
  private final @Nullable Set<String> keys;

  ColumnChoice(TableScan scan) {
    this.scan = scan;
    this.keys =
        scan.columns() == null
            ? null
            : scan.columns().stream().map(ColumnIndex::key).collect(Collectors.toSet());
  }

  boolean has(String column) {
    return keys == null || keys.contains(ColumnIndex.key(column));
  }

  /**
   * The columns that are read, in the order that the scan asks for.
   *
   * @param table for messages
   * @param found those that are chosen and there
   * @param names of all that are there, for messages
   * @throws IllegalArgumentException if one is not there
   */
  Schema of(Object table, Schema found, Collection<String> names) {
    if (scan.columns() == null) {
      return found;
    }

    ColumnIndex index = ColumnIndex.of(found);
    Schema.Builder schema = Schema.builder();
    for (String column : scan.columns()) {
      int at = index.indexOf(column);
      if (at < 0) {
        throw new IllegalArgumentException(
            "Cannot read column "
                + column
                + " of "
                + table
                + ": it has no such column (it has "
                + names.stream().sorted().collect(Collectors.joining(", "))
                + ")");
      }
      schema.addField(found.getField(at));
    }
    return schema.build();
  }
}
