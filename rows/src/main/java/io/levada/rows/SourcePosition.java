/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.Serializable;

/**
 * Where a record came from.
 *
 * @param file index of the file in the run's listing, or {@link #NO_FILE}
 * @param offset for text, the byte at which the record starts in the decompressed file; for
 *     Parquet, the ordinal of the row in its file
 */
public record SourcePosition(int file, long offset) implements Serializable {

  /** The file of a row that was not read from one. */
  public static final int NO_FILE = -1;

  public static final SourcePosition NONE = new SourcePosition(NO_FILE, 0);
}
