/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.MessageType;

/**
 * The Parquet files of one slot. The first {@value #MAX_OPEN} partitions have an open file each;
 * rows of any further one wait, sorted by partition, and are written one file at a time behind
 * them. So memory is bounded however many partitions there are, and however large one is. Closing
 * removes what was not finished.
 */
final class SlotFiles implements AutoCloseable {

  /** How many files are open at a time: few enough for their buffers, enough for most slots. */
  static final int MAX_OPEN = 16;

  private final RowCodec codec;
  private final MessageType schema;
  private final FileFormat format;
  private final StagingArea area;
  private final String slot;
  private final String attempt;
  private final SlotMemory memory;
  private final PartitionSorter waiting;
  private final EncodedRow window;
  private final long rowGroupBytes;
  private final List<OpenFile> open = new ArrayList<>();
  private final List<DataFile> finished = new ArrayList<>();
  private List<byte[]> sample = new ArrayList<>();
  private long sampleBytes;
  private Set<String> plainColumns = Set.of();
  private OpenFile last;
  private int sequence;

  SlotFiles(
      RowCodec codec,
      MessageType schema,
      FileFormat format,
      StagingArea area,
      String slot,
      String attempt,
      SlotMemory memory,
      SlotStep.Workspace workspace) {
    this.codec = codec;
    this.schema = schema;
    this.format = format;
    this.area = area;
    this.slot = slot;
    this.attempt = attempt;
    this.memory = memory;
    this.waiting = new PartitionSorter(codec, SlotMemory.limited(workspace, memory.sortBytes()));
    this.window = codec.newRow();
    boolean alone = codec.layout().partition().isEmpty();
    this.rowGroupBytes = alone ? memory.singleRowGroupBytes() : memory.rowGroupBytes();
  }

  /** Takes the row that starts at {@code at}. */
  void write(byte[] bytes, int at) throws IOException {
    codec.scan(bytes, at, window);
    write(window);
  }

  /** Takes the row that the window shows. */
  void write(EncodedRow row) throws IOException {
    if (sample == null) {
      writeRow(row);
      return;
    }

    sample.add(row.copy());
    sampleBytes += row.length();
    if (sample.size() == DistinctColumns.SAMPLE_ROWS || sampleBytes > memory.sortBytes()) {
      endSample();
    }
  }

  /** Ends every file, and returns them all. */
  List<DataFile> finish() throws IOException {
    endSample();
    for (OpenFile file : open) {
      file.finish();
    }
    open.clear();
    writeWaiting();
    return List.copyOf(finished);
  }

  /** Removes what was not finished, all of it even if one refuses. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (OpenFile file : open) {
      try {
        file.upload.abort();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }

  /** The first rows wait until they tell which columns repeat; then nothing waits any more. */
  private void endSample() throws IOException {
    if (sample == null) {
      return;
    }

    List<byte[]> rows = sample;
    sample = null;
    plainColumns = DistinctColumns.in(rows, codec);
    for (byte[] row : rows) {
      codec.scan(row, 0, window);
      writeRow(window);
    }
  }

  private void writeRow(EncodedRow row) throws IOException {
    OpenFile file = last != null && last.takes(row) ? last : find(row);
    if (file == null) {
      waiting.add(row);
      return;
    }

    last = file;
    file.write(row);
  }

  private OpenFile find(EncodedRow row) throws IOException {
    for (OpenFile file : open) {
      if (file.takes(row)) {
        return file;
      }
    }
    if (open.size() == MAX_OPEN) {
      return null;
    }

    OpenFile file = new OpenFile(row, rowGroupBytes);
    open.add(file);
    return file;
  }

  private void writeWaiting() throws IOException {
    waiting.forEach(
        (bytes, at) -> {
          codec.scan(bytes, at, window);
          if (open.isEmpty() || !open.get(0).takes(window)) {
            finishSingle();
            open.add(new OpenFile(window, memory.singleRowGroupBytes()));
          }
          open.get(0).write(window);
        });
    finishSingle();
  }

  private void finishSingle() throws IOException {
    if (!open.isEmpty()) {
      open.get(0).finish();
      open.clear();
    }
  }

  /** The file of a partition, followed by another when it is large enough. */
  private final class OpenFile {
    /** A look at the size walks all columns: not at every row, but in time where rows are large. */
    private static final int BYTES_BETWEEN_SIZE_CHECKS = 128 << 10;

    private final byte[] partition;
    private final String folder;
    private final long rowGroupBytes;
    private String path;
    private StagedUpload upload;
    private ParquetPart part;
    private long uncheckedBytes;

    OpenFile(EncodedRow row, long rowGroupBytes) throws IOException {
      this.partition =
          Arrays.copyOfRange(row.bytes(), codec.partitionStart(row), codec.partitionEnd(row));
      this.folder = area.placement().folder(PartitionPath.of(codec, row));
      this.rowGroupBytes = rowGroupBytes;
      begin();
    }

    boolean takes(EncodedRow row) {
      return Arrays.equals(
          partition,
          0,
          partition.length,
          row.bytes(),
          codec.partitionStart(row),
          codec.partitionEnd(row));
    }

    void write(EncodedRow row) throws IOException {
      part.write(row);
      uncheckedBytes += row.length();
      if (uncheckedBytes < BYTES_BETWEEN_SIZE_CHECKS) {
        return;
      }

      uncheckedBytes = 0;
      if (part.bytes() >= format.targetFileBytes()) {
        finish();
        begin();
      }
    }

    void finish() throws IOException {
      if (part.rows() == 0) {
        upload.abort();
        return;
      }

      long footerRows = part.finish();
      StagedFile staged = upload.finish();
      finished.add(
          new DataFile(
              DataFile.Content.DATA,
              path,
              staged.stagingId(),
              staged.length(),
              part.rows(),
              footerRows));
    }

    private void begin() throws IOException {
      String name = format.fileName(slot, area.run(), sequence++);
      path = folder.isEmpty() ? name : folder + "/" + name;
      upload = area.open(DataFile.Content.DATA, path, attempt);
      try {
        part =
            new ParquetPart(
                new StagedOutputFile(upload), codec, schema, format, rowGroupBytes, plainColumns);
      } catch (IOException | RuntimeException e) {
        upload.abort();
        throw e;
      }
    }
  }
}
