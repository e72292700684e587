/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.RowBlock;
import io.levada.rows.Tally;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the rows of some row groups of a file. What fails names the file. */
final class GroupReader implements Closeable {

  private final RowShape shape;

  /** Asked for each row, and takes a comparison of columns to know. */
  private final boolean enveloped;

  private final GroupRange range;
  private final Tally.Counter counter = new Tally.Counter();
  private final long firstRow;
  private @Nullable ParquetFileReader file;
  private @Nullable RowMaterializer materializer;
  private @Nullable Supplier<BlockColumns> newBlocks;
  private @Nullable BlockColumns blocks;
  private @Nullable MessageColumnIO columns;
  private @Nullable PageReadStore pages;
  private @Nullable RecordReader<Object[]> records;
  private boolean blocksOpen;
  private int nextGroup;
  private long rowsLeft;

  private GroupReader(RowShape shape, GroupRange range) {
    this.shape = shape;
    this.enveloped = shape.isEnveloped();
    this.range = range;
    this.firstRow = range.firstRow();
    this.nextGroup = range.from();
  }

  static GroupReader open(Storages storages, RowShape shape, GroupRange range) throws IOException {
    GroupReader reader = new GroupReader(shape, range);
    try {
      reader.open(storages);
      return reader;
    } catch (IOException | RuntimeException | Error e) {
      reader.closeQuietly(e);
      throw ReadFailure.of(reader.location(), e);
    }
  }

  private void open(Storages storages) throws IOException {
    file =
        ParquetFileReader.open(
            new StoredInputFile(storages, range.file().entry()),
            ParquetReadOptions.builder(new PlainParquetConfiguration())
                .usePageChecksumVerification(true)
                .build());
    FileMetaData metadata = file.getFileMetaData();
    ColumnIndex places = ColumnIndex.of(shape.schema());
    List<Type> read = new ArrayList<>();
    List<FieldType> types = new ArrayList<>();
    List<Integer> to = new ArrayList<>();
    for (Type column : metadata.getSchema().getFields()) {
      int place = shape.isOfPartition(column.getName()) ? -1 : places.indexOf(column.getName());
      if (place >= 0) {
        read.add(column);
        types.add(shape.schema().getField(place).getType());
        to.add(place);
      }
    }
    MessageType requested = new MessageType(metadata.getSchema().getName(), read);
    file.setRequestedSchema(requested);
    Object[] template = shape.template(range.index(), range.file());
    materializer = new RowMaterializer(requested, types, to, template);
    newBlocks =
        () ->
            new BlockColumns(
                requested, metadata.getCreatedBy(), types, to, template, range.index());
    if (!read.isEmpty()) {
      columns =
          new ColumnIOFactory(metadata.getCreatedBy())
              .getColumnIO(requested, metadata.getSchema(), true);
    }
  }

  /** The next row, or null behind the last: then the file was still the one that was listed. */
  @Nullable Row next() throws IOException {
    try {
      if (!hasRows()) {
        return null;
      }
      if (records == null && pages != null) {
        records = columns.getRecordReader(pages, materializer);
      }
      rowsLeft--;
      return row(records == null ? materializer.withoutColumns() : records.read());
    } catch (IOException | RuntimeException | Error e) {
      throw ReadFailure.of(location(), e);
    }
  }

  /**
   * The next rows as a block, which the next call fills again, or null as {@link #next}, which is
   * not to be called besides; only if no column is nested.
   */
  @Nullable RowBlock nextBlock() throws IOException {
    try {
      if (!hasRows()) {
        return null;
      }
      if (blocks == null) {
        blocks = newBlocks.get();
      }
      if (!blocksOpen && pages != null) {
        blocks.open(pages);
        blocksOpen = true;
      }
      RowBlock block = blocks.next(firstRow + counter.count(), rowsLeft);
      for (int row = 0; row < block.size(); row++) {
        counter.add(range.index(), block.offset(row));
      }
      rowsLeft -= block.size();
      return block;
    } catch (IOException | RuntimeException | Error e) {
      throw ReadFailure.of(location(), e);
    }
  }

  private boolean hasRows() throws IOException {
    while (rowsLeft == 0) {
      if (nextGroup == range.to()) {
        close();
        return false;
      }
      openGroup();
    }
    return true;
  }

  private void openGroup() throws IOException {
    closePages();
    rowsLeft = range.file().rowsOf(nextGroup);
    if (columns != null && rowsLeft > 0) {
      pages = file.readRowGroup(nextGroup);
    }
    nextGroup++;
  }

  private Row row(Object[] values) {
    long ordinal = firstRow + counter.count();
    if (enveloped) {
      values[Envelope.OFFSET] = ordinal;
    }
    counter.add(range.index(), ordinal);
    return Row.withSchema(shape.output()).attachValues(Arrays.asList(values));
  }

  /** What was read: of the whole range, when {@link #next} has returned null. */
  ReadCount count() {
    return new ReadCount(
        range.index(), firstRow, firstRow + counter.count(), range.reachesEnd(), counter.tally());
  }

  private Location location() {
    return range.file().location();
  }

  private void closePages() {
    if (pages != null) {
      pages.close();
      pages = null;
      records = null;
      blocksOpen = false;
    }
  }

  /**
   * @throws io.levada.io.storage.ChangedWhileReadingException if the file has changed since it was
   *     listed
   */
  @Override
  public void close() throws IOException {
    closePages();
    if (file != null) {
      ParquetFileReader closing = file;
      file = null;
      closing.close();
    }
  }

  private void closeQuietly(Throwable failure) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
