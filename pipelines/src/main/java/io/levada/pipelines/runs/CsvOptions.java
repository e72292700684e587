/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How CSV stands in its files. */
@Description("Input of CSV")
public interface CsvOptions extends FileOptions {

  @Description(
      "What stands between cells: a character, tab, or auto, which tells comma, semicolon, tab and"
          + " | apart by the beginning of each file. Example: ;")
  @Default.String("auto")
  String getDelimiter();

  void setDelimiter(String delimiter);

  @Description(
      "The character around cells that have delimiters, line ends or itself in them, where it is"
          + " doubled; or none.")
  @Default.String("\"")
  String getQuote();

  void setQuote(String quote);

  @Description(
      "A character that takes the one behind it for itself, as in \\\" and \\,; or none. Example:"
          + " \\")
  @Default.String("none")
  String getEscape();

  void setEscape(String escape);

  @Description(
      "Whether the first row of each file has the names of its columns. By default it has, unless"
          + " --columns names them.")
  @Nullable Boolean getHeader();

  void setHeader(@Nullable Boolean header);

  @Description(
      "The names of the columns, of files that have none, or with --header=true instead of theirs."
          + " Without either, and without a schema, they are column_1, column_2 and so on. Example:"
          + " id,name,price")
  @Nullable List<String> getColumns();

  void setColumns(@Nullable List<String> columns);

  @Description(
      "Character set of files without a byte order mark: UTF-8, ISO-8859-1, windows-1252, or"
          + " another that has ASCII in it and a byte for each character.")
  @Default.String("UTF-8")
  String getCharset();

  void setCharset(String charset);

  @Description(
      "Texts of cells without quotes that are null, between commas, so that none has a comma in it;"
          + " an empty one is the empty cell. By itself, none in small letters is for no such text:"
          + " each cell is then what it is. A string in quotes is never null, a number in quotes is"
          + " if it is empty. Example: NULL,n/a,")
  @Default.String("\\N,")
  String getNulls();

  void setNulls(String nulls);

  @Description("Whether numbers have a comma where others have a point, as 1,5.")
  @Default.Boolean(false)
  boolean isDecimalComma();

  void setDecimalComma(boolean decimalComma);
}
