/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The last short strings of a column, so that a column of few values makes few strings. One whose
 * values hardly ever repeat is no longer looked up.
 */
final class ShortTexts {

  private static final int SLOTS = 64;
  private static final int MAX_LENGTH = 32;
  private static final int MAX_MISSES = 1000;

  private final @Nullable String[] slots = new @Nullable String[SLOTS];
  private int misses;

  /** The characters as a string. */
  String of(char[] chars, int from, int length) {
    if (length > MAX_LENGTH || misses > MAX_MISSES) {
      return new String(chars, from, length);
    }

    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + chars[i];
    }
    int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
    @Nullable String last = slots[slot];
    if (last != null && equals(last, chars, from, length)) {
      misses = Math.max(0, misses - 1);
      return last;
    }
    misses++;
    String text = new String(chars, from, length);
    slots[slot] = text;
    return text;
  }

  private static boolean equals(String text, char[] chars, int from, int length) {
    if (text.length() != length) {
      return false;
    }

    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }
}
