/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.levada.rows.ColumnNames;
import io.levada.rows.CsvDialect;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The beginning of a file of CSV: its first rows, and what they tell of its form. */
public final class CsvHead {

  /** Those that are told apart; of two that fit as well, the first one it is. */
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  private static final int MOST_ROWS = 200;

  /** FastCSV 4.1 loses quotes with one in them; as a newline it is as good in a name. */
  private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");

  private final String text;
  private final boolean isWhole;

  /**
   * @param isWhole whether the bytes are the whole file; otherwise its last row in them is not
   *     looked at
   */
  public CsvHead(byte[] bytes, Charset charset, boolean isWhole) {
    this.text = LONE_RETURN.matcher(new String(bytes, charset)).replaceAll("\n");
    this.isWhole = isWhole;
  }

  /**
   * The delimiter, of comma, semicolon, tab and {@code |}, by which the most rows have as many
   * cells as the first one, and by which that has the most; nothing if it has one cell by each.
   *
   * @param dialect of which the delimiter does not count
   */
  public Optional<Character> delimiter(CsvDialect dialect) {
    Character best = null;
    double bestShare = 0;
    int bestCells = 1;
    for (char delimiter : DELIMITERS) {
      if (delimiter == dialect.quote() || delimiter == dialect.escape()) {
        continue;
      }
      List<List<String>> rows = rows(dialect.withDelimiter(delimiter));
      int cells = rows.isEmpty() ? 0 : rows.get(0).size();
      double share =
          rows.stream().filter(row -> row.size() == cells).count() / (double) rows.size();
      if (cells > 1 && (share > bestShare || (share == bestShare && cells > bestCells))) {
        best = delimiter;
        bestShare = share;
        bestCells = cells;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The first row, of those that are not blank; nothing if there is none, or not all of it. */
  public Optional<List<String>> firstRow(CsvDialect dialect) {
    List<List<String>> rows = rows(dialect);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  private List<List<String>> rows(CsvDialect dialect) {
    char[] chars = text.toCharArray();
    int length = chars.length;
    if (dialect.escape() != CsvDialect.NONE) {
      CsvEscapes escapes = new CsvEscapes(dialect, CsvBlockParser.quote(dialect));
      escapes.resolve(chars, length, 0);
      chars = escapes.chars();
      length = escapes.length();
    }
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvBlockParser.readers(dialect, false)
            .allowExtraCharsAfterClosingQuote(true)
            .ofCsvRecord(new CharArrayReader(chars, 0, length))) {
      for (CsvRecord row : reader) {
        rows.add(row.getFields());
        if (rows.size() > MOST_ROWS) {
          return rows;
        }
      }
    } catch (CsvParseException e) {
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!isWhole && !rows.isEmpty()) {
      rows.remove(rows.size() - 1);
    }
    return rows;
  }

  /**
   * The names of columns, from the row that has them. One without a name gets that of its place,
   * {@code column_3}.
   *
   * @throws IllegalArgumentException if two would have one column
   */
  public static List<String> columns(List<String> header) {
    List<String> names = new ArrayList<>();
    for (String name : header) {
      names.add(name.isBlank() ? placed(names.size()) : name);
    }
    ColumnNames.mapping(names);
    return names;
  }

  /** The names of so many columns that have none. */
  public static List<String> placed(List<String> firstRow) {
    List<String> names = new ArrayList<>();
    firstRow.forEach(cell -> names.add(placed(names.size())));
    return names;
  }

  private static String placed(int index) {
    return "column_" + (index + 1);
  }
}
