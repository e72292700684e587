/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Cuts the bytes of a file, or of a part of one, into records: one class for each shape. */
interface RecordCutter {

  /** The next block of at least one record, or null when there is none left. */
  @Nullable RecordBlock next() throws IOException;

  /**
   * The byte of content with which what was cut begins. Known once {@link #next} has given null.
   */
  long from();

  /** The byte of content behind what was cut. Known once {@link #next} has given null. */
  long to();

  /** All records that {@link #next} gave so far. */
  Tally records();
}
