/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.CsvDialect;
import io.levada.rows.EightBytes;

/**
 * Finds the ends of records in the bytes of CSV. What it knows of the bytes that it has seen is one
 * of a few states, so that parts of a file can be looked at before it is known in which state they
 * begin.
 */
final class CsvScanner {

  /** How many states there are; they are the numbers below it. */
  static final int STATES = 8;

  /** At the first byte of a record. */
  static final int RECORD_START = 0;

  /** In place of a state that nobody knows. */
  static final int UNKNOWN = -1;

  private static final int CELL_START = 1;
  private static final int IN_CELL = 2;
  private static final int IN_QUOTES = 3;

  /** Behind a quote that ends the quotes, unless another one follows. */
  private static final int BEHIND_QUOTE = 4;

  /** Behind a carriage return that has ended a record; a newline would belong to it. */
  private static final int BEHIND_RETURN = 5;

  private static final int ESCAPED_IN_CELL = 6;
  private static final int ESCAPED_IN_QUOTES = 7;

  /** In place of a quote or an escape that is not there: what no byte is, of either sign. */
  private static final int NO_BYTE = 256;

  /** How many quotes that can only open or only close a cell are looked at for a guess. */
  private static final int MOST_SIGNS = 64;

  private static final long NEWLINES = EightBytes.all('\n');
  private static final long RETURNS = EightBytes.all('\r');

  private final int delimiter;
  private final int quote;
  private final int escape;

  /** Eight quotes, and eight escapes; newlines where there are none. */
  private final long quotes;

  private final long escapes;

  private int state;

  /**
   * @param state in which the bytes begin
   */
  CsvScanner(CsvDialect dialect, int state) {
    this.delimiter = dialect.delimiter();
    this.quote = dialect.quote() == CsvDialect.NONE ? NO_BYTE : dialect.quote();
    this.escape = dialect.escape() == CsvDialect.NONE ? NO_BYTE : dialect.escape();
    this.quotes = quote == NO_BYTE ? NEWLINES : EightBytes.all(quote);
    this.escapes = escape == NO_BYTE ? NEWLINES : EightBytes.all(escape);
    this.state = state;
  }

  /**
   * The state in which bytes from anywhere in a file most likely begin: in a cell with quotes or in
   * one without. Quotes tell that stand where only one that opens a cell can, or one that closes
   * it: at a delimiter or line end to its one side, and text to the other. This is the speculation
   * by patterns of Ge, Li, Eilebrecht, Chandramouli and Kossmann, <i>Speculative Distributed CSV
   * Data Parsing for Big Data Analytics</i>, SIGMOD 2019.
   */
  static int guess(CsvDialect dialect, byte[] bytes, int from, int to) {
    if (dialect.quote() == CsvDialect.NONE || from == to) {
      return IN_CELL;
    }

    boolean beginsWithQuote = bytes[from] == dialect.quote();
    boolean inQuotes = isInQuotes(dialect, bytes, from, to) != beginsWithQuote;
    if (inQuotes) {
      return IN_QUOTES;
    }
    return beginsWithQuote ? CELL_START : IN_CELL;
  }

  /**
   * Whether bytes behind the first one are most likely in quotes. Where quotes don't agree, some of
   * them are text at the ends of cells that have no quotes; then it is likely that these have none.
   */
  private static boolean isInQuotes(CsvDialect dialect, byte[] bytes, int from, int to) {
    boolean flipped = false;
    int forQuotes = 0;
    int against = 0;
    for (int at = from + 1; at + 1 < to && forQuotes + against < MOST_SIGNS; at++) {
      byte b = bytes[at];
      if (dialect.escape() != CsvDialect.NONE && b == dialect.escape()) {
        at++;
      } else if (b == dialect.quote()) {
        boolean behindText = isText(dialect, bytes[at - 1]);
        boolean beforeText = isText(dialect, bytes[at + 1]);
        boolean closes = behindText && endsCell(dialect, bytes[at + 1]);
        boolean opens = beforeText && endsCell(dialect, bytes[at - 1]);
        forQuotes += (closes && !flipped) || (opens && flipped) ? 1 : 0;
        against += (closes && flipped) || (opens && !flipped) ? 1 : 0;
        flipped ^= !behindText || !beforeText;
      }
    }
    return forQuotes > 0 && against == 0;
  }

  private static boolean endsCell(CsvDialect dialect, byte b) {
    return b == dialect.delimiter() || endsRecord(b);
  }

  private static boolean isText(CsvDialect dialect, byte b) {
    return b != dialect.quote() && !endsCell(dialect, b);
  }

  int state() {
    return state;
  }

  /**
   * Goes on to the byte that ends the record, a newline or a carriage return; it is not passed.
   *
   * @return its index, or {@code to} if the record does not end before
   */
  int toRecordEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      switch (state) {
        case IN_CELL -> {
          at = passCells(bytes, at, to);
          if (at < to && state == IN_CELL) {
            return at;
          }
        }
        case IN_QUOTES -> {
          while (at < to && bytes[at] != quote && bytes[at] != escape) {
            at++;
          }
          if (at < to) {
            state = bytes[at++] == quote ? BEHIND_QUOTE : ESCAPED_IN_QUOTES;
          }
        }
        case ESCAPED_IN_CELL -> {
          at++;
          state = IN_CELL;
        }
        case ESCAPED_IN_QUOTES -> {
          at++;
          state = IN_QUOTES;
        }
        case RECORD_START, CELL_START, BEHIND_QUOTE -> {
          byte b = bytes[at];
          if (endsRecord(b)) {
            return at;
          }
          at++;
          state = behind(b);
        }
        default -> throw new IllegalStateException("No record begins in state " + state);
      }
    }
    return to;
  }

  /**
   * Passes cells without quotes, from within one, to a line end; or to another state, behind a
   * quote that begins a cell or behind an escape.
   */
  private int passCells(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      at = toSpecial(bytes, at, to);
      boolean atCell = at > from && bytes[at - 1] == delimiter;
      if (at == to) {
        state = atCell ? CELL_START : IN_CELL;
        return to;
      }
      byte b = bytes[at];
      if (endsRecord(b)) {
        return at;
      }
      at++;
      if (b == escape) {
        state = ESCAPED_IN_CELL;
        return at;
      }
      if (atCell) {
        state = IN_QUOTES;
        return at;
      }
    }
  }

  /** Goes on to a line end, a quote or an escape, eight bytes at a time. */
  private int toSpecial(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = EightBytes.at(bytes, at);
      long found =
          EightBytes.find(word, NEWLINES)
              | EightBytes.find(word, RETURNS)
              | EightBytes.find(word, quotes)
              | EightBytes.find(word, escapes);
      if (found != 0) {
        return at + EightBytes.first(found);
      }
      at += Long.BYTES;
    }
    while (at < to && !isSpecial(bytes[at])) {
      at++;
    }
    return at;
  }

  private boolean isSpecial(byte b) {
    return endsRecord(b) || b == quote || b == escape;
  }

  /** The state behind a byte that is no line end, at the start of a cell or behind its quotes. */
  private int behind(byte b) {
    if (b == quote) {
      return IN_QUOTES;
    }
    if (b == delimiter) {
      return CELL_START;
    }
    return b == escape ? ESCAPED_IN_CELL : IN_CELL;
  }

  private static boolean endsRecord(byte b) {
    return b == '\n' || b == '\r';
  }

  /** Passes the byte that ends the record. */
  void endRecord(byte lineEnd) {
    state = lineEnd == '\r' ? BEHIND_RETURN : RECORD_START;
  }

  /** Whether a newline that comes next belongs to the record before. */
  boolean isBehindReturn() {
    return state == BEHIND_RETURN;
  }

  /** Passes that newline if it is the byte there; returns where the record starts. */
  int skipNewline(byte b, int at) {
    state = RECORD_START;
    return b == '\n' ? at + 1 : at;
  }

  /** Passes all bytes, whatever records end in them. */
  void pass(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (isBehindReturn()) {
        at = skipNewline(bytes[at], at);
        continue;
      }
      at = toRecordEnd(bytes, at, to);
      if (at < to) {
        endRecord(bytes[at++]);
      }
    }
  }
}
