/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.util.Arrays;

/**
 * The objects and lists that are open, a bit each. Beyond {@link #MOST_TOLD} levels they are only
 * counted, so that hostile input can't fill the memory.
 */
final class Nesting {

  static final int MOST_TOLD = 1 << 20;

  private long[] objects = new long[1];
  private long depth;

  long depth() {
    return depth;
  }

  void clear() {
    depth = 0;
  }

  void open(boolean object) {
    if (depth < MOST_TOLD) {
      int word = (int) (depth >> 6);
      if (word == objects.length) {
        objects = Arrays.copyOf(objects, objects.length * 2);
      }
      long bit = 1L << depth;
      objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    }
    depth++;
  }

  /** Closes the innermost if it is of this kind; false if it is certainly not. */
  boolean close(boolean object) {
    if (depth <= MOST_TOLD && isInObject() != object) {
      return false;
    }
    depth--;
    return true;
  }

  /** Whether it is known what the innermost is. */
  boolean isTold() {
    return depth > 0 && depth <= MOST_TOLD;
  }

  /** Whether the innermost is an object. To be asked only where {@link #isTold}. */
  boolean isInObject() {
    long innermost = depth - 1;
    return (objects[(int) (innermost >> 6)] >> innermost & 1) != 0;
  }
}
