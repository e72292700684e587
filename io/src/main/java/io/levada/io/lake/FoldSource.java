/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Storages;
import io.levada.rows.RowBlock;
import io.levada.rows.RowFold;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Row groups of files as a source of what is made of their rows. */
final class FoldSource extends BoundedSource<KV<Integer, byte[]>> {

  private final Storages storages;
  private final RowShape shape;
  private final RowFold fold;
  private final List<GroupRange> ranges;

  /**
   * @param shape of the rows, without an envelope and without nested columns
   */
  FoldSource(Storages storages, RowShape shape, RowFold fold, List<GroupRange> ranges) {
    this.storages = storages;
    this.shape = shape;
    this.fold = fold;
    this.ranges = new ArrayList<>(ranges);
  }

  @Override
  public List<FoldSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    List<FoldSource> sources = new ArrayList<>();
    for (List<GroupRange> part : GroupPlan.divide(ranges, desiredBundleSizeBytes)) {
      sources.add(new FoldSource(storages, shape, fold, part));
    }
    return sources.isEmpty() ? List.of(this) : sources;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return GroupPlan.bytes(ranges);
  }

  @Override
  public BoundedReader<KV<Integer, byte[]>> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<KV<Integer, byte[]>> getOutputCoder() {
    return KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());
  }

  /** Folds range after range, and each range's read count behind its rows. */
  private static final class Reader extends BoundedReader<KV<Integer, byte[]>> {
    private final FoldSource source;
    private final Iterator<GroupRange> ranges;
    private final RowFold.Part part;
    private final Deque<KV<Integer, byte[]>> given = new ArrayDeque<>();
    private @Nullable GroupReader open;
    private @Nullable KV<Integer, byte[]> current;
    private boolean finished;

    Reader(FoldSource source) {
      this.source = source;
      this.ranges = source.ranges.iterator();
      this.part = source.fold.begin();
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      while (given.isEmpty() && !finished) {
        foldSome();
      }
      current = given.poll();
      return current != null;
    }

    private void foldSome() throws IOException {
      if (open == null && !ranges.hasNext()) {
        finished = true;
        give();
        return;
      }

      if (open == null) {
        open = GroupReader.open(source.storages, source.shape, ranges.next());
      }
      RowBlock rows = open.nextBlock();
      if (rows != null) {
        part.add(rows);
      } else {
        part.add(open.count());
        open = null;
      }
      if (part.isFull()) {
        give();
      }
    }

    private void give() {
      part.give((key, chunk) -> given.add(KV.of(key, chunk)));
    }

    @Override
    public KV<Integer, byte[]> getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public BoundedSource<KV<Integer, byte[]>> getCurrentSource() {
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
