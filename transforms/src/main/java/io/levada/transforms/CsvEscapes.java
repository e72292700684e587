/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.CsvDialect;

/**
 * Writes CSV with escapes as CSV without: a cell with an escape goes into quotes, and the quotes in
 * it are doubled. A cell that is nothing but an escaped {@code N}, as in {@code \N}, stays as it
 * is: it is how databases write null.
 */
final class CsvEscapes {

  private final char delimiter;
  private final char quote;
  private final char escape;
  private char[] out = new char[0];
  private int length;

  /**
   * @param quote what stands around cells, also where the dialect has nothing
   */
  CsvEscapes(CsvDialect dialect, char quote) {
    this.delimiter = dialect.delimiter();
    this.quote = quote;
    this.escape = dialect.escape();
  }

  char[] chars() {
    return out;
  }

  int length() {
    return length;
  }

  /** Takes a text; there is room for so many characters more behind what comes of it. */
  void resolve(char[] in, int to, int room) {
    int most = 3 * to + 2 + room;
    if (out.length < most) {
      out = new char[most];
    }
    length = 0;
    int at = 0;
    while (at < to) {
      at = in[at] == quote ? quotedCell(in, at, to) : plainCell(in, at, to);
      if (at < to) {
        out[length++] = in[at++];
      }
    }
  }

  /** Writes a cell in quotes, and what stands behind them; returns where the cell ends. */
  private int quotedCell(char[] in, int from, int to) {
    out[length++] = quote;
    int at = from + 1;
    while (at < to) {
      char c = in[at];
      if (c == escape && at + 1 < to) {
        put(in[at + 1]);
        at += 2;
      } else if (c != quote) {
        out[length++] = c;
        at++;
      } else if (at + 1 < to && in[at + 1] == quote) {
        put(quote);
        at += 2;
      } else {
        out[length++] = quote;
        return copyToCellEnd(in, at + 1, to);
      }
    }
    return to;
  }

  private int copyToCellEnd(char[] in, int from, int to) {
    int at = from;
    while (at < to && !endsCell(in[at])) {
      at += in[at] == escape && at + 1 < to ? 2 : 1;
    }
    int count = at - from;
    System.arraycopy(in, from, out, length, count);
    length += count;
    return at;
  }

  private int plainCell(char[] in, int from, int to) {
    boolean escaped = false;
    int at = from;
    while (at < to && !endsCell(in[at])) {
      boolean escapes = in[at] == escape && at + 1 < to;
      escaped |= escapes;
      at += escapes ? 2 : 1;
    }
    boolean isNull = at - from == 2 && in[from] == escape && in[from + 1] == 'N';
    if (!escaped || isNull) {
      System.arraycopy(in, from, out, length, at - from);
      length += at - from;
      return at;
    }

    out[length++] = quote;
    for (int i = from; i < at; i++) {
      if (in[i] == escape && i + 1 < at) {
        i++;
      }
      put(in[i]);
    }
    out[length++] = quote;
    return at;
  }

  /** Writes a character inside of quotes. */
  private void put(char c) {
    if (c == quote) {
      out[length++] = quote;
    }
    out[length++] = c;
  }

  private boolean endsCell(char c) {
    return c == delimiter || c == '\n' || c == '\r';
  }
}
