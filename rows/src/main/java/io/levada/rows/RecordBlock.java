/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.util.Arrays;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Whole records of one file, as they stand in it, in their order: the unit in which files travel to
 * the parser.
 *
 * <p>The last block of a read range carries the range's {@link ReadCount}; it may hold no record.
 */
public final class RecordBlock {

  private final int file;
  private final long offset;
  private final byte[] bytes;
  private final int[] bounds;
  private final @Nullable CutRecord cut;
  private final @Nullable ReadCount readCount;

  /**
   * @param file index of the file in the run's listing
   * @param offset where {@code bytes} start in the decompressed file
   * @param bytes the records and whatever stands between them; not copied
   * @param bounds start and end in {@code bytes} of each record in turn; not copied
   * @param readCount the count of the range that ends with this block, or null
   */
  public RecordBlock(
      int file, long offset, byte[] bytes, int[] bounds, @Nullable ReadCount readCount) {
    this(file, offset, bytes, bounds, null, readCount);
  }

  RecordBlock(
      int file,
      long offset,
      byte[] bytes,
      int[] bounds,
      @Nullable CutRecord cut,
      @Nullable ReadCount readCount) {
    this.file = file;
    this.offset = offset;
    this.bytes = bytes;
    this.bounds = bounds;
    this.cut = cut;
    this.readCount = readCount;
  }

  /** A block of one record that is too large to be carried whole. */
  public static RecordBlock ofCut(
      int file, long offset, byte[] prefix, CutRecord cut, @Nullable ReadCount readCount) {
    return new RecordBlock(file, offset, prefix, new int[] {0, prefix.length}, cut, readCount);
  }

  /** A block without records that ends a range. */
  public static RecordBlock ofCount(ReadCount readCount) {
    return new RecordBlock(
        readCount.file(), readCount.to(), new byte[0], new int[0], null, readCount);
  }

  public int file() {
    return file;
  }

  public long offset() {
    return offset;
  }

  /** The block's bytes, not a copy: read only. */
  public byte[] bytes() {
    return bytes;
  }

  public int recordCount() {
    return bounds.length / 2;
  }

  /** Index in {@link #bytes} of the record's first byte. */
  public int start(int record) {
    return bounds[2 * record];
  }

  /** Index in {@link #bytes} behind the record's last byte. */
  public int end(int record) {
    return bounds[2 * record + 1];
  }

  /** Offset of the record in its decompressed file. */
  public long offsetOf(int record) {
    return offset + start(record);
  }

  /** What is known of the block's only record beyond its first bytes, if it was cut. */
  public @Nullable CutRecord cut() {
    return cut;
  }

  public @Nullable ReadCount readCount() {
    return readCount;
  }

  int[] bounds() {
    return bounds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordBlock that
        && file == that.file
        && offset == that.offset
        && Arrays.equals(bytes, that.bytes)
        && Arrays.equals(bounds, that.bounds)
        && Objects.equals(cut, that.cut)
        && Objects.equals(readCount, that.readCount);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(offset) + file;
  }

  @Override
  public String toString() {
    return "RecordBlock(file " + file + ", offset " + offset + ", records " + recordCount() + ")";
  }
}
