/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.Hash64;
import io.levada.rows.RowCodec;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows as chunks of encoded rows, by slot: {@code [0, slots)} has the rows, by the hash of their
 * keys, and {@code [slots, 2 * slots)} the notes, each behind its length in 4 bytes.
 */
final class DedupPackRows extends DoFn<Row, KV<Integer, byte[]>> {

  private static final int MAX_CHUNK_BYTES = 256 << 10;

  /** What all open chunks of a bundle may have together. */
  private static final int MAX_OPEN_BYTES = 32 << 20;

  private static final long SLOT_SEED = 0x5bd1e9955bd1e995L;

  private final RowCodec codec;
  private final boolean hasNotes;
  private final int slots;

  private transient EncodedRow window;
  private transient DedupChunks chunks;
  private transient Consumer<KV<Integer, byte[]>> output;

  DedupPackRows(RowCodec codec, Schema schema, int slots) {
    this.codec = codec;
    this.hasNotes = Envelope.isIn(schema);
    this.slots = slots;
  }

  @Setup
  public void setUp() {
    window = codec.newRow();
  }

  @StartBundle
  public void startBundle() {
    int numbers = 2 * slots;
    chunks =
        new DedupChunks(
            numbers,
            Math.min(MAX_CHUNK_BYTES, MAX_OPEN_BYTES / numbers),
            (number, chunk) -> output.accept(KV.of(number, chunk)));
  }

  @ProcessElement
  public void pack(@Element Row row, OutputReceiver<KV<Integer, byte[]>> receiver) {
    output = receiver::output;
    byte @Nullable [] note = hasNotes ? Envelope.noteOf(row) : null;
    if (note != null) {
      packNote(note);
      return;
    }

    codec.encode(row, window);
    byte[] bytes = window.bytes();
    long hash = Hash64.of(bytes, codec.keyStart(window), codec.keyEnd(window), SLOT_SEED);
    chunks.append(slotOf(hash), bytes, window.start(), window.length());
  }

  private void packNote(byte[] note) {
    byte[] framed = ByteBuffer.allocate(4 + note.length).putInt(note.length).put(note).array();
    int slot = slots + slotOf(Hash64.of(note, SLOT_SEED));
    chunks.append(slot, framed, 0, framed.length);
  }

  private int slotOf(long hash) {
    return (int) Long.remainderUnsigned(hash, slots);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    GlobalWindow global = GlobalWindow.INSTANCE;
    output = chunk -> context.output(chunk, global.maxTimestamp(), global);
    chunks.flush();
    chunks = null;
  }
}
