/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Makes a record of each line that is not blank.
 *
 * <p>A line starts at the file's first byte and behind each newline that is not its last byte. It
 * belongs to the range in which it starts, and is read to its end wherever that is. So the lines of
 * a range reach from the first line start at or behind the range's beginning to the first line
 * start at or behind its end, or the end of the file; and successive ranges meet. A range in which
 * no line starts has none: its {@link #from} and {@link #to} are both its beginning.
 *
 * <p>The record is the line without its newline, a carriage return before that, and a byte order
 * mark at the file's start. The buffer grows with the largest record, and is given away with it
 * instead of copied.
 */
final class LineCutter implements RecordCutter {

  static final int READ_BYTES = 1024 * 1024;

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int LARGE_BUFFER_BYTES = 4 * READ_BYTES;
  private static final int SMALLEST_BUFFER_BYTES = 8 * 1024;

  private final InputStream in;
  private final int file;
  private final long rangeFrom;
  private final long rangeTo;
  private final int maxRecordBytes;
  private final Tally.Counter records = new Tally.Counter();

  /** The file's bytes from {@code base} on; {@code [lineStart, limit)} is yet to be cut. */
  private byte[] buffer;

  private long base;
  private int lineStart;
  private int limit;

  /** Up to where the line that starts at {@code lineStart} was searched for its newline. */
  private int searched;

  private int[] bounds = new int[512];
  private int boundCount;
  private boolean started;
  private boolean behindMark;
  private boolean inputEnded;
  private boolean done;
  private long from;

  /**
   * @param in the file's bytes: from its start if the range starts there, else from the byte before
   *     the range
   * @param range gives the file, and where the range begins
   * @param rangeTo the byte behind the range; {@link Long#MAX_VALUE} for all there is
   * @param expectedBytes about how much will be read, for the size of the buffer
   */
  LineCutter(
      InputStream in, FileRange range, long rangeTo, int maxRecordBytes, long expectedBytes) {
    this.in = in;
    this.file = range.file().index();
    this.rangeFrom = range.from();
    this.rangeTo = rangeTo;
    this.maxRecordBytes = maxRecordBytes;
    this.base = Math.max(0, rangeFrom - 1);
    this.buffer =
        new byte[(int) Math.max(SMALLEST_BUFFER_BYTES, Math.min(READ_BYTES, expectedBytes + 1))];
  }

  @Override
  public @Nullable RecordBlock next() throws IOException {
    if (!started) {
      started = true;
      start();
    }
    while (!done) {
      if (base + lineStart >= rangeTo && !behindMark) {
        done = true;
        break;
      }

      int newline = Lines.indexOfNewline(buffer, searched, limit);
      boolean lastLine = newline == limit && inputEnded;
      if (newline < limit || lastLine) {
        RecordBlock block = takeLine(newline);
        if (block != null) {
          return block;
        }
        done = lastLine;
        continue;
      }

      searched = limit;
      if (boundCount > 0) {
        return takeBlock();
      }
      if (limit - lineStart > maxRecordBytes + 1L) {
        RecordBlock block = cutOversizeLine();
        if (block != null) {
          return block;
        }
      } else {
        refill();
      }
    }
    return boundCount > 0 ? takeBlock() : null;
  }

  @Override
  public long from() {
    return from;
  }

  @Override
  public long to() {
    return Math.max(from, base + lineStart);
  }

  @Override
  public Tally records() {
    return records.tally();
  }

  private void start() throws IOException {
    if (rangeFrom == 0) {
      skipByteOrderMark();
    } else {
      skipToFirstLine();
    }
  }

  private void skipByteOrderMark() throws IOException {
    while (limit < 3 && !inputEnded) {
      refill();
    }
    if (limit >= 3
        && buffer[0] == (byte) 0xef
        && buffer[1] == (byte) 0xbb
        && buffer[2] == (byte) 0xbf) {
      behindMark = true;
      lineStart = 3;
      searched = 3;
    }
  }

  /** Looks behind each newline up to the one that would start a line at the range's end. */
  private void skipToFirstLine() throws IOException {
    while (true) {
      int searchEnd = (int) Math.min(limit, rangeTo - 1 - base);
      int newline = Lines.indexOfNewline(buffer, lineStart, searchEnd);
      if (newline < searchEnd) {
        lineStart = newline + 1;
        searched = lineStart;
        from = base + lineStart;
        return;
      }
      if (searchEnd < limit || base + limit >= rangeTo - 1 || inputEnded) {
        base = rangeFrom;
        lineStart = 0;
        from = rangeFrom;
        done = true;
        return;
      }
      lineStart = limit;
      refill();
    }
  }

  /** Takes the line that ends at the newline; gives a block when one is full. */
  private @Nullable RecordBlock takeLine(int newline) {
    int start = lineStart;
    int end = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
    if (end - start > maxRecordBytes) {
      return boundCount > 0 ? takeBlock() : takeOversizeLine(newline);
    }

    lineStart = Math.min(newline + 1, limit);
    searched = lineStart;
    behindMark = false;
    if (end == start || (buffer[start] <= ' ' && Lines.isBlank(buffer, start, end))) {
      return null;
    }
    addRecord(start, end);
    return end - bounds[0] >= BLOCK_BYTES ? takeBlock() : null;
  }

  private @Nullable RecordBlock takeOversizeLine(int newline) {
    OversizeRecord record = new OversizeRecord(file, base + lineStart);
    record.add(buffer, lineStart, newline);
    lineStart = Math.min(newline + 1, limit);
    return endOversizeLine(record);
  }

  private void addRecord(int start, int end) {
    if (boundCount == bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    bounds[boundCount++] = start;
    bounds[boundCount++] = end;
    records.add(file, base + start);
  }

  private RecordBlock takeBlock() {
    int start = bounds[0];
    int end = bounds[boundCount - 1];
    boolean givesBuffer = buffer.length > LARGE_BUFFER_BYTES && end - start > buffer.length / 2;
    int origin = givesBuffer ? 0 : start;
    byte[] bytes = givesBuffer ? buffer : Arrays.copyOfRange(buffer, start, end);
    int[] blockBounds = Arrays.copyOf(bounds, boundCount);
    for (int i = 0; i < boundCount; i++) {
      blockBounds[i] -= origin;
    }
    boundCount = 0;
    RecordBlock block = new RecordBlock(file, base + origin, bytes, blockBounds, null);
    if (givesBuffer) {
      moveTo(new byte[Math.max(READ_BYTES, limit - lineStart)]);
    }
    return block;
  }

  /** Reads a line to its end without holding it; null if it was blank. */
  private @Nullable RecordBlock cutOversizeLine() throws IOException {
    OversizeRecord record = new OversizeRecord(file, base + lineStart);
    int newline = limit;
    while (newline == limit && !inputEnded) {
      record.add(buffer, lineStart, limit);
      lineStart = limit;
      refill();
      newline = Lines.indexOfNewline(buffer, lineStart, limit);
    }
    record.add(buffer, lineStart, newline);
    lineStart = Math.min(newline + 1, limit);
    return endOversizeLine(record);
  }

  private @Nullable RecordBlock endOversizeLine(OversizeRecord record) {
    searched = lineStart;
    behindMark = false;
    if (record.isBlank()) {
      return null;
    }
    RecordBlock block = record.toBlock();
    records.add(file, block.offset());
    return block;
  }

  /** Moves the begun line to the front and reads behind it. */
  private void refill() throws IOException {
    int held = limit - lineStart;
    if (held == buffer.length) {
      moveTo(new byte[grownLength()]);
    } else if (buffer.length > LARGE_BUFFER_BYTES && held < READ_BYTES / 2) {
      moveTo(new byte[READ_BYTES]);
    } else {
      moveTo(buffer);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      inputEnded = true;
    } else {
      limit += count;
    }
  }

  /** Doubled, but not far beyond what the largest record needs. */
  private int grownLength() {
    long enough = Math.max(READ_BYTES, maxRecordBytes + 3L);
    long doubled = Math.min(2L * buffer.length, enough);
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(doubled, buffer.length + 1L));
  }

  private void moveTo(byte[] target) {
    System.arraycopy(buffer, lineStart, target, 0, limit - lineStart);
    buffer = target;
    base += lineStart;
    searched -= lineStart;
    limit -= lineStart;
    lineStart = 0;
  }
}
