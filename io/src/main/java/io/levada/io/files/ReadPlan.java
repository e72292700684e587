/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deals out files to readers in parts of about equal work, the largest first. Plain files above
 * {@link #SPLIT_BYTES} whose records are lines are divided wherever a part is full; others can't
 * be.
 */
final class ReadPlan {

  static final long SPLIT_BYTES = 8L * 1024 * 1024;

  /** Small enough to even out the work and to be done again, large enough to pack well. */
  private static final long LARGE_PART_BYTES = 128L * 1024 * 1024;

  private static final int MOST_PARTS = 2048;

  /** What it costs to open a file, in bytes that could be read in that time. */
  private static final long OPENING_BYTES = 64 * 1024;

  /** What a compressed byte costs, in plain bytes. */
  private static final long DECOMPRESSION = 4;

  private record Work(FileRange range, long weight, boolean divisible) {}

  private record Part(List<FileRange> ranges, long weight) {}

  private final Storages storages;
  private final boolean divides;

  ReadPlan(Storages storages) {
    this(storages, true);
  }

  private ReadPlan(Storages storages, boolean divides) {
    this.storages = storages;
    this.divides = divides;
  }

  /** A plan for ranges of CSV, which are not divided any more: it takes a look at all of a file. */
  static ReadPlan ofCsv(Storages storages) {
    return new ReadPlan(storages, false);
  }

  /**
   * The parts, none of them empty.
   *
   * @param wantedBytes about how many bytes a part should have, of {@link #bytes} in all
   */
  List<List<FileRange>> divide(List<FileRange> ranges, long wantedBytes) throws IOException {
    List<Work> works = new ArrayList<>();
    long total = 0;
    for (FileRange range : ranges) {
      Work work = work(range);
      works.add(work);
      total += work.weight();
    }
    return deal(works, partWeight(total, ceilDiv(bytes(ranges), Math.max(1, wantedBytes))));
  }

  static long bytes(List<FileRange> ranges) {
    return ranges.stream().mapToLong(FileRange::length).sum();
  }

  /** An even share of the total, near what the runner wants. */
  private static long partWeight(long total, long wantedParts) {
    long largest = Math.max(LARGE_PART_BYTES, total / MOST_PARTS);
    long wanted = total / Math.max(1, wantedParts);
    long weight = Math.max(SPLIT_BYTES, Math.min(largest, wanted));
    return ceilDiv(total, Math.max(1, ceilDiv(total, weight)));
  }

  private Work work(FileRange range) throws IOException {
    if (range.length() <= SPLIT_BYTES) {
      return new Work(range, range.length() + OPENING_BYTES, false);
    }
    return range.isWhole() ? workOfFile(range) : new Work(range, range.length(), divides);
  }

  private Work workOfFile(FileRange range) throws IOException {
    try (OpenFile file = storages.of(range.file().location()).open(range.file().entry());
        Content content = Content.of(file)) {
      long factor = content.compression() == Compression.NONE ? 1 : DECOMPRESSION;
      return new Work(range, range.length() * factor, divides && content.isDivisible());
    }
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  private static List<List<FileRange>> deal(List<Work> works, long partWeight) {
    Deal deal = new Deal(partWeight);
    for (Work work : works) {
      if (work.divisible()) {
        deal.addDivided(work.range());
      } else {
        deal.addWhole(work);
      }
    }
    return deal.parts();
  }

  /** Fills part after part. */
  private static final class Deal {
    private final long partWeight;
    private final List<Part> parts = new ArrayList<>();
    private List<FileRange> open = new ArrayList<>();
    private long openWeight;

    Deal(long partWeight) {
      this.partWeight = partWeight;
    }

    void addWhole(Work work) {
      if (openWeight + work.weight() > partWeight + partWeight / 4) {
        closePart();
      }
      add(work.range(), work.weight());
    }

    void addDivided(FileRange range) {
      FileRange rest = range;
      while (rest.length() > partWeight - openWeight) {
        long cut = rest.from() + partWeight - openWeight;
        add(new FileRange(rest.file(), rest.from(), cut), partWeight - openWeight);
        rest = new FileRange(rest.file(), cut, rest.to());
      }
      add(rest, rest.length());
    }

    /** The largest first, so that the last readers to start have little to do. */
    List<List<FileRange>> parts() {
      closePart();
      parts.sort(Comparator.comparingLong(Part::weight).reversed());
      return parts.stream().map(Part::ranges).toList();
    }

    private void add(FileRange range, long weight) {
      open.add(range);
      openWeight += weight;
      if (openWeight >= partWeight) {
        closePart();
      }
    }

    private void closePart() {
      if (!open.isEmpty()) {
        parts.add(new Part(open, openWeight));
        open = new ArrayList<>();
        openWeight = 0;
      }
    }
  }
}
