/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that wait, to be put into batches in the order of a hash of their keys. They are sorted as
 * numbers, each with the upper bits of a hash and the place of its row: a comparison of objects
 * takes many times as long, and no request is sent meanwhile.
 */
final class ShuffledRows {

  /** For as many places as there can be rows in a list that is drained at some megabytes. */
  private static final int PLACE_BITS = 24;

  private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;
  private static final int FIRST_CAPACITY = 1024;

  private final List<byte[]> rows = new ArrayList<>();
  private long[] orders = new long[FIRST_CAPACITY];
  private long bytes;

  /**
   * Adds a row.
   *
   * @param hash of its key
   */
  void add(byte[] row, long hash) {
    if (rows.size() > PLACE_MASK) {
      throw new IllegalStateException("More than " + PLACE_MASK + " rows wait");
    }
    if (rows.size() == orders.length) {
      orders = Arrays.copyOf(orders, 2 * orders.length);
    }
    orders[rows.size()] = (hash & ~PLACE_MASK) | rows.size();
    rows.add(row);
    bytes += row.length;
  }

  long bytes() {
    return bytes;
  }

  /** All rows, in batches that may be sent, and none waits any more. */
  List<ItemBatch> take() {
    Arrays.sort(orders, 0, rows.size());
    List<ItemBatch> batches = new ArrayList<>(1 + rows.size() / ItemBatch.MAX_ITEMS);
    List<byte[]> next = new ArrayList<>(ItemBatch.MAX_ITEMS);
    long nextBytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      byte[] row = rows.get((int) (orders[i] & PLACE_MASK));
      // A request must not have a key twice, should the rows have one twice all the same.
      boolean mayRepeat = i > 0 && (orders[i] & ~PLACE_MASK) == (orders[i - 1] & ~PLACE_MASK);
      boolean isFull =
          next.size() == ItemBatch.MAX_ITEMS
              || nextBytes + row.length > ItemBatch.MAX_ROW_BYTES
              || mayRepeat;
      if (isFull && !next.isEmpty()) {
        batches.add(new ItemBatch(next));
        next = new ArrayList<>(ItemBatch.MAX_ITEMS);
        nextBytes = 0;
      }
      next.add(row);
      nextBytes += row.length;
    }
    if (!next.isEmpty()) {
      batches.add(new ItemBatch(next));
    }
    rows.clear();
    bytes = 0;
    return batches;
  }
}
