/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads one range: its blocks, and behind them a block without records that carries their count.
 */
final class BlockReader implements Closeable {

  /** How much larger content is taken to be than what is stored, for sizing a buffer. */
  private static final long GENEROUS_EXPANSION = 16;

  private final FileRange range;
  private final OpenFile file;
  private final StoredBytes stored;
  private final InputStream bytes;
  private final RecordCutter cutter;

  /** Of a whole file. */
  private final @Nullable Content content;

  private boolean counted;

  /** Reads a part of a file, which is of lines or CSV. */
  private BlockReader(FileRange range, OpenFile file, @Nullable CsvShape csv, int maxRecordBytes) {
    this.range = range;
    this.file = file;
    this.content = null;
    long readFrom = csv == null ? Math.max(0, range.from() - 1) : range.readFrom();
    this.stored = new StoredBytes(file, readFrom, range.to());
    this.bytes = stored;
    this.cutter =
        csv == null
            ? new LineCutter(bytes, range, range.to(), maxRecordBytes, range.length())
            : new CsvCutter(bytes, csv, range, range.to(), maxRecordBytes, range.length());
  }

  private BlockReader(
      FileRange range, OpenFile file, Content content, @Nullable CsvShape csv, int maxRecordBytes)
      throws IOException {
    this.range = range;
    this.file = file;
    this.content = content;
    this.stored = content.stored();
    this.bytes = content.bytes();
    this.cutter = cutterOf(range, content, csv, maxRecordBytes);
  }

  private static RecordCutter cutterOf(
      FileRange range, Content content, @Nullable CsvShape csv, int maxRecordBytes)
      throws IOException {
    InputStream bytes = content.bytes();
    boolean converted = content.isConverted();
    long expected = converted ? range.length() * GENEROUS_EXPANSION : range.length();
    if (csv != null) {
      return new CsvCutter(bytes, csv, range, Long.MAX_VALUE, maxRecordBytes, expected);
    }
    if (content.shape() == Shape.LINES) {
      long to = converted ? Long.MAX_VALUE : range.to();
      return new LineCutter(bytes, range, to, maxRecordBytes, expected);
    }
    boolean opensArrays = content.shape() == Shape.ARRAY;
    return new ValueCutter(bytes, range.file().index(), opensArrays, maxRecordBytes, expected);
  }

  /** Reads JSON, as {@link #open(Storages, FileRange, CsvShape, int)}. */
  static BlockReader open(Storages storages, FileRange range, int maxRecordBytes)
      throws IOException {
    return open(storages, range, null, maxRecordBytes);
  }

  /**
   * @param csv how CSV stands in the file, or null for JSON, whose shape the content tells
   * @throws UnreadableFileException if the file is damaged or of a format that is not read here
   */
  static BlockReader open(
      Storages storages, FileRange range, @Nullable CsvShape csv, int maxRecordBytes)
      throws IOException {
    OpenFile file = storages.of(range.file().location()).open(range.file().entry());
    try {
      return range.isWhole()
          ? ofWhole(range, file, csv, maxRecordBytes)
          : new BlockReader(range, file, csv, maxRecordBytes);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static BlockReader ofWhole(
      FileRange range, OpenFile file, @Nullable CsvShape csv, int maxRecordBytes)
      throws IOException {
    Content content = Content.of(file);
    try {
      return new BlockReader(range, file, content, csv, maxRecordBytes);
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  /**
   * The next block, or null behind the one with the count.
   *
   * @throws UnreadableFileException if the file is truncated or damaged
   * @throws io.levada.io.storage.ChangedWhileReadingException if the file is not the one listed
   */
  @Nullable RecordBlock next() throws IOException {
    if (counted) {
      return null;
    }

    RecordBlock block = cutter.next();
    if (block != null) {
      return block;
    }
    file.checkUnchanged();
    counted = true;
    return RecordBlock.ofCount(count());
  }

  /**
   * Reads on without cutting, to the end or for about so many bytes. No block can be had behind it.
   *
   * @throws UnreadableFileException if the file is truncated or damaged up to there
   */
  void skip(long contentBytes) throws IOException {
    byte[] buffer = new byte[RecordBuffer.READ_BYTES];
    long rest = contentBytes;
    int count = 0;
    while (rest > 0 && count >= 0) {
      count = bytes.read(buffer, 0, (int) Math.min(rest, buffer.length));
      rest -= count;
    }
    file.checkUnchanged();
  }

  /** How many bytes of content a stored byte has given so far, on the average. */
  double expansion() {
    return content != null && stored.position() > 0
        ? (double) content.position() / stored.position()
        : 1;
  }

  /** How many stored bytes were read so far. */
  long storedBytesRead() {
    return stored.position() - range.from();
  }

  /** Whether the content is not what is stored, byte for byte. */
  boolean isConverted() throws IOException {
    return content != null && content.isConverted();
  }

  /** Whether the file can be read in any ranges. */
  boolean isDivisible() throws IOException {
    return !(cutter instanceof CsvCutter) && (content == null || content.isDivisible());
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (content != null) {
        content.close();
      }
    }
  }

  /**
   * A file whose content is not what is stored is counted whole: whoever has decompressed all of it
   * has seen its end. Of another file whoever has read its last byte has.
   */
  private ReadCount count() throws IOException {
    int index = range.file().index();
    long size = range.file().size();
    if (isConverted()) {
      return new ReadCount(index, 0, size, stored.position() == size, cutter.records());
    }
    boolean reachedEnd = cutter.to() == size && (cutter.from() < size || size == 0);
    return new ReadCount(index, cutter.from(), cutter.to(), reachedEnd, cutter.records());
  }
}
