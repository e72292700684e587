/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text in aligned columns, each row on a line. */
public final class TextTable {

  private static final String GAP = "  ";
  private static final String CUT = "…";

  private final int maxWidth;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Which end of its column a text is at. */
  public enum Align {
    LEFT,
    RIGHT
  }

  private record Column(String heading, Align align) {}

  /**
   * @param maxWidth how wide a column gets; longer texts are cut
   */
  public TextTable(int maxWidth) {
    this.maxWidth = maxWidth;
  }

  /** Adds a column; rows come when all columns are there. */
  public void addColumn(String heading, Align align) {
    columns.add(new Column(heading, align));
  }

  /** Adds a row with a text for each column. */
  public void addRow(List<String> texts) {
    rows.add(texts.stream().map(this::cut).toList());
  }

  /** The headings, a rule, and the rows; each line ends with a newline. */
  @Override
  public String toString() {
    List<String> headings = columns.stream().map(column -> cut(column.heading())).toList();
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int width = widthOf(headings.get(i));
      for (List<String> row : rows) {
        width = Math.max(width, widthOf(row.get(i)));
      }
      widths.add(width);
    }
    String rule = widths.stream().map("-"::repeat).collect(Collectors.joining(GAP));
    StringBuilder text = new StringBuilder();
    text.append(line(headings, widths)).append(rule).append('\n');
    rows.forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  private String line(List<String> texts, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      String padding = " ".repeat(widths.get(i) - widthOf(texts.get(i)));
      boolean right = columns.get(i).align() == Align.RIGHT;
      line.append(i == 0 ? "" : GAP)
          .append(right ? padding + texts.get(i) : texts.get(i) + padding);
    }
    return line.toString().stripTrailing() + "\n";
  }

  private String cut(String text) {
    if (widthOf(text) <= maxWidth) {
      return text;
    }

    int width = 0;
    int end = 0;
    while (width + widthOf(text.codePointAt(end)) < maxWidth) {
      width += widthOf(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + CUT;
  }

  /** How many columns of a terminal the text takes. */
  static int widthOf(String text) {
    return text.codePoints().map(TextTable::widthOf).sum();
  }

  /** As terminals do: marks go over the letter before, East Asian letters and emoji take two. */
  private static int widthOf(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }

    return isWide(codePoint) ? 2 : 1;
  }

  /** The blocks that Unicode's East Asian Width calls wide, as whole blocks. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6)
        || (c >= 0x1f300 && c <= 0x1faff)
        || (c >= 0x20000 && c <= 0x3fffd);
  }
}
