/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Encoded rows in the order of their arrival, each either alive or dead. A row's address is the
 * number of its chunk in the upper 32 bits and its offset in the chunk in the lower.
 */
final class DedupHeldRows {

  /** No two rows start within the same 16 bytes, so that a bit for each 16 tells all of them. */
  private static final int GRANULE_SHIFT = 4;

  private final int tailBytes;
  private final BitSet dead = new BitSet();

  private byte[][] chunks = new byte[16][];

  /** Index behind the last row of each chunk. */
  private int[] ends = new int[16];

  /** The bit in {@link #dead} of each chunk's first byte. */
  private int[] firstBits = new int[16];

  private int count;
  private int nextBit;
  private long heldBytes;
  private long deadBytes;

  /** The chunk that rows are copied to, or -1. */
  private int tail = -1;

  /**
   * @param tailBytes the size of the chunks that single rows are copied to
   */
  DedupHeldRows(int tailBytes) {
    this.tailBytes = tailBytes;
  }

  /** The memory that is held, dead rows and unused ends of chunks included. */
  long heldBytes() {
    return heldBytes;
  }

  long deadBytes() {
    return deadBytes;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Takes a whole chunk without copying it and gives its first row's address. */
  long adopt(byte[] chunk) {
    return (long) addChunk(chunk, chunk.length) << Integer.SIZE;
  }

  /** Takes a copy of one row and gives its address. */
  long append(byte[] bytes, int at) {
    int length = EncodedRow.lengthAt(bytes, at);
    if (tail < 0 || chunks[tail].length - ends[tail] < length) {
      tail = addChunk(new byte[Math.max(tailBytes, length)], 0);
    }
    int offset = ends[tail];
    System.arraycopy(bytes, at, chunks[tail], offset, length);
    ends[tail] = offset + length;
    return (long) tail << Integer.SIZE | offset;
  }

  private int addChunk(byte[] chunk, int end) {
    if (count == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      firstBits = Arrays.copyOf(firstBits, 2 * count);
    }
    chunks[count] = chunk;
    ends[count] = end;
    firstBits[count] = nextBit;
    nextBit += (chunk.length >>> GRANULE_SHIFT) + 1;
    heldBytes += chunk.length;
    return count++;
  }

  byte[] chunk(long address) {
    return chunks[(int) (address >>> Integer.SIZE)];
  }

  static int offset(long address) {
    return (int) address;
  }

  void kill(long address) {
    int chunk = (int) (address >>> Integer.SIZE);
    dead.set(firstBits[chunk] + (offset(address) >>> GRANULE_SHIFT));
    deadBytes += EncodedRow.lengthAt(chunks[chunk], offset(address));
  }

  /** Shows every row that is alive, first come first, and lets go of all. */
  void drain(RowVisitor visitor) throws IOException {
    for (int chunk = 0; chunk < count; chunk++) {
      byte[] bytes = chunks[chunk];
      for (int at = 0; at < ends[chunk]; at += EncodedRow.lengthAt(bytes, at)) {
        if (!dead.get(firstBits[chunk] + (at >>> GRANULE_SHIFT))) {
          visitor.visit(bytes, at);
        }
      }
      chunks[chunk] = null;
    }
    count = 0;
    tail = -1;
    heldBytes = 0;
    deadBytes = 0;
    dead.clear();
    nextBit = 0;
  }

  interface RowVisitor {
    void visit(byte[] bytes, int at) throws IOException;
  }
}
