/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Storages;
import io.levada.rows.ColumnKind;
import io.levada.rows.ColumnNames;
import io.levada.rows.Envelope;
import io.levada.rows.RowFold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Reads the files of a table as rows: the columns of the files, and those in the path (null for the
 * default partition), as {@link LakeTable#list(Storages, io.levada.io.storage.Location, TableScan)}
 * found and chose them.
 *
 * <p>Output: a bounded collection of the table's schema, one row for each row of the files, in no
 * order. Row groups are read side by side, several small files by one worker. With an {@link
 * Envelope}, a row carries its file's index in the table and its ordinal in the file, and the row
 * groups that one worker reads of a file are followed by their {@link io.levada.rows.ReadCount} in
 * rows; {@link TableCoverage} says what the counts must look like.
 *
 * <p>Integers that have no sign come as the next wider type, those of 64 bits as {@code
 * decimal(20,0)}; timestamps with microseconds, nanoseconds cut off towards the past, in UTC, and
 * those without a zone as if they were; enums, JSON and UUIDs as strings; lists, maps and structs
 * of any depth as Beam's arrays, maps and rows, also as old writers stored them. Null, an empty
 * list and a list of nulls stay apart. Of a map's key that is there twice the last value counts.
 *
 * <p>An {@link UnreadableTableException} or {@link
 * io.levada.io.storage.ChangedWhileReadingException} fails the pipeline with the name of a file
 * that is damaged or has changed since it was listed.
 *
 * <pre>{@code
 * LakeTable table =
 *     LakeTable.list(
 *         storages, folder, TableScan.all().withFilter(PartitionFilter.parse("year = '2024'")));
 * PCollection<Row> rows = pipeline.apply("Read table", LakeIO.read(storages, table));
 * }</pre>
 */
public final class LakeRead extends PTransform<PBegin, PCollection<Row>> {

  private final Storages storages;
  private final LakeTable table;
  private final Schema schema;
  private final boolean enveloped;

  static LakeRead of(Storages storages, LakeTable table) {
    return new LakeRead(storages, table, table.schema(), false);
  }

  private LakeRead(Storages storages, LakeTable table, Schema schema, boolean enveloped) {
    this.storages = storages;
    this.table = table;
    this.schema = schema;
    this.enveloped = enveloped;
  }

  /** Rows in an envelope, and read counts. */
  public LakeRead withEnvelope() {
    return new LakeRead(storages, table, schema, true);
  }

  /**
   * Rows whose columns have the {@linkplain ColumnNames#safe safe} names of those of the table; the
   * fields of structs keep theirs.
   *
   * @throws IllegalArgumentException if two columns have one safe name, which the message tells
   */
  public LakeRead withSafeNames() {
    Map<String, String> names = ColumnNames.mapping(table.schema().getFieldNames());
    Schema.Builder renamed = Schema.builder();
    for (Field column : table.schema().getFields()) {
      renamed.addField(column.withName(names.get(column.getName())));
    }
    return new LakeRead(storages, table, renamed.build(), enveloped);
  }

  /**
   * Whether the rows can be folded where they are read: not if a column is a list, map or struct.
   */
  public boolean canFold() {
    return schema.getFields().stream()
        .noneMatch(column -> ColumnKind.of(column.getType()) == ColumnKind.NESTED);
  }

  /**
   * What the fold makes of the rows, instead of the rows: it is given the rows of the row groups
   * that one worker reads of a file, without an envelope, and then their {@link
   * io.levada.rows.ReadCount}.
   *
   * @throws IllegalStateException if the rows can't be folded
   */
  public PTransform<PBegin, PCollection<KV<Integer, byte[]>>> folded(RowFold fold) {
    if (!canFold()) {
      throw new IllegalStateException("Cannot fold rows with nested columns: read them as rows");
    }
    return new LakeFold(new FoldSource(storages, RowShape.of(table, schema), fold, ranges()));
  }

  /** The columns of the rows, without an envelope. */
  public Schema schema() {
    return schema;
  }

  /**
   * The first rows of some of the files, read here and now.
   *
   * @throws IOException if a file can't be read
   */
  public List<Row> sample(int maxFiles, int maxRowsPerFile) throws IOException {
    List<Row> rows = new ArrayList<>();
    int step = (table.files().size() - 1) / maxFiles + 1;
    for (int file = 0; file < table.files().size(); file += step) {
      readFirst(file, maxRowsPerFile, rows);
    }
    return rows;
  }

  /**
   * The first rows of the table in the order of its files, read here and now.
   *
   * @throws IOException if a file can't be read
   */
  public List<Row> head(int maxRows) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int file = 0; file < table.files().size() && rows.size() < maxRows; file++) {
      readFirst(file, maxRows - rows.size(), rows);
    }
    return rows;
  }

  private void readFirst(int file, int maxRows, List<Row> rows) throws IOException {
    GroupRange whole = GroupRange.whole(file, table.files().get(file));
    RowShape shape = RowShape.of(table, schema);
    try (GroupReader reader = GroupReader.open(storages, shape, whole)) {
      for (int i = 0; i < maxRows; i++) {
        Row row = reader.next();
        if (row == null) {
          break;
        }
        rows.add(row);
      }
    }
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    Schema output = enveloped ? Envelope.around(schema) : schema;
    return begin
        .apply(
            "Read rows", Read.from(new RowSource(storages, RowShape.of(table, output), ranges())))
        .setRowSchema(output);
  }

  private List<GroupRange> ranges() {
    List<GroupRange> ranges = new ArrayList<>();
    for (TableFile file : table.files()) {
      ranges.add(GroupRange.whole(ranges.size(), file));
    }
    return ranges;
  }
}
