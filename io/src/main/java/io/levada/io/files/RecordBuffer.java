/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A window on the content of a file, and the block that is being made of the records found in it.
 *
 * <p>Bytes stay in the window from {@link #kept} on. It grows with the largest record, and is given
 * away with it instead of copied. Indexes hold until the next {@link #takeBlock} or {@link
 * #refill}, offsets always.
 */
final class RecordBuffer {

  static final int READ_BYTES = 1024 * 1024;

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int LARGE_BUFFER_BYTES = 4 * READ_BYTES;
  private static final int SMALLEST_BUFFER_BYTES = 8 * 1024;

  private final InputStream in;
  private final int file;
  private final int maxRecordBytes;
  private final Tally.Counter records = new Tally.Counter();
  private byte[] bytes;
  private long base;
  private int kept;
  private int limit;
  private int[] bounds = new int[512];
  private int boundCount;
  private boolean ended;

  /**
   * @param base the offset of the first byte that {@code in} gives
   * @param expectedBytes about how much will be read, for the size of the window
   */
  RecordBuffer(InputStream in, int file, long base, int maxRecordBytes, long expectedBytes) {
    this.in = in;
    this.file = file;
    this.base = base;
    this.maxRecordBytes = maxRecordBytes;
    this.bytes =
        new byte[(int) Math.max(SMALLEST_BUFFER_BYTES, Math.min(READ_BYTES, expectedBytes + 1))];
  }

  byte[] bytes() {
    return bytes;
  }

  /** The index from which on bytes are kept. */
  int kept() {
    return kept;
  }

  /** The index behind the last byte read. */
  int limit() {
    return limit;
  }

  /** Whether there is nothing to read behind {@link #limit}. */
  boolean ended() {
    return ended;
  }

  long offset(int index) {
    return base + index;
  }

  int index(long offset) {
    return (int) (offset - base);
  }

  void keepFrom(int index) {
    kept = index;
  }

  /** Whether so many bytes are more than a record that is carried whole may have. */
  boolean isOversize(int length) {
    return length > maxRecordBytes;
  }

  /** Passes over a byte order mark, if the content begins with one. */
  boolean skipByteOrderMark() throws IOException {
    while (limit < 3 && !ended) {
      refill();
    }
    boolean marked = ByteOrderMark.isUtf8(bytes, limit);
    if (marked) {
      kept = ByteOrderMark.UTF_8_BYTES;
    }
    return marked;
  }

  /** Adds a record to the block; whether the block is full now. */
  boolean addRecord(int start, int end) {
    if (boundCount == bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    bounds[boundCount++] = start;
    bounds[boundCount++] = end;
    records.add(file, base + start);
    return end - bounds[0] >= BLOCK_BYTES;
  }

  boolean hasRecords() {
    return boundCount > 0;
  }

  /** The block of the records added since the last one. */
  RecordBlock takeBlock() {
    int start = bounds[0];
    int end = bounds[boundCount - 1];
    boolean givesBuffer = bytes.length > LARGE_BUFFER_BYTES && end - start > bytes.length / 2;
    int origin = givesBuffer ? 0 : start;
    byte[] blockBytes = givesBuffer ? bytes : Arrays.copyOfRange(bytes, start, end);
    int[] blockBounds = Arrays.copyOf(bounds, boundCount);
    for (int i = 0; i < boundCount; i++) {
      blockBounds[i] -= origin;
    }
    boundCount = 0;
    RecordBlock block = new RecordBlock(file, base + origin, blockBytes, blockBounds, null);
    if (givesBuffer) {
      moveTo(new byte[Math.max(READ_BYTES, limit - kept)]);
    }
    return block;
  }

  /** A record that starts where bytes are kept from, and is too large to be carried whole. */
  OversizeRecord startOversize() {
    return new OversizeRecord(file, base + kept);
  }

  /** A block of its own for such a record. */
  RecordBlock takeOversize(OversizeRecord record) {
    RecordBlock block = record.toBlock();
    records.add(file, block.offset());
    return block;
  }

  /** All records that were taken so far. */
  Tally records() {
    return records.tally();
  }

  /** Reads on, behind what is kept. No record may wait in the block. */
  void refill() throws IOException {
    int held = limit - kept;
    if (held == bytes.length) {
      moveTo(new byte[grownLength()]);
    } else if (bytes.length > LARGE_BUFFER_BYTES && held < READ_BYTES / 2) {
      moveTo(new byte[READ_BYTES]);
    } else if (kept > 0) {
      moveTo(bytes);
    }
    int count = in.read(bytes, limit, bytes.length - limit);
    if (count < 0) {
      ended = true;
    } else {
      limit += count;
    }
  }

  /** Doubled, but not far beyond what the largest record needs. */
  private int grownLength() {
    long enough = Math.max(READ_BYTES, maxRecordBytes + 3L);
    long doubled = Math.min(2L * bytes.length, enough);
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(doubled, bytes.length + 1L));
  }

  private void moveTo(byte[] target) {
    System.arraycopy(bytes, kept, target, 0, limit - kept);
    bytes = target;
    base += kept;
    limit -= kept;
    kept = 0;
  }
}
