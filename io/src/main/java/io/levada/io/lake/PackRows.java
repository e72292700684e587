/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.Hash64;
import io.levada.rows.Note;
import io.levada.rows.Reject;
import io.levada.rows.RowCodec;
import io.levada.rows.RowJson;
import io.levada.rows.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/**
 * Rows to chunks of encoded rows, each with the key of its slot. Rejects and counts go to slots of
 * their own, and a row whose partition no storage can have becomes a reject.
 */
final class PackRows extends DoFn<Row, KV<byte[], byte[]>> {

  /** The reason of a row whose partition value is too long for a folder's name. */
  static final String BAD_PARTITION = "BAD_PARTITION";

  /** What a number, a date or an instant takes at the most, with its colons escaped. */
  private static final int LONGEST_FIXED_VALUE = 40;

  private final RowCodec codec;
  private final SlotPlan plan;
  private final boolean enveloped;

  private transient EncodedRow encoded;
  private transient ChunkBuffers buffers;
  private transient int[] partitionPlaces;
  private transient int[] columnBytes;
  private transient OutputReceiver<KV<byte[], byte[]>> receiver;
  private transient FinishBundleContext finishing;

  PackRows(RowCodec codec, SlotPlan plan, boolean enveloped) {
    this.codec = codec;
    this.plan = plan;
    this.enveloped = enveloped;
  }

  @Setup
  public void setup() {
    encoded = codec.newRow();
    List<String> partition = codec.layout().partition();
    partitionPlaces = partition.stream().mapToInt(codec::place).toArray();
    columnBytes = partition.stream().mapToInt(PackRows::columnBytes).toArray();
  }

  /** What a failed bundle has left must not be sent by another. */
  @StartBundle
  public void startBundle() {
    buffers = null;
    receiver = null;
    finishing = null;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<byte[], byte[]>> output) {
    ChunkBuffers open = buffersFor(output);
    byte[] note = enveloped ? Envelope.noteOf(row) : null;
    if (note != null) {
      open.add(noteSlot(note), framed(note));
      return;
    }

    codec.encode(row, encoded);
    if (!fitsStorage()) {
      byte[] reject = badPartition().encode();
      open.add(noteSlot(reject), framed(reject));
      return;
    }

    boolean colocated = plan.colocated();
    open.addRow(
        SlotKey.bucket(codec, encoded, plan),
        encoded.bytes(),
        colocated ? codec.colocationStart(encoded) : 0,
        colocated ? codec.colocationEnd(encoded) : 0,
        0,
        encoded.end());
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (buffers == null) {
      return;
    }

    finishing = context;
    buffers.flush();
    buffers = null;
    receiver = null;
    finishing = null;
  }

  /** The open chunks of the bundle; they outlive the element, whose receiver does not. */
  private ChunkBuffers buffersFor(OutputReceiver<KV<byte[], byte[]>> output) {
    receiver = output;
    if (buffers == null) {
      buffers = new ChunkBuffers(this::send);
    }
    return buffers;
  }

  private void send(byte[] key, byte[] chunk) {
    KV<byte[], byte[]> record = KV.of(key, chunk);
    if (finishing == null) {
      receiver.output(record);
    } else {
      finishing.output(record, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
  }

  /** Rejects are spread by where they came from, so that many of them do not meet in one slot. */
  private byte[] noteSlot(byte[] note) {
    if (!Note.isReject(note, 0)) {
      return SlotKey.COUNTS;
    }

    SourcePosition position = Reject.positionOf(note);
    long hash =
        Hash64.of(
            ByteBuffer.allocate(12).putInt(position.file()).putLong(position.offset()).array(), 1);
    return SlotKey.of(SlotKey.Kind.REJECTS, SlotKey.bucket(hash, plan.rejectSlots()));
  }

  private static byte[] framed(byte[] note) {
    return ByteBuffer.allocate(4 + note.length).putInt(4 + note.length).put(note).array();
  }

  /** Nearly every path is so short that there is no need to make it to know. */
  private boolean fitsStorage() {
    int pathBytes = 0;
    boolean shortNames = true;
    for (int i = 0; i < partitionPlaces.length; i++) {
      int folderBytes = columnBytes[i] + valueBytes(partitionPlaces[i]);
      shortNames &= folderBytes <= HivePath.MAX_NAME_BYTES;
      pathBytes += folderBytes;
    }
    return (shortNames && pathBytes <= HivePath.MAX_PATH_BYTES)
        || HivePath.fits(PartitionPath.of(codec, encoded));
  }

  /** A folder's length without its value, or with that of null. */
  private static int columnBytes(String column) {
    return (HivePath.folder(column, null) + "/").getBytes(StandardCharsets.UTF_8).length;
  }

  /** More than a value takes in a path, where escaping makes three bytes of one at the most. */
  private int valueBytes(int place) {
    return switch (codec.kind(place)) {
      case STRING -> 3 * Math.min(encoded.valueLength(place), HivePath.MAX_NAME_BYTES);
      case DECIMAL -> HivePath.MAX_NAME_BYTES;
      default -> LONGEST_FIXED_VALUE;
    };
  }

  private Reject badPartition() {
    List<String> columns = codec.layout().partition();
    String message =
        "Partition path of "
            + columns
            + " is too long: a folder's name may have "
            + HivePath.MAX_NAME_BYTES
            + " bytes, the path "
            + HivePath.MAX_PATH_BYTES;
    return new Reject(
        new SourcePosition(encoded.file(), encoded.offset()),
        BAD_PARTITION,
        message,
        Reject.Content.row(RowJson.of(codec.decode(encoded))));
  }
}
