/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.util.Arrays;

/** The chunks that a bundle has open: pieces of bytes, back to back, one chunk for each number. */
final class DedupChunks {

  private static final int FIRST_BYTES = 2 << 10;

  private final int chunkBytes;
  private final Output output;
  private final byte[][] chunks;
  private final int[] filled;

  /**
   * @param count how many chunks may be open
   * @param chunkBytes how large each may get; a larger piece makes a chunk of its own
   */
  DedupChunks(int count, int chunkBytes, Output output) {
    this.chunkBytes = chunkBytes;
    this.output = output;
    this.chunks = new byte[count][];
    this.filled = new int[count];
  }

  /** Appends a piece, after giving away the open chunk if the piece does not fit in. */
  void append(int number, byte[] bytes, int from, int length) {
    if (filled[number] + length > chunkBytes) {
      flush(number);
    }
    byte[] chunk = chunks[number];
    int size = filled[number] + length;
    if (chunk == null) {
      chunk = new byte[Math.max(Math.min(FIRST_BYTES, chunkBytes), length)];
    } else if (chunk.length < size) {
      chunk = Arrays.copyOf(chunk, Math.max(size, Math.min(2 * chunk.length, chunkBytes)));
    }
    System.arraycopy(bytes, from, chunk, filled[number], length);
    chunks[number] = chunk;
    filled[number] = size;
  }

  /** Gives away all that is open. */
  void flush() {
    for (int number = 0; number < chunks.length; number++) {
      flush(number);
    }
  }

  private void flush(int number) {
    if (filled[number] > 0) {
      output.emit(number, Arrays.copyOf(chunks[number], filled[number]));
      chunks[number] = null;
      filled[number] = 0;
    }
  }

  interface Output {
    void emit(int number, byte[] chunk);
  }
}
