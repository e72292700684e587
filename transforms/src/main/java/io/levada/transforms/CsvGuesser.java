/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.RecordBlock;
import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the rows of blocks. What a row has changed is taken back if it turns out to be none, as
 * with too few cells.
 */
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

  /** Columns that the row has changed, and what they were. */
  private int[] changed = new int[8];

  private int[] before = new int[8];
  private int changes;

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
  }

  @Override
  public void beginRow() {
    takeBack();
  }

  @Override
  public void cell(int cell, char[] chars, int from, int length, boolean isQuoted) {
    if (cell >= layout.columnOfCell().length) {
      return;
    }
    int index = layout.columnOfCell()[cell];
    CellGuess column = guess.columns().get(index);
    if (column.isSettled() || cells.isNull(chars, from, length, isQuoted)) {
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
    if (cells.isNullValue(chars, start, end - start, isQuoted)) {
      return;
    }

    int state = column.state();
    column.add(chars, start, end - start, number, timestamps);
    if (column.state() != state) {
      remember(index, state);
    }
  }

  private void remember(int column, int state) {
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, 2 * changes);
      before = Arrays.copyOf(before, 2 * changes);
    }
    changed[changes] = column;
    before[changes++] = state;
  }

  private void takeBack() {
    while (changes > 0) {
      changes--;
      guess.columns().get(changed[changes]).set(before[changes]);
    }
  }

  @Override
  public void endRow(int record, int count) {
    if (count == layout.columnOfCell().length) {
      changes = 0;
    } else {
      takeBack();
    }
  }

  @Override
  public void noRow(int record, RejectReason reason, String message) {
    takeBack();
  }
}
