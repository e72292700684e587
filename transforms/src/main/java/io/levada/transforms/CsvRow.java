/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.util.Arrays;

/**
 * The cells of a row, where they stand in an array of characters.
 *
 * <p>What a parser calls for each cell is kept this small on purpose: it becomes part of the
 * parser's loop when that is compiled, and what is done with the cells does not.
 */
final class CsvRow {

  private char[] chars = new char[0];
  private int[] starts = new int[32];
  private int[] lengths = new int[32];
  private boolean[] quoted = new boolean[32];
  private int count;

  void clear() {
    count = 0;
  }

  /** Adds a cell; the cells of a row stand in one array. */
  void add(char[] array, int from, int length, boolean isQuoted) {
    if (count == starts.length) {
      grow();
    }
    chars = array;
    starts[count] = from;
    lengths[count] = length;
    quoted[count++] = isQuoted;
  }

  private void grow() {
    starts = Arrays.copyOf(starts, 2 * count);
    lengths = Arrays.copyOf(lengths, 2 * count);
    quoted = Arrays.copyOf(quoted, 2 * count);
  }

  /** How many cells there are. */
  int count() {
    return count;
  }

  char[] chars() {
    return chars;
  }

  /** Where the text of a cell begins. */
  int start(int cell) {
    return starts[cell];
  }

  /** How many characters the text of a cell has. */
  int length(int cell) {
    return lengths[cell];
  }

  /** Whether a cell stands in quotes. */
  boolean isQuoted(int cell) {
    return quoted[cell];
  }
}
