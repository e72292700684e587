/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Bytes whose beginning can be looked at before they are read, without reading it twice. */
final class PeekedBytes extends PiecewiseBytes {

  private final InputStream in;
  private byte[] head = new byte[0];
  private int headLength;
  private int taken;
  private boolean ended;

  PeekedBytes(InputStream in) {
    this.in = in;
  }

  /**
   * Sees to it that {@link #head} holds so many bytes, or all there are. To be called before any
   * are read.
   *
   * @return how many it holds
   */
  int peek(int length) throws IOException {
    if (length > head.length) {
      head = Arrays.copyOf(head, length);
    }
    while (headLength < length && !ended) {
      int count = in.read(head, headLength, head.length - headLength);
      ended = count < 0;
      headLength += Math.max(0, count);
    }
    return headLength;
  }

  byte[] head() {
    return head;
  }

  /** Whether {@link #head} holds all there is. */
  boolean isWhole() {
    return ended;
  }

  /** Whether {@link #head} holds nothing but white space, behind a mark maybe. */
  boolean isBlank() {
    int from = ByteOrderMark.isUtf8(head, headLength) ? ByteOrderMark.UTF_8_BYTES : 0;
    return Lines.isBlank(head, from, headLength);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int rest = headLength - taken;
    if (rest == 0) {
      return ended ? -1 : in.read(bytes, from, length);
    }

    int count = Math.min(rest, length);
    System.arraycopy(head, taken, bytes, from, count);
    taken += count;
    if (taken == headLength) {
      head = new byte[0];
      headLength = 0;
      taken = 0;
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, (long) headLength - taken + in.available());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
