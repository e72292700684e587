/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;

/** Codes blocks for a runner that does not fuse the reader with the parser. */
public final class RecordBlockCoder extends CustomCoder<RecordBlock> {

  private static final int HAS_CUT = 1;
  private static final int HAS_COUNT = 2;

  public static RecordBlockCoder of() {
    return new RecordBlockCoder();
  }

  private RecordBlockCoder() {}

  @Override
  public void encode(RecordBlock block, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    CutRecord cut = block.cut();
    ReadCount count = block.readCount();
    data.writeByte((cut == null ? 0 : HAS_CUT) | (count == null ? 0 : HAS_COUNT));
    data.writeInt(block.file());
    data.writeLong(block.offset());
    writeBytes(data, block.bytes());
    int[] bounds = block.bounds();
    VarInt.encode(bounds.length, data);
    int last = 0;
    for (int bound : bounds) {
      VarInt.encode(bound - last, data);
      last = bound;
    }
    if (cut != null) {
      data.writeLong(cut.length());
      writeBytes(data, cut.sha256());
    }
    if (count != null) {
      count.writeTo(data);
    }
  }

  @Override
  public RecordBlock decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int flags = data.readByte();
    int file = data.readInt();
    long offset = data.readLong();
    byte[] bytes = readBytes(data);
    int[] bounds = new int[VarInt.decodeInt(data)];
    int last = 0;
    for (int i = 0; i < bounds.length; i++) {
      last += VarInt.decodeInt(data);
      bounds[i] = last;
    }
    CutRecord cut = (flags & HAS_CUT) == 0 ? null : new CutRecord(data.readLong(), readBytes(data));
    ReadCount count = (flags & HAS_COUNT) == 0 ? null : ReadCount.readFrom(data);
    return new RecordBlock(file, offset, bytes, bounds, cut, count);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    VarInt.encode(bytes.length, out);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[VarInt.decodeInt(in)];
    in.readFully(bytes);
    return bytes;
  }
}
