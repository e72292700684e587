/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deals out the row groups of files to readers in parts of about equal work, the largest first:
 * small files together, large ones wherever a row group ends.
 */
final class GroupPlan {

  /** Rows are several times as large as what is stored of them. */
  private static final long SMALL_PART_BYTES = 2L * 1024 * 1024;

  private static final long LARGE_PART_BYTES = 32L * 1024 * 1024;

  private static final int MOST_PARTS = 2048;

  /** What it costs to open a file, in bytes that could be read in that time. */
  private static final long OPENING_BYTES = 64 * 1024;

  private record Part(List<GroupRange> ranges, long weight) {}

  private final long partWeight;
  private final List<Part> parts = new ArrayList<>();
  private List<GroupRange> open = new ArrayList<>();
  private long openWeight;

  private GroupPlan(long partWeight) {
    this.partWeight = partWeight;
  }

  /**
   * The parts, none of them empty.
   *
   * @param wantedBytes about how many bytes a part should have, of {@link #bytes} in all
   */
  static List<List<GroupRange>> divide(List<GroupRange> ranges, long wantedBytes) {
    long total = bytes(ranges) + OPENING_BYTES * ranges.size();
    long largest = Math.max(LARGE_PART_BYTES, total / MOST_PARTS);
    long weight = Math.max(SMALL_PART_BYTES, Math.min(largest, wantedBytes));
    GroupPlan plan = new GroupPlan(weight);
    ranges.forEach(plan::add);
    return plan.finish();
  }

  static long bytes(List<GroupRange> ranges) {
    return ranges.stream().mapToLong(GroupRange::bytes).sum();
  }

  private void add(GroupRange range) {
    int from = range.from();
    long weight = OPENING_BYTES;
    for (int group = range.from(); group < range.to(); group++) {
      long groupBytes = range.file().bytesOf(group);
      boolean full = openWeight + weight + groupBytes > partWeight;
      if (full && group > from) {
        put(new GroupRange(range.index(), range.file(), from, group), weight);
        closePart();
        from = group;
        weight = OPENING_BYTES;
      } else if (full) {
        closePart();
      }
      weight += groupBytes;
    }
    put(new GroupRange(range.index(), range.file(), from, range.to()), weight);
  }

  private void put(GroupRange range, long weight) {
    open.add(range);
    openWeight += weight;
  }

  private void closePart() {
    if (!open.isEmpty()) {
      parts.add(new Part(open, openWeight));
      open = new ArrayList<>();
      openWeight = 0;
    }
  }

  /** The largest first, so that the last readers to start have little to do. */
  private List<List<GroupRange>> finish() {
    closePart();
    parts.sort(Comparator.comparingLong(Part::weight).reversed());
    return parts.stream().map(Part::ranges).toList();
  }
}
