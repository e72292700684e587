/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep;
import io.levada.rows.SourcePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/** Runs the step on what {@link DedupPackRows} has packed and makes rows of what it keeps. */
final class DedupKeepRows extends DoFn<KV<Integer, Iterable<byte[]>>, Row> {

  private final RowCodec codec;
  private final Schema schema;
  private final boolean isEnveloped;
  private final int slots;
  private final SlotStep step;
  private final TupleTag<KV<Integer, Long>> dropped;

  private transient EncodedRow window;

  DedupKeepRows(
      RowCodec codec,
      Schema schema,
      int slots,
      SlotStep step,
      TupleTag<KV<Integer, Long>> dropped) {
    this.codec = codec;
    this.schema = schema;
    this.isEnveloped = Envelope.isIn(schema);
    this.slots = slots;
    this.step = step;
    this.dropped = dropped;
  }

  @Setup
  public void setUp() {
    window = codec.newRow();
  }

  @ProcessElement
  public void keep(@Element KV<Integer, Iterable<byte[]>> slot, MultiOutputReceiver output)
      throws IOException {
    OutputReceiver<Row> rows = output.get(DedupByKey.rowsTag());
    if (slot.getKey() >= slots) {
      for (byte[] chunk : slot.getValue()) {
        unpackNotes(chunk, rows);
      }
      return;
    }

    Map<Integer, Long> droppedByFile = new TreeMap<>();
    step.process(
        codec, slot.getValue().iterator(), outcome(rows, droppedByFile), MemoryOnly.WORKSPACE);
    droppedByFile.forEach((file, count) -> output.get(dropped).output(KV.of(file, count)));
  }

  private void unpackNotes(byte[] chunk, OutputReceiver<Row> rows) {
    ByteBuffer framed = ByteBuffer.wrap(chunk);
    while (framed.hasRemaining()) {
      byte[] note = new byte[framed.getInt()];
      framed.get(note);
      Object[] values = new Object[schema.getFieldCount()];
      values[Envelope.NOTE] = note;
      rows.output(rowOf(values));
    }
  }

  private SlotStep.Outcome outcome(OutputReceiver<Row> rows, Map<Integer, Long> droppedByFile) {
    return new SlotStep.Outcome() {
      @Override
      public void keep(byte[] bytes, int at) {
        codec.scan(bytes, at, window);
        rows.output(decode());
      }

      @Override
      public void dropDuplicate(byte[] bytes, int at) {
        droppedByFile.merge(EncodedRow.fileAt(bytes, at), 1L, Long::sum);
      }
    };
  }

  private Row decode() {
    if (!isEnveloped) {
      return codec.decode(window);
    }

    Object[] values = new Object[schema.getFieldCount()];
    if (window.file() != SourcePosition.NO_FILE) {
      values[Envelope.FILE] = window.file();
      values[Envelope.OFFSET] = window.offset();
    }
    for (int field = Envelope.WIDTH; field < values.length; field++) {
      values[field] = codec.value(window, codec.place(field - Envelope.WIDTH));
    }
    return rowOf(values);
  }

  private Row rowOf(Object[] values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  /** All the memory there is, and no disk: whether a slot fits is the caller's number of slots. */
  private enum MemoryOnly implements SlotStep.Workspace {
    WORKSPACE;

    @Override
    public long memoryBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public SlotStep.Spill newSpill() {
      throw new UnsupportedOperationException("Cannot spill: this workspace has no disk");
    }
  }
}
