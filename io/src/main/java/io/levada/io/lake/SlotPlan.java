/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.Serializable;

/**
 * Into how many slots the shuffle cuts the rows. A slot is what one worker dedups and writes at a
 * time, so its size bounds the worker's memory and its number the count of files.
 *
 * @param colocated whether rows of one slot agree in the co-location columns
 * @param buckets by how many hash values the rows (of one co-location) are spread
 * @param rejectSlots by how many hash values the rejects are spread
 */
public record SlotPlan(boolean colocated, int buckets, int rejectSlots) implements Serializable {

  /** What a slot should hold: what a worker of 1 GB dedups without touching the disk. */
  static final long SLOT_BYTES = 64L << 20;

  private static final int MAX_BUCKETS = 1 << 16;

  public SlotPlan {
    if (buckets < 1 || rejectSlots < 1) {
      throw new IllegalArgumentException(
          "Invalid slot plan: " + buckets + " buckets, " + rejectSlots + " reject slots");
    }
  }

  /** One slot for all rows: the fewest files. */
  public static SlotPlan single() {
    return new SlotPlan(false, 1, 1);
  }

  /**
   * A plan for an input of a known size.
   *
   * @param bytes expected size of all rows
   * @param colocations expected number of different values of the co-location columns; 0 if there
   *     are no such columns
   */
  public static SlotPlan forSize(long bytes, long colocations) {
    long slots = (Math.max(1, bytes) - 1) / SLOT_BYTES + 1;
    if (slots == 1) {
      return single();
    }

    boolean colocated = colocations > 0;
    long buckets = colocated ? (slots + colocations - 1) / colocations : slots;
    int capped = (int) Math.min(MAX_BUCKETS, buckets);
    return new SlotPlan(colocated, capped, (int) Math.min(MAX_BUCKETS, slots));
  }
}
