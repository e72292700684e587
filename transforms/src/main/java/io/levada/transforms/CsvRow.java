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

  /** Of each cell where it starts, and twice its length, plus one if it is quoted. */
  private int[] cells = new int[64];

  private int end;

  void clear() {
    end = 0;
  }

  /** Adds a cell; the cells of a row stand in one array. */
  void add(char[] array, int from, int length, boolean isQuoted) {
    if (end == cells.length) {
      cells = Arrays.copyOf(cells, 2 * end);
    }
    if (chars != array) {
      chars = array;
    }
    cells[end] = from;
    cells[end + 1] = (length << 1) | (isQuoted ? 1 : 0);
    end += 2;
  }

  /** How many cells there are. */
  int count() {
    return end >> 1;
  }

  char[] chars() {
    return chars;
  }

  /** Where the text of a cell begins. */
  int start(int cell) {
    return cells[2 * cell];
  }

  /** How many characters the text of a cell has. */
  int length(int cell) {
    return cells[2 * cell + 1] >>> 1;
  }

  /** Whether a cell stands in quotes. */
  boolean isQuoted(int cell) {
    return (cells[2 * cell + 1] & 1) != 0;
  }
}
