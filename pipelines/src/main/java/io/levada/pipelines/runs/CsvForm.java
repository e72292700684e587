/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import io.levada.rows.CsvDialect;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What options say of the form of CSV.
 *
 * @param dialect of which the delimiter does not count if it is detected
 * @param nulls the texts of cells that are null
 */
record CsvForm(
    CsvDialect dialect,
    boolean detectsDelimiter,
    Charset charset,
    boolean hasHeader,
    List<String> columns,
    List<String> nulls) {

  private static final String AUTO = "auto";
  private static final String NONE = "none";

  /**
   * @throws UsageException if an option is wrong
   */
  static CsvForm of(CsvOptions options) {
    List<String> columns = options.getColumns() == null ? List.of() : options.getColumns();
    boolean hasHeader = options.getHeader() == null ? columns.isEmpty() : options.getHeader();
    boolean detects = options.getDelimiter().toLowerCase(Locale.ROOT).equals(AUTO);
    return new CsvForm(
        dialect(options, detects),
        detects,
        charset(options.getCharset()),
        hasHeader,
        columns,
        nulls(options.getNulls()));
  }

  /** In its own letters alone: {@code None} is the null of Python. */
  private static List<String> nulls(String text) {
    return text.equals(NONE) ? List.of() : List.of(text.split(",", -1));
  }

  private static CsvDialect dialect(CsvOptions options, boolean detects) {
    char quote = character("--quote", options.getQuote());
    char escape = character("--escape", options.getEscape());
    try {
      if (detects) {
        char any = quote == ',' || escape == ',' ? ';' : ',';
        return new CsvDialect(any, quote, escape);
      }
      char delimiter = character("--delimiter", options.getDelimiter());
      return new CsvDialect(delimiter, quote, escape);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static char character(String option, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals(NONE)) {
      return CsvDialect.NONE;
    }
    if (lower.equals("tab") || lower.equals("\\t")) {
      return '\t';
    }
    if (text.length() != 1) {
      throw new UsageException(
          "Invalid " + option + ": " + text + " (expected one character, tab, or none)");
    }
    return text.charAt(0);
  }

  private static Charset charset(String name) {
    Charset charset;
    try {
      charset = Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new UsageException(
          "Invalid --charset: " + name + " (expected one such as ISO-8859-1 or windows-1252)");
    }
    if (!charset.equals(StandardCharsets.UTF_8) && !hasAscii(charset)) {
      throw new UsageException(
          "Invalid --charset: "
              + name
              + " (expected UTF-8, or one with ASCII in it and a byte for each character; UTF-16 is"
              + " told by its byte order mark)");
    }
    return charset;
  }

  private static boolean hasAscii(Charset charset) {
    byte[] ascii = new byte[128];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) i;
    }
    return charset.canEncode()
        && charset.newEncoder().maxBytesPerChar() == 1
        && Arrays.equals(new String(ascii, charset).getBytes(StandardCharsets.US_ASCII), ascii);
  }
}
