/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.Serializable;

/**
 * The characters that give CSV its structure. All are ASCII, so that they are the same bytes in
 * every character set that is read.
 *
 * <p>A cell whose first character is the quote ends with the next one that is not doubled; inside
 * it delimiters and line ends are text. Elsewhere a quote is text. A record ends with {@code \n},
 * {@code \r\n} or {@code \r}. The character behind an escape is text, whatever it is.
 *
 * @param delimiter what stands between cells
 * @param quote what stands around cells, or {@link #NONE}
 * @param escape what takes the next character for itself, or {@link #NONE}
 */
public record CsvDialect(char delimiter, char quote, char escape) implements Serializable {

  /** In place of a quote or an escape: there is none. */
  public static final char NONE = 0;

  /** That of RFC 4180: commas, and quotes that are doubled inside of quotes. */
  public static final CsvDialect RFC_4180 = new CsvDialect(',', '"', NONE);

  public CsvDialect {
    check("delimiter", delimiter);
    if (delimiter == NONE) {
      throw new IllegalArgumentException("Invalid delimiter: none (take a character)");
    }
    if (quote != NONE) {
      check("quote", quote);
    }
    if (escape != NONE) {
      check("escape", escape);
    }
    if (delimiter == quote || delimiter == escape || (quote != NONE && quote == escape)) {
      throw new IllegalArgumentException(
          "Invalid characters of CSV: delimiter, quote and escape must differ (a quote inside of"
              + " quotes is doubled without any escape)");
    }
  }

  private static void check(String what, char character) {
    if (character > 0x7e || character == '\n' || character == '\r') {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (take one character of ASCII that is no line end)"
              .formatted(what, character));
    }
  }

  /** The same with another delimiter. */
  public CsvDialect withDelimiter(char other) {
    return new CsvDialect(other, quote, escape);
  }
}
