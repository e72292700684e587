/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.Serializable;

/**
 * Row groups of a file that follow on one another, for one reader.
 *
 * @param index the file's place in the table
 * @param from the first row group
 * @param to the row group behind the last; the same as {@code from} only for a file without any
 */
record GroupRange(int index, TableFile file, int from, int to) implements Serializable {

  static GroupRange whole(int index, TableFile file) {
    return new GroupRange(index, file, 0, file.groups());
  }

  /** The stored bytes of the columns that are read. */
  long bytes() {
    long bytes = 0;
    for (int group = from; group < to; group++) {
      bytes += file.bytesOf(group);
    }
    return bytes;
  }

  /** The ordinal in the file of the range's first row. */
  long firstRow() {
    return file.rowsBefore(from);
  }

  boolean reachesEnd() {
    return to == file.groups();
  }
}
