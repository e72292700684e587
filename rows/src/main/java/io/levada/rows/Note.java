/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What travels in a row's place: a record that could not be taken, or the count of a read range, of
 * the groups of an aggregation, or of the rows that a filter has left out.
 */
public sealed interface Note permits Reject, ReadCount, GroupCount, FilterCount {

  /** The byte that tells the kind. */
  byte kind();

  /** Writes the fields behind that byte. */
  void writeTo(DataOutputStream out) throws IOException;

  /** The note as bytes that {@link #decode} takes. */
  default byte[] encode() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(kind());
      writeTo(out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The note that {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are not a note
   */
  static Note decode(byte[] bytes, int from, int length) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, from, length))) {
      byte kind = in.readByte();
      return switch (kind) {
        case Reject.KIND -> Reject.readFrom(in);
        case ReadCount.KIND -> ReadCount.readFrom(in);
        case GroupCount.KIND -> GroupCount.readFrom(in);
        case FilterCount.KIND -> FilterCount.readFrom(in);
        default -> throw new IllegalArgumentException("Invalid note: kind " + kind);
      };
    } catch (IOException e) {
      throw new IllegalArgumentException("Invalid note: " + length + " bytes cut short", e);
    }
  }

  /** Whether the encoded note is a reject, told without decoding it. */
  static boolean isReject(byte[] bytes, int from) {
    return bytes[from] == Reject.KIND;
  }
}
