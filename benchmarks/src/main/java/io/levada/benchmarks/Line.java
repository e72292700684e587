/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes of one line as it is written, in an array that is used again. */
final class Line {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes = new byte[1024];
  private int length;

  Line clear() {
    length = 0;
    return this;
  }

  int length() {
    return length;
  }

  Line cut(int newLength) {
    length = Math.min(length, newLength);
    return this;
  }

  Line add(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Adds the number with zeros in front up to the digits. */
  Line decimal(long value, int digits) {
    ensure(digits);
    long rest = value;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Adds the lowest digits of the number in base 16. */
  Line hex(long value, int digits) {
    ensure(digits);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 15];
    }
    return this;
  }

  Line add(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  private void ensure(int more) {
    if (bytes.length < length + more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
