/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.CutRecord;
import io.levada.rows.RecordBlock;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Parses records of CSV into the values of rows, as {@link ParseCsv} tells. */
final class CsvRecordParser implements CsvRows {

  /** Takes what records become. */
  interface Output {

    /** A row's values, behind as many places as were asked for. */
    void row(int record, Object[] values);

    void reject(Reject reject);
  }

  /** What a file's cells are. */
  private record Layout(CsvBlockParser parser, int[] fieldOfCell) {}

  private final EventSchema schema;
  private final CsvFiles files;
  private final int leadingColumns;
  private final CsvCellReader[] readers;
  private final List<Layout> layouts = new ArrayList<>();
  private final CsvRowInHand row = new CsvRowInHand();
  private RecordBlock block;
  private Layout layout;
  private Output output;

  CsvRecordParser(ParseCsv settings, int leadingColumns) {
    this.schema = settings.schema();
    this.files = settings.files();
    this.leadingColumns = leadingColumns;
    TimestampText timestamps = new TimestampText(settings.zone());
    this.readers =
        schema.fields().stream()
            .map(field -> new CsvCellReader(field, settings.cells(), row, timestamps))
            .toArray(CsvCellReader[]::new);
    Map<String, CsvBlockParser> parsers = new HashMap<>();
    for (CsvFile file : files.different()) {
      layouts.add(
          new Layout(
              parsers.computeIfAbsent(file.charset(), this::newParser),
              CsvFiles.fieldsOf(schema, file)));
    }
  }

  private CsvBlockParser newParser(String charset) {
    return new CsvBlockParser(files.dialect(), files.blankIsRow(), Charset.forName(charset));
  }

  void parse(RecordBlock records, Output to) {
    block = records;
    output = to;
    @Nullable CutRecord cut = records.cut();
    if (cut != null) {
      to.reject(
          new Reject(
              position(0),
              RejectReason.TOO_LARGE.name(),
              "The record has " + cut.length() + " bytes, more than are taken",
              Reject.Content.cut(bytes(0), cut.length(), cut.sha256())));
      return;
    }

    if (records.recordCount() > 0) {
      layout = layouts.get(files.kindOf(records.file()));
      layout.parser().parse(records, this);
    }
  }

  private SourcePosition position(int record) {
    return new SourcePosition(block.file(), block.offsetOf(record));
  }

  private byte[] bytes(int record) {
    return Arrays.copyOfRange(block.bytes(), block.start(record), block.end(record));
  }

  @Override
  public void row(int record, CsvRow cells) {
    int[] fieldOfCell = layout.fieldOfCell();
    if (cells.count() != fieldOfCell.length) {
      noRow(
          record,
          RejectReason.RAGGED,
          "The row has %d cells, and its file %d columns"
              .formatted(cells.count(), fieldOfCell.length));
      return;
    }

    row.begin();
    Object[] values = new Object[leadingColumns + readers.length];
    for (int cell = 0; cell < fieldOfCell.length && !row.isRejected(); cell++) {
      int field = fieldOfCell[cell];
      if (field >= 0) {
        values[leadingColumns + field] =
            readers[field].read(
                cells.chars(), cells.start(cell), cells.length(cell), cells.isQuoted(cell));
      }
    }
    checkRequired(values);
    if (row.isRejected()) {
      noRow(record, row.reason(), row.message());
    } else {
      output.row(record, values);
    }
  }

  private void checkRequired(@Nullable Object[] values) {
    for (int i = 0; i < readers.length && !row.isRejected(); i++) {
      EventField field = schema.fields().get(i);
      if (field.required() && values[leadingColumns + i] == null) {
        row.reject(RejectReason.MISSING_FIELD, "Column " + field.name() + " must not be null");
      }
    }
  }

  @Override
  public void noRow(int record, RejectReason reason, String message) {
    output.reject(
        new Reject(position(record), reason.name(), message, Reject.Content.raw(bytes(record))));
  }
}
