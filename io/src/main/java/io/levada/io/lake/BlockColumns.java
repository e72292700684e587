/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.RowBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.MessageType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads the flat columns of a file into blocks of rows, one column after the other: rows are not
 * put together, and what the file does not have stands in the block once.
 */
final class BlockColumns {

  /** So few that the values are in the processor's cache when they are taken. */
  private static final int BLOCK_ROWS = 1024;

  private final MessageType file;
  private final String createdBy;
  private final List<Values> columns = new ArrayList<>();
  private final RowBlock block;

  /**
   * @param file the columns that are read
   * @param types what each of them becomes
   * @param places where each of them stands in a row
   * @param template the values of a row that the file does not have
   * @param index of the file
   */
  BlockColumns(
      MessageType file,
      String createdBy,
      List<FieldType> types,
      List<Integer> places,
      Object[] template,
      int index) {
    this.file = file;
    this.createdBy = createdBy;
    @Nullable Object[][] values = new Object[template.length][];
    for (int i = 0; i < types.size(); i++) {
      values[places.get(i)] = new Object[BLOCK_ROWS];
      columns.add(new Values(file, i, types.get(i), values[places.get(i)]));
    }
    this.block = new RowBlock(index, template, values);
  }

  /** Goes to the beginning of a row group. */
  void open(PageReadStore pages) {
    ColumnReadStoreImpl readers =
        new ColumnReadStoreImpl(pages, new Converters(columns), file, createdBy);
    columns.forEach(column -> column.open(readers));
  }

  /**
   * The next rows.
   *
   * @param offset of the first of them
   * @param left how many there are at the most
   */
  RowBlock next(long offset, long left) {
    int size = (int) Math.min(left, BLOCK_ROWS);
    columns.forEach(column -> column.read(size));
    block.fill(offset, size);
    return block;
  }

  /** One column's part of the block. */
  private static final class Values implements Target {
    private final ColumnDescriptor column;
    private final int definedLevel;
    private final Converter converter;
    private final @Nullable Object[] values;
    private ColumnReader reader;
    private Object value;

    Values(MessageType file, int field, FieldType type, @Nullable Object[] values) {
      this.column = file.getColumns().get(field);
      this.definedLevel = column.getMaxDefinitionLevel();
      this.converter = ValueConverter.of(file.getType(field), type, this, 0);
      this.values = values;
    }

    void open(ColumnReadStoreImpl readers) {
      reader = readers.getColumnReader(column);
    }

    void read(int size) {
      ColumnReader from = reader;
      for (int row = 0; row < size; row++) {
        if (from.getCurrentDefinitionLevel() == definedLevel) {
          from.writeCurrentValueToConverter();
          values[row] = value;
        } else {
          values[row] = null;
        }
        from.consume();
      }
    }

    @Override
    public void set(int place, Object value) {
      this.value = value;
    }
  }

  /** The converters by their columns, as the readers want them. */
  private static final class Converters extends GroupConverter {
    private final List<Values> columns;

    Converters(List<Values> columns) {
      this.columns = columns;
    }

    @Override
    public Converter getConverter(int field) {
      return columns.get(field).converter;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
