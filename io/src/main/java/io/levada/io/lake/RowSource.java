/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Row groups of files as a source of rows.
 *
 * <p>A source and not a function of files, because a runner takes from a source one row after
 * another, but holds all that a function makes of one element until it ends: that is the whole of a
 * file.
 */
final class RowSource extends BoundedSource<Row> {

  private final Storages storages;
  private final RowShape shape;
  private final List<GroupRange> ranges;

  RowSource(Storages storages, RowShape shape, List<GroupRange> ranges) {
    this.storages = storages;
    this.shape = shape;
    this.ranges = new ArrayList<>(ranges);
  }

  @Override
  public List<RowSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    List<RowSource> sources = new ArrayList<>();
    for (List<GroupRange> part : GroupPlan.divide(ranges, desiredBundleSizeBytes)) {
      sources.add(new RowSource(storages, shape, part));
    }
    return sources.isEmpty() ? List.of(this) : sources;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return GroupPlan.bytes(ranges);
  }

  @Override
  public BoundedReader<Row> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<Row> getOutputCoder() {
    return RowCoder.of(shape.output());
  }

  /** Reads range after range, each followed by its read count if rows have an envelope. */
  private static final class Reader extends BoundedReader<Row> {
    private final RowSource source;
    private final Iterator<GroupRange> ranges;
    private @Nullable GroupReader open;
    private @Nullable Row row;

    Reader(RowSource source) {
      this.source = source;
      this.ranges = source.ranges.iterator();
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      row = null;
      while (row == null && (open != null || ranges.hasNext())) {
        if (open == null) {
          open = GroupReader.open(source.storages, source.shape, ranges.next());
        }
        row = open.next();
        if (row == null) {
          row = note(open);
          open = null;
        }
      }
      return row != null;
    }

    private @Nullable Row note(GroupReader finished) {
      return source.shape.isEnveloped()
          ? Envelope.of(source.shape.output(), finished.count())
          : null;
    }

    @Override
    public Row getCurrent() {
      if (row == null) {
        throw new NoSuchElementException();
      }
      return row;
    }

    @Override
    public BoundedSource<Row> getCurrentSource() {
      return source;
    }

    @Override
    public void close() throws IOException {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}
