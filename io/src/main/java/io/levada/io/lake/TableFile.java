/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file of a table, with the partition that it belongs to, and what its footer said of its row
 * groups when it was listed.
 */
public final class TableFile implements Serializable {

  private final Entry entry;
  private final List<@Nullable String> partition;
  private final long[] groupRows;
  private final long[] groupBytes;

  /**
   * @param partition the values of the table's partition columns, not copied: files of one
   *     partition share them
   */
  TableFile(
      Entry entry, List<@Nullable String> partition, List<Long> groupRows, List<Long> groupBytes) {
    this.entry = entry;
    this.partition = partition;
    this.groupRows = groupRows.stream().mapToLong(Long::longValue).toArray();
    this.groupBytes = groupBytes.stream().mapToLong(Long::longValue).toArray();
  }

  /** The file as it was listed; reading is held to it. */
  public Entry entry() {
    return entry;
  }

  public Location location() {
    return entry.location();
  }

  /** The values of the table's partition columns as text, null for the default partition. */
  public List<@Nullable String> partition() {
    return partition;
  }

  /** How many rows the file has. */
  public long rows() {
    return rowsBefore(groups());
  }

  /** How many row groups the file has. */
  public int groups() {
    return groupRows.length;
  }

  /** How many rows stand before a row group. */
  long rowsBefore(int group) {
    return Arrays.stream(groupRows, 0, group).sum();
  }

  long rowsOf(int group) {
    return groupRows[group];
  }

  /** The stored bytes of the columns of a row group that are read. */
  long bytesOf(int group) {
    return groupBytes[group];
  }

  @Override
  public String toString() {
    return location() + " (" + rows() + " rows)";
  }
}
