/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.SlotStep.Spill;
import io.levada.rows.SlotStep.Workspace;
import java.io.IOException;
import java.util.Deque;

/** The rows that one pass leaves to others, told apart by their keys' hashes. */
final class DedupSpills {

  private static final int WAY_BITS = 4;
  private static final int WAYS = 1 << WAY_BITS;
  private static final int MIN_BUFFER_BYTES = 1 << 10;
  private static final int MAX_BUFFER_BYTES = 64 << 10;

  private final Workspace workspace;
  private final Deque<DedupLeftover> leftovers;
  private final int level;
  private final int bufferBytes;
  private final Spill[] spills = new Spill[WAYS];
  private final byte[][] buffers = new byte[WAYS][];
  private final int[] filled = new int[WAYS];

  /**
   * @param leftovers gets each spill as soon as it exists
   * @param level the level of the passes that take up what is left
   */
  DedupSpills(Workspace workspace, Deque<DedupLeftover> leftovers, int level) {
    this.workspace = workspace;
    this.leftovers = leftovers;
    this.level = level;
    this.bufferBytes =
        (int)
            Math.min(
                MAX_BUFFER_BYTES, Math.max(MIN_BUFFER_BYTES, workspace.memoryBytes() / 4 / WAYS));
  }

  /** Sets a row aside. Rows of equal hashes get together. */
  void write(long hash, byte[] bytes, int at) throws IOException {
    int way = (int) (hash >>> (Long.SIZE - WAY_BITS));
    if (spills[way] == null) {
      spills[way] = workspace.newSpill();
      leftovers.push(new DedupLeftover(spills[way], level));
      buffers[way] = new byte[bufferBytes];
    }
    int length = EncodedRow.lengthAt(bytes, at);
    if (filled[way] + length > bufferBytes) {
      flush(way);
    }
    if (length > bufferBytes) {
      spills[way].write(bytes, at, length);
      return;
    }

    System.arraycopy(bytes, at, buffers[way], filled[way], length);
    filled[way] += length;
  }

  /** Writes out what is still buffered; nothing may follow. */
  void finish() throws IOException {
    for (int way = 0; way < WAYS; way++) {
      flush(way);
      buffers[way] = null;
    }
  }

  private void flush(int way) throws IOException {
    if (filled[way] > 0) {
      spills[way].write(buffers[way], 0, filled[way]);
      filled[way] = 0;
    }
  }
}
