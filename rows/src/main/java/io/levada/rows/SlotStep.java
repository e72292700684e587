/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;

/**
 * What happens to the encoded rows of one slot between the shuffle and the files.
 *
 * <p>A step gives every row that it is given to exactly one method of the {@link Outcome}, once.
 */
public interface SlotStep extends Serializable {

  /**
   * @param codec the form of the rows
   * @param chunks encoded rows back to back, a whole number of them in each chunk; read once. The
   *     step may keep the arrays
   * @param outcome takes the rows
   * @param workspace memory and disk for the step
   * @throws IOException if the workspace's disk fails or its quota is spent
   */
  void process(RowCodec codec, Iterator<byte[]> chunks, Outcome outcome, Workspace workspace)
      throws IOException;

  /** Whether rows must meet in a slot for it; otherwise each is kept, whatever others there are. */
  default boolean needsSlots() {
    return true;
  }

  /** Passes every row on. */
  static SlotStep keepAll() {
    return new KeepAllRows();
  }

  /** Where a step's rows go. */
  interface Outcome {

    /** The row that starts at {@code at} is wanted; it is taken before the method returns. */
    void keep(byte[] bytes, int at) throws IOException;

    /** The row that starts at {@code at} repeats one that is kept. */
    void dropDuplicate(byte[] bytes, int at);
  }

  /** What a step may use besides the stack. */
  interface Workspace {

    /** How many bytes of rows the step may hold. */
    long memoryBytes();

    /**
     * A new place for bytes that do not fit, on disk.
     *
     * @throws IOException if the disk fails
     */
    Spill newSpill() throws IOException;
  }

  /** Rows set aside, written first and then read once. */
  interface Spill {

    /**
     * @throws IOException if the disk fails or the workspace's quota is spent
     */
    void write(byte[] bytes, int from, int length) throws IOException;

    /**
     * Ends writing and gives back what was written, in chunks of whole rows as they were written.
     *
     * @throws IOException if the disk fails
     */
    Iterator<byte[]> read() throws IOException;

    /** Whether nothing was written. */
    boolean isEmpty();

    /** Gives the disk back. */
    void discard();
  }
}
