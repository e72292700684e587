/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.CutRecord;
import io.levada.rows.RecordBlock;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Takes a record too large to be held, piece by piece, and keeps its beginning and its digest. */
final class OversizeRecord {

  private static final int PREFIX_BYTES = 64 * 1024;

  private final int file;
  private final long offset;
  private final MessageDigest digest;
  private final ByteArrayOutputStream prefix = new ByteArrayOutputStream();
  private long length;
  private boolean blank = true;
  private boolean heldReturn;

  OversizeRecord(int file, long offset) {
    this.file = file;
    this.offset = offset;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds bytes; of a line, without its newline. A carriage return counts only if something follows
   * it.
   */
  void add(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }

    if (heldReturn) {
      take(new byte[] {'\r'}, 0, 1);
    }
    heldReturn = bytes[to - 1] == '\r';
    take(bytes, from, heldReturn ? to - 1 : to);
  }

  /** Whether all of it is white space, which makes it no record. */
  boolean isBlank() {
    return blank;
  }

  RecordBlock toBlock() {
    byte[] bytes = prefix.toByteArray();
    byte[] whole = Arrays.copyOf(bytes, endOfLastCharacter(bytes));
    return RecordBlock.ofCut(file, offset, whole, new CutRecord(length, digest.digest()), null);
  }

  /** Where the last character ends that was not cut in two, if the bytes are UTF-8. */
  private static int endOfLastCharacter(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead > 0 && lead > bytes.length - 4 && (bytes[lead] & 0xc0) == 0x80) {
      lead--;
    }
    if (lead < 0 || bytes[lead] >= 0) {
      return bytes.length;
    }

    int length = Integer.numberOfLeadingZeros(~(bytes[lead] << 24));
    return lead + length > bytes.length ? lead : bytes.length;
  }

  private void take(byte[] bytes, int from, int to) {
    digest.update(bytes, from, to - from);
    length += to - from;
    prefix.write(bytes, from, Math.min(to - from, PREFIX_BYTES - prefix.size()));
    blank = blank && Lines.isBlank(bytes, from, to);
  }
}
