/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import java.util.Arrays;

/**
 * Finds a held row by its key: a hash table with open addressing that has a hash and an address for
 * each key, side by side in one array, and compares keys where the rows lie.
 */
final class DedupKeyTable {

  /** Where the bytes of a row's content start, which are those of its key. */
  private static final int CONTENT = EncodedRow.HEADER;

  private long[] entries;
  private int mask;
  private int size;
  private int limit;

  DedupKeyTable() {
    allot(1 << 10);
  }

  private void allot(int capacity) {
    entries = new long[2 * capacity];
    mask = capacity - 1;
    limit = capacity / 3 * 2;
  }

  /**
   * The place of the key that is at {@code [from, to)}, or, if it is not here, {@code ~place} of
   * where it may be put until the next change.
   */
  int find(long hash, byte[] bytes, int from, int to, DedupHeldRows rows) {
    int place = (int) hash & mask;
    while (entries[2 * place + 1] != 0) {
      if (entries[2 * place] == hash && isKeyAt(address(place), bytes, from, to, rows)) {
        return place;
      }
      place = (place + 1) & mask;
    }
    return ~place;
  }

  /**
   * No encoded key is the beginning of another one, so that a row whose content begins with the
   * key's bytes has that key, however long its own would be.
   */
  private static boolean isKeyAt(long address, byte[] bytes, int from, int to, DedupHeldRows rows) {
    byte[] held = rows.chunk(address);
    int start = DedupHeldRows.offset(address) + CONTENT;
    int end = start + to - from;
    return end <= held.length && Arrays.equals(held, start, end, bytes, from, to);
  }

  long address(int place) {
    return entries[2 * place + 1] - 1;
  }

  void replace(int place, long address) {
    entries[2 * place + 1] = address + 1;
  }

  /** Puts a key that {@link #find} has not found at the free place that it gave. */
  void put(int place, long hash, long address) {
    entries[2 * place] = hash;
    entries[2 * place + 1] = address + 1;
    size++;
    if (size > limit) {
      grow();
    }
  }

  /** Adds a key that is known to be new. */
  void add(long hash, long address) {
    put(freePlace(hash), hash, address);
  }

  private int freePlace(long hash) {
    int place = (int) hash & mask;
    while (entries[2 * place + 1] != 0) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] old = entries;
    allot(2 * (mask + 1));
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] != 0) {
        int place = freePlace(old[at]);
        entries[2 * place] = old[at];
        entries[2 * place + 1] = old[at + 1];
      }
    }
  }
}
