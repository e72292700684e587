/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/**
 * Takes the rows of slots in place of files, such as into a database. What it writes is visible at
 * once, so it must be harmless to write a row again: a slot that was cut off is written anew, and a
 * worker that is taken for dead may still be writing.
 */
public interface SlotSink extends Serializable {

  /** The figure that says how many rows were written, as the sink has counted the answers. */
  String WRITTEN = "written";

  /**
   * Begins a slot.
   *
   * @param codec the form of the rows
   * @param outcome is told of each row, in the thread that calls the writer
   */
  Writer open(RowCodec codec, Outcome outcome) throws IOException;

  /** Writes the rows of one slot. */
  interface Writer extends AutoCloseable {

    /** Takes the row that starts at {@code at}; its bytes are the caller's again afterwards. */
    void write(byte[] bytes, int at) throws IOException;

    /**
     * Writes what is left.
     *
     * @return figures that are added up over all slots, {@link #WRITTEN} among them
     */
    Map<String, Long> finish() throws IOException;

    /** Gives up what is not finished. */
    @Override
    void close();
  }

  /** What became of the rows; each is told once. */
  interface Outcome {

    void written(byte[] bytes, int at);

    /**
     * The row can't be written, and no other is to blame.
     *
     * @param code the reason as a reject has it
     * @param message the reason without anything that the row says
     */
    void refused(byte[] bytes, int at, String code, String message) throws IOException;

    /**
     * To be asked again and again while rows are written.
     *
     * @throws IOException if the run is being undone, and nothing may be written any more
     */
    void check() throws IOException;
  }
}
