/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body whose length is known: an earlier end is an error. Does not close what it reads. */
final class FixedLengthInputStream extends InputStream {

  private final InputStream in;
  private long left;

  FixedLengthInputStream(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }

    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("The body ends " + left + " bytes early");
    }

    left -= read;
    return read;
  }
}
