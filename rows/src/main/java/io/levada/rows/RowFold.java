/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.Serializable;
import java.util.function.BiConsumer;

/**
 * What becomes of rows where they are read, before any of them is handed on: for results that are
 * much smaller than the rows. Reading and folding in one place saves what it costs to hand over a
 * row, which is more than what it costs to add it up.
 */
public interface RowFold extends Serializable {

  /** Begins with the rows of one reader. */
  Part begin();

  /** What was made so far of the rows of one reader. */
  interface Part {

    /** Takes the rows, which are not to be kept. */
    void add(RowBlock rows);

    /** Takes what stands in a row's place. */
    void add(Note note);

    /** Whether it has become so large that it should be given away. */
    boolean isFull();

    /**
     * Gives all that it has away, and is empty then.
     *
     * @param output takes a key and a chunk, several with one key if need be
     */
    void give(BiConsumer<Integer, byte[]> output);
  }
}
