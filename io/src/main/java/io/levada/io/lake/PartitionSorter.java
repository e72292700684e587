/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Puts rows in the order of their partitions, so that they can be written one partition at a time:
 * in memory, and in sorted runs on disk when they are more than that.
 */
final class PartitionSorter {

  private static final Comparator<SortedRow> BY_PARTITION =
      (left, right) ->
          Arrays.compareUnsigned(left.bytes, left.from, left.to, right.bytes, right.from, right.to);

  /** How many runs become one of the next level, so that few are open however many there were. */
  private static final int FAN_IN = 32;

  /** What a held row costs besides its bytes. */
  private static final int ROW_OVERHEAD = 64;

  private final RowCodec codec;
  private final SlotStep.Workspace workspace;
  private final EncodedRow window;
  private final List<List<SlotStep.Spill>> runsByLevel = new ArrayList<>();
  private List<SortedRow> held = new ArrayList<>();
  private long heldBytes;

  /**
   * @param workspace the disk, and how many bytes of rows to hold
   */
  PartitionSorter(RowCodec codec, SlotStep.Workspace workspace) {
    this.codec = codec;
    this.workspace = workspace;
    this.window = codec.newRow();
  }

  /** Takes a copy of the row. */
  void add(EncodedRow row) throws IOException {
    int shift = row.start();
    held.add(
        new SortedRow(
            row.copy(), codec.partitionStart(row) - shift, codec.partitionEnd(row) - shift));
    heldBytes += row.length() + ROW_OVERHEAD;
    if (heldBytes > workspace.memoryBytes()) {
      spill();
    }
  }

  boolean isEmpty() {
    return held.isEmpty() && runsByLevel.isEmpty();
  }

  /** Gives the rows back in the order of their partitions, once. */
  void forEach(RowConsumer consumer) throws IOException {
    if (runsByLevel.isEmpty()) {
      held.sort(BY_PARTITION);
      for (SortedRow row : held) {
        consumer.accept(row.bytes, 0);
      }
      return;
    }

    spill();
    merge(runsByLevel.stream().flatMap(List::stream).toList(), consumer);
  }

  private void spill() throws IOException {
    held.sort(BY_PARTITION);
    SlotStep.Spill run = workspace.newSpill();
    for (SortedRow row : held) {
      run.write(row.bytes, 0, row.bytes.length);
    }
    held = new ArrayList<>();
    heldBytes = 0;
    keep(run, 0);
  }

  /** Runs of one level are about of one size, so each row is written once for each level. */
  private void keep(SlotStep.Spill run, int level) throws IOException {
    if (runsByLevel.size() == level) {
      runsByLevel.add(new ArrayList<>());
    }
    List<SlotStep.Spill> runs = runsByLevel.get(level);
    runs.add(run);
    if (runs.size() < FAN_IN) {
      return;
    }

    SlotStep.Spill merged = workspace.newSpill();
    merge(runs, (bytes, at) -> merged.write(bytes, at, EncodedRow.lengthAt(bytes, at)));
    runs.clear();
    keep(merged, level + 1);
  }

  private void merge(List<SlotStep.Spill> runs, RowConsumer consumer) throws IOException {
    PriorityQueue<Run> queue =
        new PriorityQueue<>(Comparator.comparing((Run run) -> run.row, BY_PARTITION));
    for (SlotStep.Spill spill : runs) {
      Run run = new Run(spill.read());
      if (run.advance()) {
        queue.add(run);
      }
    }
    while (!queue.isEmpty()) {
      Run run = queue.poll();
      consumer.accept(run.row.bytes, run.at);
      if (run.advance()) {
        queue.add(run);
      }
    }
    runs.forEach(SlotStep.Spill::discard);
  }

  /** Takes the row that starts at {@code at}. */
  interface RowConsumer {
    void accept(byte[] bytes, int at) throws IOException;
  }

  private record SortedRow(byte[] bytes, int from, int to) {}

  /** The next row of a sorted run. */
  private final class Run {
    private final Iterator<byte[]> chunks;
    private byte[] chunk = new byte[0];
    private int next;
    private int at;
    private SortedRow row;

    Run(Iterator<byte[]> chunks) {
      this.chunks = chunks;
    }

    boolean advance() {
      if (next >= chunk.length) {
        if (!chunks.hasNext()) {
          return false;
        }
        chunk = chunks.next();
        next = 0;
      }
      codec.scan(chunk, next, window);
      at = next;
      row = new SortedRow(chunk, codec.partitionStart(window), codec.partitionEnd(window));
      next = window.end();
      return true;
    }
  }
}
