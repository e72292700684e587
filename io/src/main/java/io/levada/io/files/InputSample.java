/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Storages;
import io.levada.rows.RecordBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A look at a few places of an input, for decisions that need not be exact.
 *
 * @param blocks blocks of records, none twice, in the order of the files and of their places
 * @param expectedBytes about how large the content of all files is when decompressed; exact if all
 *     are plain and UTF-8
 * @param expectedWholeBytes about how large the content is of the largest file that one reader has
 *     to read from its beginning to its end; files smaller than a 1/{@code places} of all are not
 *     looked at
 */
public record InputSample(List<RecordBlock> blocks, long expectedBytes, long expectedWholeBytes) {

  /**
   * Where no line starts in so many bytes, a plain file's beginning stands for the place; so it
   * does in files that are no larger, which are opened once.
   */
  private static final long PLACE_BYTES = 1024 * 1024;

  /**
   * Of a larger record only the beginning is held: a look at the input must not fill the memory.
   */
  private static final int MAX_RECORD_BYTES = 256 * 1024;

  /** So much content of a file is read to see how much larger it is than what is stored. */
  private static final long EXPANSION_BYTES = 4L * 1024 * 1024;

  public InputSample {
    blocks = List.copyOf(blocks);
  }

  /** About how many records all files have. */
  public long expectedRecords() {
    long records = 0;
    long bytes = 0;
    for (RecordBlock block : blocks) {
      int last = block.recordCount() - 1;
      long end = block.cut() == null ? block.end(last) : block.start(0) + block.cut().length();
      records += block.recordCount();
      bytes += end - block.start(0) + 1;
    }
    return bytes == 0 ? 0 : Math.round((double) expectedBytes * records / bytes);
  }

  /** Looks at local files, as {@link #of(Storages, List, int)}. */
  public static InputSample of(List<InputFile> files, int places) throws IOException {
    return of(Storages.withoutStaging(), files, places);
  }

  /**
   * Takes a block at each of so many places, spread evenly over the stored bytes of all files; of a
   * file that is small or not read in ranges the first ones instead. Small or long-lined files can
   * give fewer.
   *
   * @throws IllegalArgumentException if {@code places} is not positive
   * @throws UnreadableFileException if a file is damaged where it is looked at
   */
  public static InputSample of(Storages storages, List<InputFile> files, int places)
      throws IOException {
    return of(storages, files, null, places);
  }

  /** Looks at files of CSV, as {@link #of(Storages, List, int)}, at their beginnings. */
  public static InputSample ofCsv(
      Storages storages, List<InputFile> files, CsvShape csv, int places) throws IOException {
    return of(storages, files, csv, places);
  }

  private static InputSample of(
      Storages storages, List<InputFile> files, @Nullable CsvShape csv, int places)
      throws IOException {
    if (places <= 0) {
      throw new IllegalArgumentException("Invalid number of places: " + places);
    }

    long total = files.stream().mapToLong(InputFile::size).sum();
    Look look = new Look(storages, csv);
    double expansions = 0;
    int place = 0;
    long fileStart = 0;
    for (InputFile file : files) {
      List<Long> offsets = new ArrayList<>();
      for (; place < places && placeAt(place, places, total) < fileStart + file.size(); place++) {
        offsets.add(placeAt(place, places, total) - fileStart);
      }
      if (!offsets.isEmpty()) {
        expansions += offsets.size() * look.take(file, offsets);
      }
      fileStart += file.size();
    }
    return new InputSample(
        look.blocks, Math.round(total * (expansions / places)), look.expectedWholeBytes);
  }

  /** The middle of one of equal parts. */
  private static long placeAt(int place, int places, long total) {
    return (long) (total * ((place + 0.5) / places));
  }

  /** Collects blocks. */
  private static final class Look {
    private final Storages storages;
    private final @Nullable CsvShape csv;
    private final List<RecordBlock> blocks = new ArrayList<>();
    private long expectedWholeBytes;

    Look(Storages storages, @Nullable CsvShape csv) {
      this.storages = storages;
      this.csv = csv;
    }

    /** Takes blocks of a file; returns how much larger its content is than what is stored. */
    double take(InputFile file, List<Long> offsets) throws IOException {
      FileRange whole = FileRange.whole(file);
      try (BlockReader reader = open(whole)) {
        if (file.size() <= PLACE_BYTES || !reader.isDivisible()) {
          takeFirst(reader, offsets.size());
          double expansion = expansion(reader);
          if (isReadWhole(reader)) {
            expectedWholeBytes = Math.max(expectedWholeBytes, Math.round(file.size() * expansion));
          }
          return expansion;
        }
      }

      long taken = 0;
      for (long offset : offsets) {
        if (offset >= taken) {
          taken = takeAt(file, offset, taken);
        }
      }
      return 1;
    }

    /** CSV that is stored as it is can be divided, though not looked at in the middle. */
    private boolean isReadWhole(BlockReader reader) throws IOException {
      return csv == null ? !reader.isDivisible() : reader.isConverted();
    }

    private static double expansion(BlockReader reader) throws IOException {
      if (!reader.isConverted()) {
        return 1;
      }
      reader.skip(EXPANSION_BYTES);
      return reader.expansion();
    }

    /** Takes a block at a place; returns up to where the file is taken now. */
    private long takeAt(InputFile file, long offset, long taken) throws IOException {
      long to = Math.min(file.size(), offset + PLACE_BYTES);
      int before = blocks.size();
      try (BlockReader reader = open(new FileRange(file, offset, to))) {
        takeFirst(reader, 1);
      }
      if (blocks.size() == before && taken == 0) {
        try (BlockReader reader = open(FileRange.whole(file))) {
          takeFirst(reader, 1);
        }
      }
      if (blocks.size() == before) {
        return taken;
      }
      RecordBlock last = blocks.get(blocks.size() - 1);
      return last.offsetOf(last.recordCount() - 1) + 1;
    }

    private void takeFirst(BlockReader reader, int count) throws IOException {
      for (int i = 0; i < count; i++) {
        RecordBlock block = reader.next();
        if (block == null || block.recordCount() == 0) {
          return;
        }
        blocks.add(block);
      }
    }

    private BlockReader open(FileRange range) throws IOException {
      return BlockReader.open(storages, range, csv, MAX_RECORD_BYTES);
    }
  }
}
