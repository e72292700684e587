/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Storages;
import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Ranges of files as a source of blocks.
 *
 * <p>A source and not a function of ranges, because a runner takes from a source one block after
 * another, but holds all that a function makes of one element until it ends: for a compressed file
 * that is the whole of its content.
 */
final class RecordSource extends BoundedSource<RecordBlock> {

  private final Storages storages;
  private final List<FileRange> ranges;
  private final @Nullable CsvShape csv;
  private final int maxRecordBytes;
  private final long leastPartBytes;

  /**
   * @param csv how CSV stands in the files, or null for JSON
   * @param leastPartBytes no reader is to have less, if there are several
   */
  RecordSource(
      Storages storages,
      List<FileRange> ranges,
      @Nullable CsvShape csv,
      int maxRecordBytes,
      long leastPartBytes) {
    this.storages = storages;
    this.ranges = ranges;
    this.csv = csv;
    this.maxRecordBytes = maxRecordBytes;
    this.leastPartBytes = leastPartBytes;
  }

  @Override
  public List<RecordSource> split(long desiredBundleSizeBytes, PipelineOptions options)
      throws IOException {
    List<RecordSource> sources = new ArrayList<>();
    ReadPlan plan = new ReadPlan(storages, csv == null, leastPartBytes);
    for (List<FileRange> part : plan.divide(ranges, desiredBundleSizeBytes)) {
      sources.add(
          new RecordSource(storages, new ArrayList<>(part), csv, maxRecordBytes, leastPartBytes));
    }
    return sources.isEmpty() ? List.of(this) : sources;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return ReadPlan.bytes(ranges);
  }

  @Override
  public BoundedReader<RecordBlock> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<RecordBlock> getOutputCoder() {
    return RecordBlockCoder.of();
  }

  /** Reads range after range. */
  private static final class Reader extends BoundedReader<RecordBlock> {
    private final Counter bytesRead = Metrics.counter(ReadRecords.class, ReadRecords.BYTES_READ);
    private final RecordSource source;
    private final Iterator<FileRange> ranges;
    private @Nullable BlockReader open;
    private @Nullable RecordBlock block;
    private long reported;

    Reader(RecordSource source) {
      this.source = source;
      this.ranges = source.ranges.iterator();
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      while (true) {
        if (open == null) {
          if (!ranges.hasNext()) {
            block = null;
            return false;
          }
          open =
              BlockReader.open(source.storages, ranges.next(), source.csv, source.maxRecordBytes);
          reported = 0;
        }
        block = open.next();
        report(open.storedBytesRead());
        if (block != null) {
          return true;
        }
        close();
      }
    }

    @Override
    public RecordBlock getCurrent() {
      if (block == null) {
        throw new NoSuchElementException();
      }
      return block;
    }

    @Override
    public BoundedSource<RecordBlock> getCurrentSource() {
      return source;
    }

    @Override
    public void close() throws IOException {
      if (open != null) {
        open.close();
        open = null;
      }
    }

    private void report(long bytes) {
      if (bytes > reported) {
        bytesRead.inc(bytes - reported);
        reported = bytes;
      }
    }
  }
}
