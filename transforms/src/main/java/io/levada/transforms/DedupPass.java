/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep.Outcome;
import io.levada.rows.SlotStep.Workspace;
import java.io.IOException;
import java.util.Deque;
import java.util.Iterator;

/**
 * Decides about as many keys of a slot as fit in memory and leaves the others, with all their rows,
 * to later passes.
 *
 * <p>Chunks are held as they come until memory is full. Then no key is added any more: a row of a
 * key that is held is decided at once, every other row is spilled. Each pass settles at least one
 * key, so that they come to an end even where hashes do not tell keys apart.
 */
final class DedupPass {

  private static final int MAX_TAIL_BYTES = 256 << 10;
  private static final int MIN_TAIL_BYTES = 256;

  private final RowCodec codec;
  private final DedupPreference.Order order;
  private final DedupKeyHash keyHash;
  private final long seed;
  private final Outcome outcome;
  private final long memoryBytes;
  private final int tailBytes;
  private final DedupSpills spills;
  private final EncodedRow row;

  private DedupHeldRows held;
  private DedupKeyTable table;
  private boolean isFull;

  /**
   * @param level how many passes the rows have been through; each has hashes of its own
   * @param leftovers gets what this pass leaves to others
   */
  DedupPass(
      RowCodec codec,
      DedupPreference.Order order,
      DedupKeyHash keyHash,
      int level,
      Outcome outcome,
      Workspace workspace,
      Deque<DedupLeftover> leftovers) {
    this.codec = codec;
    this.order = order;
    this.keyHash = keyHash;
    this.seed = 0x6c62272e07bb0142L + level * 0x9E3779B97F4A7C15L;
    this.outcome = outcome;
    this.memoryBytes = workspace.memoryBytes();
    this.tailBytes =
        (int) Math.min(MAX_TAIL_BYTES, Math.max(MIN_TAIL_BYTES, workspace.memoryBytes() / 16));
    this.spills = new DedupSpills(workspace, leftovers, level + 1);
    this.row = codec.newRow();
    this.held = new DedupHeldRows(tailBytes);
    this.table = new DedupKeyTable();
  }

  void run(Iterator<byte[]> chunks) throws IOException {
    while (chunks.hasNext()) {
      byte[] chunk = chunks.next();
      if (!isFull) {
        makeRoom(chunk.length);
      }
      if (isFull) {
        sift(chunk);
      } else {
        hold(chunk);
      }
    }
    held.drain(outcome::keep);
    spills.finish();
  }

  private void makeRoom(int bytes) throws IOException {
    // Copying the living is worth its cost only if the dead are many.
    if (!hasRoom(bytes) && held.deadBytes() >= held.heldBytes() / 4) {
      compact(Long.MAX_VALUE);
    }
    isFull = !hasRoom(bytes);
  }

  private boolean hasRoom(int bytes) {
    return held.isEmpty() || held.heldBytes() + bytes <= memoryBytes;
  }

  private void hold(byte[] chunk) {
    long base = held.adopt(chunk);
    for (int at = 0; at < chunk.length; at = row.end()) {
      long hash = scanKey(chunk, at);
      int place = find(hash);
      if (place < 0) {
        table.put(~place, hash, base + at);
      } else if (isBetter(chunk, at, place)) {
        dropHeld(place);
        table.replace(place, base + at);
      } else {
        outcome.dropDuplicate(chunk, at);
        held.kill(base + at);
      }
    }
  }

  private void sift(byte[] chunk) throws IOException {
    int end;
    for (int at = 0; at < chunk.length; at = end) {
      long hash = scanKey(chunk, at);
      end = row.end();
      int place = find(hash);
      if (place < 0) {
        spills.write(hash, chunk, at);
      } else if (isBetter(chunk, at, place)) {
        dropHeld(place);
        table.replace(place, held.append(chunk, at));
        if (held.heldBytes() > memoryBytes) {
          compact(memoryBytes / 4 * 3);
        }
      } else {
        outcome.dropDuplicate(chunk, at);
      }
    }
  }

  /** Moves the window to the row and hashes its key. */
  private long scanKey(byte[] bytes, int at) {
    codec.scanKey(bytes, at, row);
    return keyHash.of(bytes, codec.keyStart(row), codec.keyEnd(row), seed);
  }

  private int find(long hash) {
    return table.find(hash, row.bytes(), codec.keyStart(row), codec.keyEnd(row), held);
  }

  private boolean isBetter(byte[] bytes, int at, int place) {
    long address = table.address(place);
    return order.prefers(bytes, at, held.chunk(address), DedupHeldRows.offset(address));
  }

  private void dropHeld(int place) {
    long address = table.address(place);
    outcome.dropDuplicate(held.chunk(address), DedupHeldRows.offset(address));
    held.kill(address);
  }

  /**
   * Frees the dead rows' memory and, where the living have more than the limit, sets the newest
   * aside: from here on, their keys are not held. The oldest stays in any case.
   */
  private void compact(long limit) throws IOException {
    DedupHeldRows living = new DedupHeldRows(tailBytes);
    DedupKeyTable livingTable = new DedupKeyTable();
    held.drain(
        (bytes, at) -> {
          long hash = scanKey(bytes, at);
          if (living.isEmpty() || living.heldBytes() + row.length() <= limit) {
            livingTable.add(hash, living.append(bytes, at));
          } else {
            spills.write(hash, bytes, at);
          }
        });
    held = living;
    table = livingTable;
  }
}
