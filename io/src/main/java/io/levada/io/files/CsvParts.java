/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.InParallel;
import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import io.levada.rows.ReadCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts in which files of CSV are read. A part can't tell for certain whether its first byte
 * stands in quotes, so its reader guesses. If one has guessed wrong, the parts do not follow on one
 * another: each ends where its reader, if it has begun right, finds the first record that is not in
 * it any more, and that is where the next reader must have begun.
 *
 * <pre>{@code
 * CsvParts parts = CsvParts.of(storages, files, shape);
 * pipeline.apply(ReadRecords.from(files).asCsv(shape).inParts(parts));
 * // Where the read counts have arrived:
 * Optional<CsvParts> proven = parts.proven(files, counts);
 * if (proven.isEmpty()) {
 *   other.apply(parts.look()).apply(…);       // And where its text has arrived:
 *   parts = parts.with(text);
 * }
 * }</pre>
 */
public final class CsvParts {

  /** A file above this size is divided, if it is plain. */
  private static final long LARGE_FILE_BYTES = 64L * 1024 * 1024;

  /** Not less than what may be looked at for a header, which has to be in the first part. */
  private static final long PART_BYTES = 16L * 1024 * 1024;

  /** A smaller share than that of all files is not worth dividing for an even load. */
  private static final int LEAST_SHARE = 64;

  /** About how many parts there are at the most: a list that travels with each job. */
  private static final int MOST_PARTS = 8192;

  /** How many files are opened at a time. */
  private static final int MOST_THREADS = 16;

  private final Storages storages;
  private final CsvShape shape;
  private final List<FileRange> ranges;

  private CsvParts(Storages storages, CsvShape shape, List<FileRange> ranges) {
    this.storages = storages;
    this.shape = shape;
    this.ranges = ranges;
  }

  /**
   * The parts of these files: of a large one that is plain and no UTF-16 several, of others one.
   *
   * @throws UnreadableFileException if a large file is of a format that is not read here
   */
  public static CsvParts of(Storages storages, List<InputFile> files, CsvShape shape)
      throws IOException {
    long total = files.stream().mapToLong(InputFile::size).sum();
    long large = Math.min(LARGE_FILE_BYTES, Math.max(2 * PART_BYTES, total / LEAST_SHARE));
    return of(storages, files, shape, large, Math.max(PART_BYTES, total / MOST_PARTS));
  }

  static CsvParts of(
      Storages storages, List<InputFile> files, CsvShape shape, long largeFileBytes, long partBytes)
      throws IOException {
    Set<InputFile> divided = ConcurrentHashMap.newKeySet();
    List<InputFile> large = files.stream().filter(file -> file.size() > largeFileBytes).toList();
    InParallel.forEach(
        large,
        MOST_THREADS,
        file -> {
          if (isPlain(storages, file)) {
            divided.add(file);
          }
        });
    List<FileRange> ranges = new ArrayList<>();
    for (InputFile file : files) {
      if (divided.contains(file)) {
        divide(file, partBytes, ranges);
      } else {
        ranges.add(FileRange.whole(file));
      }
    }
    return new CsvParts(storages, shape, ranges);
  }

  private static boolean isPlain(Storages storages, InputFile file) throws IOException {
    try (OpenFile open = storages.of(file.location()).open(file.entry());
        Content content = Content.of(open)) {
      return content.compression() == Compression.NONE && !content.isConverted();
    }
  }

  private static void divide(InputFile file, long partBytes, List<FileRange> ranges) {
    long parts = Math.max(1, file.size() / partBytes);
    for (long i = 0; i < parts; i++) {
      int state = i == 0 ? CsvScanner.RECORD_START : CsvScanner.UNKNOWN;
      ranges.add(
          new FileRange(file, file.size() * i / parts, file.size() * (i + 1) / parts, state));
    }
  }

  /** Whether readers have to guess how some of the parts begin. */
  public boolean areGuessed() {
    return ranges.stream().anyMatch(range -> range.startState() == CsvScanner.UNKNOWN);
  }

  /**
   * The parts as they were read, if nobody has guessed wrong: each begins where a record does.
   *
   * @param files all that were to be read, each at the place that is its index
   * @param reads what was read, in any order
   */
  public Optional<CsvParts> proven(List<InputFile> files, Collection<ReadCount> reads) {
    if (!areGuessed()) {
      return Optional.of(this);
    }
    if (!InputCoverage.problems(files, reads).isEmpty()) {
      return Optional.empty();
    }

    Map<InputFile, List<FileRange>> read = new HashMap<>();
    for (ReadCount count : reads) {
      if (count.from() < count.to()) {
        InputFile file = files.get(count.file());
        read.computeIfAbsent(file, unused -> new ArrayList<>())
            .add(new FileRange(file, count.from(), count.to()));
      }
    }
    List<FileRange> exact = new ArrayList<>();
    for (FileRange range : ranges) {
      if (range.isWhole()) {
        exact.add(range);
      } else if (range.from() == 0) {
        List<FileRange> parts = read.get(range.file());
        parts.sort(Comparator.comparingLong(FileRange::from));
        exact.addAll(parts);
      }
    }
    return Optional.of(new CsvParts(storages, shape, exact));
  }

  /** Looks at all parts of divided files; its only element is the text for {@link #with}. */
  public LookAtCsvParts look() {
    return new LookAtCsvParts(
        storages, shape, ranges.stream().filter(range -> !range.isWhole()).toList());
  }

  /**
   * The same parts with their states, which nobody has to guess.
   *
   * @param found the text of {@link #look}
   * @throws IOException if it does not tell of all parts
   */
  public CsvParts with(String found) throws IOException {
    return new CsvParts(storages, shape, PartEnds.parse(found).begin(ranges));
  }

  List<FileRange> ranges() {
    return ranges;
  }
}
