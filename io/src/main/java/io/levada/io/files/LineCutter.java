/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import java.io.InputStream;
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
 * mark at the file's start.
 */
final class LineCutter implements RecordCutter {

  private final long rangeFrom;
  private final long rangeTo;

  /** Keeps from where the next line starts. */
  private final RecordBuffer buffer;

  /** Up to where the next line was searched for its newline. */
  private long searchedTo;

  private boolean started;
  private boolean behindMark;
  private boolean done;
  private long from;

  /** In a range without lines, what {@link #to} is. */
  private boolean empty;

  /**
   * @param in the file's bytes: from its start if the range starts there, else from the byte before
   *     the range
   * @param range gives the file, and where the range begins
   * @param rangeTo the byte behind the range; {@link Long#MAX_VALUE} for all there is
   * @param expectedBytes about how much will be read, for the size of the buffer
   */
  LineCutter(
      InputStream in, FileRange range, long rangeTo, int maxRecordBytes, long expectedBytes) {
    this.rangeFrom = range.from();
    this.rangeTo = rangeTo;
    this.searchedTo = Math.max(0, rangeFrom - 1);
    this.buffer =
        new RecordBuffer(in, range.file().index(), searchedTo, maxRecordBytes, expectedBytes);
  }

  @Override
  public @Nullable RecordBlock next() throws IOException {
    if (!started) {
      started = true;
      start();
    }
    while (!done) {
      if (buffer.offset(buffer.kept()) >= rangeTo && !behindMark) {
        done = true;
        break;
      }

      int limit = buffer.limit();
      int newline = Lines.indexOfNewline(buffer.bytes(), buffer.index(searchedTo), limit);
      boolean lastLine = newline == limit && buffer.ended();
      if (newline < limit || lastLine) {
        RecordBlock block = takeLine(newline);
        if (block != null) {
          return block;
        }
        done = lastLine;
        continue;
      }

      searchedTo = buffer.offset(limit);
      if (buffer.hasRecords()) {
        return buffer.takeBlock();
      }
      if (buffer.isOversize(limit - buffer.kept() - 1)) {
        RecordBlock block = cutOversizeLine();
        if (block != null) {
          return block;
        }
      } else {
        buffer.refill();
      }
    }
    return buffer.hasRecords() ? buffer.takeBlock() : null;
  }

  @Override
  public long from() {
    return from;
  }

  @Override
  public long to() {
    return empty ? from : Math.max(from, buffer.offset(buffer.kept()));
  }

  @Override
  public Tally records() {
    return buffer.records();
  }

  private void start() throws IOException {
    if (rangeFrom == 0) {
      behindMark = buffer.skipByteOrderMark();
      searchedTo = buffer.offset(buffer.kept());
    } else {
      skipToFirstLine();
    }
  }

  /** Looks behind each newline up to the one that would start a line at the range's end. */
  private void skipToFirstLine() throws IOException {
    while (true) {
      int limit = buffer.limit();
      int searchEnd = (int) Math.min(limit, rangeTo - 1 - buffer.offset(0));
      int newline = Lines.indexOfNewline(buffer.bytes(), buffer.kept(), searchEnd);
      if (newline < searchEnd) {
        startLineAt(newline + 1);
        from = searchedTo;
        return;
      }
      if (searchEnd < limit || buffer.offset(limit) >= rangeTo - 1 || buffer.ended()) {
        from = rangeFrom;
        empty = true;
        done = true;
        return;
      }
      buffer.keepFrom(limit);
      buffer.refill();
    }
  }

  private void startLineAt(int index) {
    buffer.keepFrom(index);
    searchedTo = buffer.offset(index);
    behindMark = false;
  }

  /** Takes the line that ends at the newline; gives a block when one is full. */
  private @Nullable RecordBlock takeLine(int newline) {
    byte[] bytes = buffer.bytes();
    int start = buffer.kept();
    int end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    if (buffer.isOversize(end - start)) {
      return buffer.hasRecords() ? buffer.takeBlock() : endOversizeLine(buffer.startOversize());
    }

    startLineAt(Math.min(newline + 1, buffer.limit()));
    if (end == start || (bytes[start] <= ' ' && Lines.isBlank(bytes, start, end))) {
      return null;
    }
    return buffer.addRecord(start, end) ? buffer.takeBlock() : null;
  }

  /** Reads a line to its end without holding it; null if it was blank. */
  private @Nullable RecordBlock cutOversizeLine() throws IOException {
    OversizeRecord record = buffer.startOversize();
    int newline = buffer.limit();
    while (newline == buffer.limit() && !buffer.ended()) {
      record.add(buffer.bytes(), buffer.kept(), buffer.limit());
      buffer.keepFrom(buffer.limit());
      buffer.refill();
      newline = Lines.indexOfNewline(buffer.bytes(), buffer.kept(), buffer.limit());
    }
    return endOversizeLine(record);
  }

  private @Nullable RecordBlock endOversizeLine(OversizeRecord record) {
    int limit = buffer.limit();
    int newline = Lines.indexOfNewline(buffer.bytes(), buffer.kept(), limit);
    record.add(buffer.bytes(), buffer.kept(), newline);
    startLineAt(Math.min(newline + 1, limit));
    return record.isBlank() ? null : buffer.takeOversize(record);
  }
}
