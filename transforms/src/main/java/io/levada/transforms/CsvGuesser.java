/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.RecordBlock;
import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at the rows of blocks. One of more or fewer cells than its file has columns is none. */
final class CsvGuesser implements CsvRows {

  /** What a file's cells are. */
  private record Layout(CsvBlockParser parser, int[] columnOfCell) {}

  private final CsvFiles files;
  private final CsvCells cells;
  private final int width;
  private final List<Layout> layouts = new ArrayList<>();
  private final CsvNumbers number;
  private final TimestampText timestamps = new TimestampText(ZoneOffset.UTC);
  private CsvGuess guess = CsvGuess.none();
  private Layout layout;

  CsvGuesser(InferCsv settings) {
    this.files = settings.files();
    this.cells = settings.cells();
    this.number = new CsvNumbers(cells.decimalComma());
    EventSchema union = InferCsv.schema(files.union(), CsvGuess.none());
    this.width = union.fields().size();
    Map<String, CsvBlockParser> parsers = new HashMap<>();
    for (CsvFile file : files.different()) {
      layouts.add(
          new Layout(
              parsers.computeIfAbsent(file.charset(), this::newParser),
              CsvFiles.fieldsOf(union, file)));
    }
  }

  private CsvBlockParser newParser(String charset) {
    return new CsvBlockParser(files.dialect(), files.blankIsRow(), Charset.forName(charset));
  }

  void begin() {
    guess = CsvGuess.of(width);
  }

  CsvGuess guess() {
    return guess;
  }

  void look(RecordBlock block) {
    if (block.recordCount() > 0 && block.cut() == null) {
      layout = layouts.get(files.kindOf(block.file()));
      layout.parser().parse(block, this);
    }
    if (block.readCount() != null) {
      guess.reads().add(block.readCount());
    }
  }

  @Override
  public void row(int record, CsvRow row) {
    int[] columnOfCell = layout.columnOfCell();
    if (row.count() != columnOfCell.length) {
      return;
    }
    for (int cell = 0; cell < columnOfCell.length; cell++) {
      CellGuess column = guess.columns().get(columnOfCell[cell]);
      if (!column.isSettled()) {
        look(column, row.chars(), row.start(cell), row.length(cell), row.isQuoted(cell));
      }
    }
  }

  private void look(CellGuess column, char[] chars, int from, int length, boolean isQuoted) {
    if (cells.isNull(chars, from, length, isQuoted)) {
      return;
    }

    int start = from;
    int end = from + length;
    while (start < end && chars[start] == ' ') {
      start++;
    }
    while (end > start && chars[end - 1] == ' ') {
      end--;
    }
    if (!cells.isNullValue(chars, start, end - start, isQuoted)) {
      column.add(chars, start, end - start, number, timestamps);
    }
  }

  @Override
  public void noRow(int record, RejectReason reason, String message) {
    // Of no type.
  }
}
