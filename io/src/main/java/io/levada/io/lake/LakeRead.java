/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Entry;
import io.levada.io.storage.StorageException;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;

/**
 * Reads the files of a table as rows: the columns of the files, and those in the path as strings
 * (null for the default partition).
 *
 * <p>Output: a bounded collection of the table's schema, one row for each row of the files, in no
 * order. Files are read side by side, each by one worker. With an {@link Envelope}, a row carries
 * its file's index in the table and its ordinal in the file, and each file is followed by its read
 * count.
 *
 * <p>A file that is missing, has changed since it was listed, is no Parquet file or has other
 * columns than the table fails the pipeline with its name.
 *
 * <pre>{@code
 * LakeTable table = LakeTable.list(storages, folder);
 * PCollection<Row> rows = pipeline.apply("Read table", LakeIO.read(storages, table));
 * }</pre>
 */
public final class LakeRead extends PTransform<PBegin, PCollection<Row>> {

  private final Storages storages;
  private final LakeTable table;
  private final boolean enveloped;

  LakeRead(Storages storages, LakeTable table, boolean enveloped) {
    this.storages = storages;
    this.table = table;
    this.enveloped = enveloped;
  }

  /** Rows in an envelope, followed by read counts. */
  public LakeRead withEnvelope() {
    return new LakeRead(storages, table, true);
  }

  /**
   * The first rows of some of the files, read here and now.
   *
   * @throws IOException if a file can't be read or has other columns than the table
   */
  public List<Row> sample(int maxFiles, int maxRowsPerFile) throws IOException {
    List<Row> rows = new ArrayList<>();
    int step = (table.files().size() - 1) / maxFiles + 1;
    for (int file = 0; file < table.files().size(); file += step) {
      try (FileRows fileRows =
          new FileRows(storages, table, table.files().get(file), table.schema(), 0)) {
        for (int i = 0; i < maxRowsPerFile && fileRows.advance(); i++) {
          rows.add(fileRows.row(file, i));
        }
      }
    }
    return rows;
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    List<KV<Integer, Entry>> files = new ArrayList<>();
    for (Entry file : table.files()) {
      files.add(KV.of(files.size(), file));
    }
    Schema output = enveloped ? Envelope.around(table.schema()) : table.schema();
    return begin
        .apply(
            "List files",
            Create.of(files)
                .withCoder(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(Entry.class))))
        .apply("Read files", ParDo.of(new ReadFile(storages, table, enveloped, output)))
        .setRowSchema(output);
  }

  private static final class ReadFile extends DoFn<KV<Integer, Entry>, Row> {
    private final Storages storages;
    private final LakeTable table;
    private final boolean enveloped;
    private final Schema output;

    ReadFile(Storages storages, LakeTable table, boolean enveloped, Schema output) {
      this.storages = storages;
      this.table = new LakeTable(table.folder(), List.of(), table.schema());
      this.enveloped = enveloped;
      this.output = output;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      KV<Integer, Entry> file = context.element();
      int index = file.getKey();
      int skipped = enveloped ? Envelope.WIDTH : 0;
      Tally.Counter counter = new Tally.Counter();
      try (FileRows rows = new FileRows(storages, table, file.getValue(), output, skipped)) {
        while (rows.advance()) {
          long ordinal = counter.count();
          context.output(rows.row(index, ordinal));
          counter.add(index, ordinal);
        }
      }
      if (enveloped) {
        ReadCount count = new ReadCount(index, 0, counter.count(), true, counter.tally());
        context.output(Envelope.of(output, count));
      }
    }
  }

  /** The rows of one file from its columns and those in its path. What fails names the file. */
  private static final class FileRows implements Closeable {
    private final Entry file;
    private final Schema output;
    private final int skipped;
    private final List<HivePath.PartitionValue> path;
    private final ParquetReader<Object[]> reader;
    private Object[] columns;

    /**
     * @param skipped how many columns of the output come before the table's
     */
    FileRows(Storages storages, LakeTable table, Entry file, Schema output, int skipped)
        throws IOException {
      this.file = file;
      this.output = output;
      this.skipped = skipped;
      this.path = HivePath.parse(file.location().relativeTo(table.folder()));
      List<Field> fields = table.schema().getFields();
      int inFile = fields.size() - path.size();
      for (int i = 0; i < path.size(); i++) {
        if (inFile < 0 || !fields.get(inFile + i).getName().equals(path.get(i).column())) {
          throw new IOException(
              "Cannot read "
                  + file.location()
                  + ": its folders are not those of the table's columns "
                  + table.schema().getFieldNames());
        }
      }
      this.reader =
          new Builder(new StoredInputFile(storages, file), fields.subList(0, inFile)).build();
    }

    /** Moves to the next row, if there is one. */
    boolean advance() throws IOException {
      try {
        columns = reader.read();
        return columns != null;
      } catch (StorageException | ChangedWhileReadingException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw new IOException("Cannot read " + file.location() + ": " + e.getMessage(), e);
      }
    }

    Row row(int index, long ordinal) {
      Object[] values = new Object[output.getFieldCount()];
      if (skipped > 0) {
        values[Envelope.FILE] = index;
        values[Envelope.OFFSET] = ordinal;
      }
      System.arraycopy(columns, 0, values, skipped, columns.length);
      for (int i = 0; i < path.size(); i++) {
        values[skipped + columns.length + i] = path.get(i).value();
      }
      return Row.withSchema(output).attachValues(Arrays.asList(values));
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  private static final class Builder extends ParquetReader.Builder<Object[]> {
    private final List<Field> columns;

    Builder(InputFile file, List<Field> columns) {
      super(file, new PlainParquetConfiguration());
      this.columns = columns;
    }

    @Override
    protected ReadSupport<Object[]> getReadSupport() {
      return new RowReadSupport(columns);
    }
  }
}
