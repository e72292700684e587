/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in HTTP's own chunks. Does not close what it reads. */
final class ChunkedInputStream extends InputStream {

  private static final int MAX_LINE_BYTES = 8 << 10;

  private final InputStream in;
  private long left;
  private boolean inside;
  private boolean ended;

  ChunkedInputStream(InputStream in) {
    this.in = in;
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
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }

    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("The body ends inside a chunk");
    }

    left -= read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (inside && !line().isEmpty()) {
      throw new IOException("A chunk is longer than it says");
    }

    inside = true;
    String size = line();
    int semicolon = size.indexOf(';');
    try {
      left = Long.parseLong((semicolon < 0 ? size : size.substring(0, semicolon)).strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("Not the size of a chunk: " + size, e);
    }

    if (left == 0) {
      ended = true;
      while (!line().isEmpty()) {
        // Trailers mean nothing to us.
      }
    }
  }

  private String line() throws IOException {
    String line = HttpInput.readLine(in, MAX_LINE_BYTES);
    if (line == null) {
      throw new EOFException("The body ends between chunks");
    }

    return line;
  }
}
