/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for line ends and white space in bytes. */
final class Lines {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long NEWLINES = '\n' * ONES;

  private Lines() {}

  /** The index of the first newline in {@code [from, to)}, or {@code to} if there is none. */
  static int indexOfNewline(byte[] bytes, int from, int to) {
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      long zeroWhereNewline = (long) LONGS.get(bytes, at) ^ NEWLINES;
      long found = (zeroWhereNewline - ONES) & ~zeroWhereNewline & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** The index behind the last byte that is not JSON's white space. */
  static int trimmed(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && isBlank(bytes, end - 1, end)) {
      end--;
    }
    return end;
  }

  /** Whether there is nothing but JSON's white space. */
  static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }
}
