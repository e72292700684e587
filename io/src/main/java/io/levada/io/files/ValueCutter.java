/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import java.io.InputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Makes a record of each value that {@link ValueScanner} finds in a whole file.
 *
 * <p>The record has no white space at either end, and one that is broken in an array not the comma
 * behind it. A byte order mark at the file's start belongs to none. An array that the file does not
 * close is followed by a record without bytes, at the file's end: that something is missing there
 * must be seen.
 */
final class ValueCutter implements RecordCutter {

  private final ValueScanner scanner;
  private final RecordBuffer buffer;

  /** Up to where the content was scanned. */
  private long scannedTo;

  /** A value ends at {@code scannedTo} that was not taken yet. It starts where bytes are kept. */
  private boolean untaken;

  private boolean started;
  private boolean done;

  /**
   * @param in the content from its start
   * @param expectedBytes about how much will be read, for the size of the buffer
   */
  ValueCutter(
      InputStream in, int file, boolean opensArrays, int maxRecordBytes, long expectedBytes) {
    this.scanner = new ValueScanner(opensArrays);
    this.buffer = new RecordBuffer(in, file, 0, maxRecordBytes, expectedBytes);
  }

  @Override
  public @Nullable RecordBlock next() throws IOException {
    if (!started) {
      started = true;
      buffer.skipByteOrderMark();
      scannedTo = buffer.offset(buffer.kept());
    }
    while (!done) {
      RecordBlock block = untaken ? takeValue() : scan();
      if (block != null) {
        return block;
      }
    }
    return buffer.hasRecords() ? buffer.takeBlock() : null;
  }

  @Override
  public long from() {
    return 0;
  }

  @Override
  public long to() {
    return scannedTo;
  }

  @Override
  public Tally records() {
    return buffer.records();
  }

  /** Goes on to the end of a value or of what was read; gives a block when one is full. */
  private @Nullable RecordBlock scan() throws IOException {
    int limit = buffer.limit();
    int at = scanOn();
    if (scanner.found() == ValueScanner.Found.START) {
      buffer.keepFrom(at);
      return null;
    }
    if (scanner.found() == ValueScanner.Found.END) {
      untaken = true;
      return null;
    }

    boolean inValue = scanner.isInValue();
    if (!inValue) {
      buffer.keepFrom(limit);
    }
    if (buffer.hasRecords()) {
      return buffer.takeBlock();
    }
    if (buffer.isOversize(limit - buffer.kept())) {
      return cutOversizeValue();
    }
    if (!buffer.ended()) {
      buffer.refill();
    } else if (inValue) {
      untaken = true;
      done = true;
      return takeValue();
    } else {
      done = true;
      if (scanner.isInArray()) {
        buffer.addRecord(limit, limit);
      }
    }
    return null;
  }

  private int scanOn() {
    int at = scanner.scan(buffer.bytes(), buffer.index(scannedTo), buffer.limit());
    scannedTo = buffer.offset(at);
    return at;
  }

  /** Takes the value that was scanned to its end; gives a block when one is full. */
  private @Nullable RecordBlock takeValue() {
    int start = buffer.kept();
    int end = buffer.index(scannedTo);
    if (buffer.isOversize(end - start)) {
      return buffer.hasRecords() ? buffer.takeBlock() : endOversizeValue(buffer.startOversize());
    }

    untaken = false;
    buffer.keepFrom(end);
    return buffer.addRecord(start, trimmed(start, end)) ? buffer.takeBlock() : null;
  }

  /** Where the value ends without what only stands between it and the next one. */
  private int trimmed(int start, int end) {
    byte[] bytes = buffer.bytes();
    int trimmed = Lines.trimmed(bytes, start, end);
    boolean hasComma = scanner.isBroken() && scanner.isInArray() && bytes[trimmed - 1] == ',';
    return hasComma ? Lines.trimmed(bytes, start, trimmed - 1) : trimmed;
  }

  /** Reads a value to its end without holding it. */
  private RecordBlock cutOversizeValue() throws IOException {
    OversizeRecord record = buffer.startOversize();
    while (scanner.found() != ValueScanner.Found.END && !buffer.ended()) {
      record.add(buffer.bytes(), buffer.kept(), buffer.limit());
      buffer.keepFrom(buffer.limit());
      buffer.refill();
      scanOn();
    }
    done = scanner.found() != ValueScanner.Found.END;
    return endOversizeValue(record);
  }

  private RecordBlock endOversizeValue(OversizeRecord record) {
    int end = buffer.index(scannedTo);
    record.add(buffer.bytes(), buffer.kept(), end);
    buffer.keepFrom(end);
    untaken = false;
    return buffer.takeOversize(record);
  }
}
