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

  /** How much larger the content of a compressed file is taken to be for sizing a buffer. */
  private static final long GENEROUS_EXPANSION = 16;

  private final FileRange range;
  private final OpenFile file;
  private final Compression compression;
  private final StoredBytes stored;
  private final InputStream content;
  private final RecordCutter cutter;
  private boolean counted;

  private BlockReader(FileRange range, OpenFile file, Compression compression, int maxRecordBytes)
      throws IOException {
    this.range = range;
    this.file = file;
    this.compression = compression;
    if (compression == Compression.NONE) {
      this.stored = new StoredBytes(file, Math.max(0, range.from() - 1), range.to());
      this.content = stored;
      this.cutter = new LineCutter(content, range, range.to(), maxRecordBytes, range.length());
      return;
    }

    this.stored = new StoredBytes(file, 0, range.to());
    this.content = new DecompressedBytes(file, compression, stored);
    long expected = range.length() * GENEROUS_EXPANSION;
    this.cutter = new LineCutter(content, range, Long.MAX_VALUE, maxRecordBytes, expected);
  }

  /**
   * @throws UnreadableFileException if the file is of a format that is not read here
   */
  static BlockReader open(Storages storages, FileRange range, int maxRecordBytes)
      throws IOException {
    OpenFile file = storages.of(range.file().location()).open(range.file().entry());
    try {
      Compression compression = range.isWhole() ? compressionOf(file) : Compression.NONE;
      return new BlockReader(range, file, compression, maxRecordBytes);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * @throws UnreadableFileException if the file is of a format that is not read here
   */
  static Compression compressionOf(OpenFile file) throws IOException {
    byte[] head = new byte[Compression.HEAD_BYTES];
    int length = file.read(0, head, 0, head.length);
    String foreign = ForeignFormat.of(head, length);
    if (foreign != null) {
      throw new UnreadableFileException(
          file.entry().location(),
          "it is " + foreign + ", not plain, gzip, bzip2 or zstd text in UTF-8");
    }
    return Compression.of(head, length);
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

  /** How many stored bytes were read so far. */
  long storedBytesRead() {
    return stored.position() - (compression == Compression.NONE ? range.from() : 0);
  }

  Compression compression() {
    return compression;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      content.close();
    }
  }

  /**
   * A compressed file is counted whole: whoever has decompressed all of it has seen its end. Of a
   * plain file whoever has read its last byte has.
   */
  private ReadCount count() {
    int index = range.file().index();
    long size = range.file().size();
    if (compression != Compression.NONE) {
      return new ReadCount(index, 0, size, true, cutter.records());
    }
    boolean reachedEnd = cutter.to() == size && (cutter.from() < size || size == 0);
    return new ReadCount(index, cutter.from(), cutter.to(), reachedEnd, cutter.records());
  }
}
