/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * UTF-16 as UTF-8. What is no text is not replaced, but made into bytes that are no UTF-8, so that
 * whoever parses the record sees that it is damaged: a lone surrogate into its three bytes, half a
 * unit at the end into FF.
 */
final class Utf16Bytes extends PiecewiseBytes {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final boolean bigEndian;
  private final byte[] units = new byte[BUFFER_BYTES];

  /** A unit makes three bytes at most; one may have waited. */
  private final byte[] text = new byte[2 * BUFFER_BYTES];

  private int unitFrom;
  private int unitTo;
  private int textFrom;
  private int textTo;

  /** A high surrogate that waits for its other half, or 0. */
  private int high;

  private boolean ended;
  private long position;

  Utf16Bytes(InputStream in, boolean bigEndian) {
    this.in = in;
    this.bigEndian = bigEndian;
  }

  /** How many bytes of UTF-8 were made so far. */
  long position() {
    return position;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }

    while (textFrom == textTo && !ended) {
      refill();
    }
    if (textFrom == textTo) {
      return -1;
    }
    int count = Math.min(length, textTo - textFrom);
    System.arraycopy(text, textFrom, bytes, from, count);
    textFrom += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void refill() throws IOException {
    int half = unitTo - unitFrom;
    System.arraycopy(units, unitFrom, units, 0, half);
    unitFrom = 0;
    int count = in.read(units, half, units.length - half);
    unitTo = half + Math.max(0, count);
    textFrom = 0;
    textTo = 0;
    while (unitTo - unitFrom >= 2) {
      putUnit(unitAt(unitFrom));
      unitFrom += 2;
    }
    if (count < 0) {
      end();
    }
    position += textTo;
  }

  private int unitAt(int index) {
    int first = units[index] & 0xff;
    int second = units[index + 1] & 0xff;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  private void end() {
    ended = true;
    endHigh();
    if (unitFrom < unitTo) {
      text[textTo++] = (byte) 0xff;
    }
  }

  private void putUnit(int unit) {
    if (unit < 0x80 && high == 0) {
      text[textTo++] = (byte) unit;
      return;
    }

    if (high != 0 && Character.isLowSurrogate((char) unit)) {
      putPair(Character.toCodePoint((char) high, (char) unit));
      high = 0;
      return;
    }
    endHigh();
    if (Character.isHighSurrogate((char) unit)) {
      high = unit;
    } else {
      put(unit);
    }
  }

  private void endHigh() {
    if (high != 0) {
      put(high);
      high = 0;
    }
  }

  private void put(int unit) {
    if (unit < 0x80) {
      text[textTo++] = (byte) unit;
    } else if (unit < 0x800) {
      text[textTo++] = (byte) (0xc0 | (unit >> 6));
      putTail(unit);
    } else {
      text[textTo++] = (byte) (0xe0 | (unit >> 12));
      putTail(unit >> 6);
      putTail(unit);
    }
  }

  private void putPair(int codePoint) {
    text[textTo++] = (byte) (0xf0 | (codePoint >> 18));
    putTail(codePoint >> 12);
    putTail(codePoint >> 6);
    putTail(codePoint);
  }

  private void putTail(int bits) {
    text[textTo++] = (byte) (0x80 | (bits & 0x3f));
  }
}
