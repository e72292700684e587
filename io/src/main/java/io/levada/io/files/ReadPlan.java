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

  /** What makes a file that is worth its opening to whoever reads it next. */
  static final long WRITTEN_PART_BYTES = 32L * 1024 * 1024;

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
  private final long leastPartBytes;

  /**
   * @param divides whether ranges of lines may be divided further
   * @param leastPartBytes no part is to be smaller, if there are several
   */
  ReadPlan(Storages storages, boolean divides, long leastPartBytes) {
    this.storages = storages;
    this.divides = divides;
    this.leastPartBytes = leastPartBytes;
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
    Deal deal = new Deal(total, partCount(total, bytes(ranges), wantedBytes));
    for (Work work : works) {
      if (work.divisible()) {
        deal.addDivided(work.range());
      } else {
        deal.addWhole(work);
      }
    }
    return deal.parts();
  }

  static long bytes(List<FileRange> ranges) {
    return ranges.stream().mapToLong(FileRange::length).sum();
  }

  /**
   * As many as the runner wants, which is one for each of its workers, or several times as many, so
   * that the workers have the same to do; fewer where there is too little for so many.
   */
  private long partCount(long total, long bytes, long wantedBytes) {
    long largest = Math.max(LARGE_PART_BYTES, total / MOST_PARTS);
    long wanted = Math.max(1, Math.round((double) bytes / Math.max(1, wantedBytes)));
    long rounds = Math.max(1, ceilDiv(ceilDiv(total, wanted), largest));
    return Math.max(1, Math.min(wanted * rounds, ceilDiv(total, leastPartBytes)));
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

  /** Fills part after part, each with an even share of what is left. */
  private static final class Deal {
    private final List<Part> parts = new ArrayList<>();
    private List<FileRange> open = new ArrayList<>();
    private long openWeight;
    private long leftWeight;
    private long leftParts;

    Deal(long total, long parts) {
      this.leftWeight = total;
      this.leftParts = parts;
    }

    void addWhole(Work work) {
      if (openWeight + work.weight() / 2 > share()) {
        closePart();
      }
      add(work.range(), work.weight());
    }

    void addDivided(FileRange range) {
      FileRange rest = range;
      while (rest.length() > share() - openWeight) {
        long cut = rest.from() + share() - openWeight;
        add(new FileRange(rest.file(), rest.from(), cut), share() - openWeight);
        rest = new FileRange(rest.file(), cut, rest.to());
      }
      add(rest, rest.length());
    }

    /** The weight of the part that is open, or opened next, when it is full. */
    private long share() {
      return ceilDiv(leftWeight, leftParts);
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
      if (openWeight >= share()) {
        closePart();
      }
    }

    private void closePart() {
      if (!open.isEmpty()) {
        parts.add(new Part(open, openWeight));
        leftWeight -= openWeight;
        leftParts = Math.max(1, leftParts - 1);
        open = new ArrayList<>();
        openWeight = 0;
      }
    }
  }
}
