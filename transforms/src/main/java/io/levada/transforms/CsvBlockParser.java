/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.RecordType;
import io.levada.rows.CsvDialect;
import io.levada.rows.RecordBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cuts the records of blocks into cells, by FastCSV.
 *
 * <p>A block is parsed at once. The records that FastCSV finds in it must be those that it was cut
 * into: behind the last one stands a mark, which it must find as a record too. It can't where the
 * last record has quotes that are not closed. Where it fails, the record is parsed alone, and then
 * the rest of the block at once, unless too much of it has failed.
 */
final class CsvBlockParser {

  /** No character that can mean anything in CSV. */
  private static final char MARK = '\u2404';

  /** What FastCSV takes for a quote where there is none: no character at all. */
  private static final char NO_QUOTE = '\uffff';

  /** A block of which more had to be parsed alone goes on so to its end. */
  private static final int MAX_ALONE = 8;

  private static final int LARGEST_BUFFER = 1 << 30;

  private final Charset charset;
  private final CsvText text;
  private final @Nullable CsvEscapes escapes;
  private final CsvReaderBuilder readers;
  private final Handler handler;

  CsvBlockParser(CsvDialect dialect, boolean blankIsRow, Charset charset) {
    this.charset = charset;
    this.text = new CsvText(charset);
    this.escapes =
        dialect.escape() == CsvDialect.NONE ? null : new CsvEscapes(dialect, quote(dialect));
    this.handler = new Handler(blankIsRow);
    this.readers = readers(dialect, blankIsRow);
  }

  /** What FastCSV takes for the quote. */
  static char quote(CsvDialect dialect) {
    return dialect.quote() == CsvDialect.NONE ? NO_QUOTE : dialect.quote();
  }

  /** What makes readers of the dialect. */
  static CsvReaderBuilder readers(CsvDialect dialect, boolean blankIsRow) {
    return CsvReader.builder()
        .fieldSeparator(dialect.delimiter())
        .quoteCharacter(quote(dialect))
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(!blankIsRow)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .detectBomHeader(false)
        .maxBufferSize(LARGEST_BUFFER);
  }

  /** Hands the rows out, in their order; every record is a row or none. */
  void parse(RecordBlock block, CsvRows rows) {
    int records = block.recordCount();
    int done = parse(block, 0, records, '\n', rows);
    for (int alone = 1; done < records; alone++) {
      if (parse(block, done, 1, '\r', rows) == 0) {
        rows.noRow(done, handler.reason(), handler.message());
      }
      done++;
      if (done < records && alone < MAX_ALONE) {
        done += parse(block, done, records - done, '\n', rows);
      }
    }
  }

  /**
   * Parses some records as one text.
   *
   * @param lineEnd what stands between the last one and the mark
   * @return how many were handed out: all, unless one of them is no row, or they are not to be
   *     parsed as one
   */
  private int parse(RecordBlock block, int first, int count, char lineEnd, CsvRows rows) {
    handler.begin(rows, first, count);
    int from = block.start(first);
    int to = block.end(first + count - 1);
    if (!text.take(block.bytes(), from, to, 2)) {
      handler.fail(
          charset.equals(StandardCharsets.UTF_8) ? RejectReason.NOT_UTF8 : RejectReason.BAD_TEXT,
          "The record has bytes that are not " + charset.name());
      return 0;
    }

    char[] chars = text.chars();
    int length = text.length();
    if (escapes != null) {
      escapes.resolve(chars, length, 2);
      chars = escapes.chars();
      length = escapes.length();
    }
    if (lineEnd == '\n' && text.mayHaveReturn() && hasLoneReturn(chars, length)) {
      return 0;
    }
    chars[length] = lineEnd;
    chars[length + 1] = MARK;
    // A string, unlike a reader, is parsed in one array, where all cells of a row can be found.
    try (CsvReader<Boolean> reader = readers.build(handler, new String(chars, 0, length + 2))) {
      if (reader.iterator().hasNext()) {
        return handler.endAtMark();
      }
      handler.fail(RejectReason.NOT_CSV, "The record has quotes that are not closed");
    } catch (CsvParseException e) {
      handler.fail(RejectReason.NOT_CSV, "The record has text behind the quotes of a cell");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return handler.handedOut();
  }

  private static boolean hasLoneReturn(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      if (chars[i] == '\r' && (i + 1 == length || chars[i + 1] != '\n')) {
        return true;
      }
    }
    return false;
  }

  /**
   * Hands out each row when it has ended, but for the last one, which counts only once the mark was
   * found behind it. It builds nothing but the mark, so that FastCSV goes on to it.
   */
  private static final class Handler extends CsvCallbackHandler<Boolean> {
    private final boolean blankIsRow;
    private final CsvRow cells = new CsvRow();
    private CsvRows rows;
    private int first;
    private int count;

    /** Of the rows that have begun, the last one. */
    private int row;

    private boolean isBlank;
    private boolean markSeen;
    private RejectReason reason = RejectReason.NOT_CSV;
    private String message = "";

    Handler(boolean blankIsRow) {
      this.blankIsRow = blankIsRow;
    }

    void begin(CsvRows to, int firstRecord, int records) {
      this.rows = to;
      this.first = firstRecord;
      this.count = records;
      this.row = -1;
      this.markSeen = false;
    }

    void fail(RejectReason why, String text) {
      reason = why;
      message = text;
    }

    RejectReason reason() {
      return reason;
    }

    String message() {
      return message;
    }

    /** How many rows were handed out when it failed. */
    int handedOut() {
      return Math.max(0, Math.min(row, count - 1));
    }

    /** All were handed out, if the mark is what it should be. */
    int endAtMark() {
      if (row != count || !markSeen) {
        throw new IllegalStateException(
            "A block of %d records of CSV was parsed as %d".formatted(count, row));
      }
      rows.row(first + count - 1, cells);
      return count;
    }

    @Override
    protected void beginRecord(long line) {
      row++;
      isBlank = false;
      if (row < count) {
        cells.clear();
      }
    }

    @Override
    protected void addField(char[] chars, int from, int length, boolean isQuoted) {
      if (row < count) {
        cells.add(chars, from, length, isQuoted);
      } else {
        markSeen = !markSeen && length == 1 && chars[from] == MARK;
      }
    }

    @Override
    protected void setComment(char[] chars, int from, int length) {
      throw new IllegalStateException("There are no comments");
    }

    @Override
    protected void setEmpty() {
      if (blankIsRow) {
        cells.add(new char[0], 0, 0, false);
      } else {
        isBlank = true;
        row--;
      }
    }

    @Override
    protected @Nullable Boolean buildRecord() {
      if (isBlank) {
        return null;
      }
      if (row < count - 1) {
        rows.row(first + row, cells);
      }
      return row < count ? null : Boolean.TRUE;
    }

    @Override
    protected RecordType getRecordType() {
      return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
      return cells.count();
    }
  }
}
