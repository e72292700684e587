/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import java.io.InputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cuts CSV where {@link CsvScanner} finds records to end.
 *
 * <p>As with lines, a record belongs to the range in which it starts and is read to its end
 * wherever that is, and the records of a range reach from its first record start to the first one
 * at or behind its end. A header, blank lines and a byte order mark are in no record, but in the
 * range.
 *
 * <p>The record is without its line end. One whose quotes are not closed ends with the file.
 */
final class CsvCutter implements RecordCutter {

  private final CsvShape shape;
  private CsvScanner scanner;
  private final RecordBuffer buffer;
  private final int startState;
  private final long rangeFrom;
  private final long rangeTo;
  private boolean headerAhead;

  /** No record of the file was passed yet, so that it is in this range wherever it starts. */
  private boolean first;

  private boolean started;
  private boolean inRecord;

  /** Up to where the record was scanned. It starts where bytes are kept. */
  private long scannedTo;

  private boolean done;
  private long from;

  /** No record starts in the range: {@link #to} is where it begins. */
  private boolean empty;

  /**
   * @param in the file's bytes from {@link FileRange#readFrom} on
   * @param rangeTo the byte behind the range; {@link Long#MAX_VALUE} for all there is
   * @param expectedBytes about how much will be read, for the size of the buffer
   */
  CsvCutter(
      InputStream in,
      CsvShape shape,
      FileRange range,
      long rangeTo,
      int maxRecordBytes,
      long expectedBytes) {
    this.shape = shape;
    this.startState = range.startState();
    this.scanner = new CsvScanner(shape.dialect(), startState);
    this.rangeFrom = range.from();
    this.rangeTo = rangeTo;
    this.first = rangeFrom == 0;
    this.headerAhead = first && shape.hasHeader();
    this.buffer =
        new RecordBuffer(in, range.file().index(), range.readFrom(), maxRecordBytes, expectedBytes);
  }

  @Override
  public @Nullable RecordBlock next() throws IOException {
    if (!started) {
      started = true;
      start();
    }
    while (!done) {
      RecordBlock block = inRecord ? scan() : startRecord();
      if (block != null) {
        return block;
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
      buffer.skipByteOrderMark();
      return;
    }

    if (startState == CsvScanner.UNKNOWN) {
      buffer.refill();
      int guess = CsvScanner.guess(shape.dialect(), buffer.bytes(), buffer.kept(), buffer.limit());
      scanner = new CsvScanner(shape.dialect(), guess);
    }
    boolean found = skipToRecordStart();
    from = found ? buffer.offset(buffer.kept()) : rangeFrom;
    empty = !found;
    done = empty;
  }

  /** Passes the record in which the range begins; false if no other one starts in the range. */
  private boolean skipToRecordStart() throws IOException {
    while (buffer.offset(buffer.kept()) < rangeTo) {
      if (buffer.kept() == buffer.limit()) {
        if (buffer.ended()) {
          return false;
        }
        buffer.refill();
      } else if (scanner.state() == CsvScanner.RECORD_START) {
        return true;
      } else if (scanner.isBehindReturn()) {
        buffer.keepFrom(scanner.skipNewline(buffer.bytes()[buffer.kept()], buffer.kept()));
      } else {
        int end = scanner.toRecordEnd(buffer.bytes(), buffer.kept(), buffer.limit());
        if (end < buffer.limit()) {
          scanner.endRecord(buffer.bytes()[end++]);
        }
        buffer.keepFrom(end);
      }
    }
    return false;
  }

  /** Finds out whether a record starts where bytes are kept, and is one of the range. */
  private @Nullable RecordBlock startRecord() throws IOException {
    int at = buffer.kept();
    boolean behindReturn = scanner.isBehindReturn();
    if (buffer.offset(at) >= rangeTo && !first && !behindReturn) {
      done = true;
      return null;
    }
    if (at == buffer.limit()) {
      done = buffer.ended();
      return done ? null : readOn();
    }
    if (behindReturn) {
      buffer.keepFrom(scanner.skipNewline(buffer.bytes()[at], at));
      return null;
    }

    inRecord = true;
    first = false;
    scannedTo = buffer.offset(at);
    return null;
  }

  /** The block, which must go first, or nothing, and more bytes. */
  private @Nullable RecordBlock readOn() throws IOException {
    if (buffer.hasRecords()) {
      return buffer.takeBlock();
    }
    buffer.refill();
    return null;
  }

  /** Goes on to the end of the record or of what was read; gives a block when one is full. */
  private @Nullable RecordBlock scan() throws IOException {
    int limit = buffer.limit();
    int end = scanOn();
    if (end < limit) {
      return takeRecord(end, end + 1);
    }
    if (buffer.hasRecords()) {
      return buffer.takeBlock();
    }
    if (buffer.isOversize(limit - buffer.kept() - 1)) {
      return cutOversizeRecord();
    }
    if (buffer.ended()) {
      done = true;
      return takeRecord(limit, limit);
    }
    buffer.refill();
    return null;
  }

  private int scanOn() {
    int at = scanner.toRecordEnd(buffer.bytes(), buffer.index(scannedTo), buffer.limit());
    scannedTo = buffer.offset(at);
    return at;
  }

  /** Takes the record that was scanned to its end; gives a block when one is full. */
  private @Nullable RecordBlock takeRecord(int end, int next) {
    int start = buffer.kept();
    if (buffer.isOversize(end - start)) {
      return buffer.hasRecords() ? buffer.takeBlock() : endOversizeRecord(buffer.startOversize());
    }

    pass(end, next);
    boolean isBlank = start == end;
    if (headerAhead) {
      headerAhead = isBlank;
      return null;
    }
    if (isBlank && !shape.blankIsRecord()) {
      return null;
    }
    return buffer.addRecord(start, end) ? buffer.takeBlock() : null;
  }

  private void pass(int end, int next) {
    inRecord = false;
    if (end < next) {
      scanner.endRecord(buffer.bytes()[end]);
    }
    buffer.keepFrom(next);
  }

  /** Reads a record to its end without holding it. */
  private @Nullable RecordBlock cutOversizeRecord() throws IOException {
    OversizeRecord record = buffer.startOversize();
    int end = buffer.limit();
    while (end == buffer.limit() && !buffer.ended()) {
      record.add(buffer.bytes(), buffer.kept(), end);
      buffer.keepFrom(end);
      buffer.refill();
      end = scanOn();
    }
    return endOversizeRecord(record);
  }

  private @Nullable RecordBlock endOversizeRecord(OversizeRecord record) {
    int end = buffer.index(scannedTo);
    record.add(buffer.bytes(), buffer.kept(), end);
    done = end == buffer.limit() && buffer.ended();
    pass(end, Math.min(end + 1, buffer.limit()));
    if (headerAhead) {
      headerAhead = false;
      return null;
    }
    return buffer.takeOversize(record);
  }
}
