/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Hash64;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Keeps one row of each key of a slot. All rows of a key must be in the same slot.
 *
 * <p>The rows are held in their chunks up to the workspace's memory; keys beyond that wait on disk
 * for their pass. Besides the rows, memory has about 40 bytes for each key that is held.
 */
final class DedupSlot implements SlotStep {

  private final List<String> key;
  private final DedupPreference preference;
  private final DedupKeyHash keyHash;

  DedupSlot(List<String> key, DedupPreference preference) {
    this(key, preference, Hash64::of);
  }

  DedupSlot(List<String> key, DedupPreference preference, DedupKeyHash keyHash) {
    this.key = List.copyOf(key);
    this.preference = preference;
    this.keyHash = keyHash;
  }

  /**
   * @throws IllegalArgumentException if the codec's key columns are others than this step's, or the
   *     rows lack the order column
   */
  @Override
  public void process(RowCodec codec, Iterator<byte[]> chunks, Outcome outcome, Workspace workspace)
      throws IOException {
    if (!Set.copyOf(codec.layout().key()).equals(Set.copyOf(key))) {
      throw new IllegalArgumentException(
          "Invalid layout: its key is " + codec.layout().key() + ", not the dedup's " + key);
    }

    DedupPreference.Order order = preference.in(codec);
    Deque<DedupLeftover> leftovers = new ArrayDeque<>();
    try {
      new DedupPass(codec, order, keyHash, 0, outcome, workspace, leftovers).run(chunks);
      while (!leftovers.isEmpty()) {
        DedupLeftover next = leftovers.pop();
        try {
          new DedupPass(codec, order, keyHash, next.level(), outcome, workspace, leftovers)
              .run(next.spill().read());
        } finally {
          next.spill().discard();
        }
      }
    } finally {
      leftovers.forEach(leftover -> leftover.spill().discard());
    }
  }
}
