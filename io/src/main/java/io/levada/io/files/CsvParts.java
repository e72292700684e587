/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts in which files of CSV are read, each with the state in which it begins: a part can't
 * tell by itself whether its first byte stands in quotes.
 *
 * <pre>{@code
 * CsvParts parts = CsvParts.of(storages, files, shape);
 * if (parts.needLook()) {
 *   pipeline.apply(parts.look()).apply(…);    // and where its text has arrived:
 *   parts = parts.with(text);
 * }
 * pipeline.apply(ReadRecords.from(files).asCsv(shape).inParts(parts));
 * }</pre>
 */
public final class CsvParts {

  /** A file above this size is divided, if it is plain. */
  static final long LARGE_FILE_BYTES = 64L * 1024 * 1024;

  static final long PART_BYTES = 32L * 1024 * 1024;

  private final Storages storages;
  private final CsvShape shape;
  private final List<FileRange> ranges;

  /** Whether the ranges have their states. */
  private final boolean known;

  private CsvParts(Storages storages, CsvShape shape, List<FileRange> ranges, boolean known) {
    this.storages = storages;
    this.shape = shape;
    this.ranges = ranges;
    this.known = known;
  }

  /**
   * The parts of these files: of a large one that is plain and no UTF-16 several, of others one.
   *
   * @throws UnreadableFileException if a large file is of a format that is not read here
   */
  public static CsvParts of(Storages storages, List<InputFile> files, CsvShape shape)
      throws IOException {
    return of(storages, files, shape, LARGE_FILE_BYTES, PART_BYTES);
  }

  static CsvParts of(
      Storages storages, List<InputFile> files, CsvShape shape, long largeFileBytes, long partBytes)
      throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    boolean divided = false;
    for (InputFile file : files) {
      if (file.size() > largeFileBytes && isPlain(storages, file)) {
        divide(file, partBytes, ranges);
        divided = true;
      } else {
        ranges.add(FileRange.whole(file));
      }
    }
    return new CsvParts(storages, shape, ranges, !divided);
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
      ranges.add(new FileRange(file, file.size() * i / parts, file.size() * (i + 1) / parts));
    }
  }

  /** Whether {@link #look} is to be had before the parts can be read. */
  public boolean needLook() {
    return !known;
  }

  /** Looks at all parts of divided files; its only element is the text for {@link #with}. */
  public LookAtCsvParts look() {
    return new LookAtCsvParts(
        storages, shape, ranges.stream().filter(range -> !range.isWhole()).toList());
  }

  /**
   * The same parts with their states.
   *
   * @param found the text of {@link #look}
   * @throws IOException if it does not tell of all parts
   */
  public CsvParts with(String found) throws IOException {
    return new CsvParts(storages, shape, PartEnds.parse(found).begin(ranges), true);
  }

  List<FileRange> ranges() {
    if (!known) {
      throw new IllegalStateException("It was not looked at the parts");
    }
    return ranges;
  }
}
