/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.Hash64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The open chunks of one bundle: records of a slot back to back until there are enough to be worth
 * a shuffle record. All share one budget of memory; when it is spent the largest are sent, until
 * half of it is free again.
 */
final class ChunkBuffers {

  /** The size at which a chunk is sent: large enough to make the shuffle's own cost vanish. */
  static final int CHUNK_BYTES = 256 << 10;

  /** What all open chunks of a bundle may hold. */
  static final long BUDGET_BYTES = 32L << 20;

  private static final int FIRST_BYTES = 512;
  private static final byte[] NOTHING = {};

  private final BiConsumer<byte[], byte[]> output;
  private final long budgetBytes;
  private final List<Chunk> chunks = new ArrayList<>();
  private Chunk[] table = new Chunk[256];
  private Chunk last;
  private long heldBytes;

  /**
   * @param output takes a slot's key and a chunk
   */
  ChunkBuffers(BiConsumer<byte[], byte[]> output) {
    this(output, BUDGET_BYTES);
  }

  ChunkBuffers(BiConsumer<byte[], byte[]> output, long budgetBytes) {
    this.output = output;
    this.budgetBytes = budgetBytes;
  }

  /** Adds a record to a row slot, named by its parts so that no key is made for each record. */
  void addRow(
      int bucket, byte[] bytes, int colocationStart, int colocationEnd, int start, int end) {
    Chunk chunk = last;
    if (chunk == null
        || !SlotKey.equals(chunk.key, bucket, bytes, colocationStart, colocationEnd)) {
      chunk = find(bucket, bytes, colocationStart, colocationEnd);
      last = chunk;
    }
    append(chunk, bytes, start, end);
  }

  /** Adds a record to any slot. */
  void add(byte[] key, byte[] record) {
    long hash = Hash64.of(key, 0);
    int at = slotOf(hash);
    while (table[at] != null && !Arrays.equals(table[at].key, key)) {
      at = (at + 1) & (table.length - 1);
    }
    Chunk chunk = table[at] != null ? table[at] : insert(key, hash, at);
    append(chunk, record, 0, record.length);
  }

  /** Sends all that is open. */
  void flush() {
    chunks.forEach(this::send);
  }

  /** What the open chunks take in memory. */
  long heldBytes() {
    return heldBytes;
  }

  private Chunk find(int bucket, byte[] bytes, int colocationStart, int colocationEnd) {
    long hash = rowHash(bucket, bytes, colocationStart, colocationEnd);
    int at = slotOf(hash);
    while (table[at] != null
        && !SlotKey.equals(table[at].key, bucket, bytes, colocationStart, colocationEnd)) {
      at = (at + 1) & (table.length - 1);
    }
    if (table[at] != null) {
      return table[at];
    }

    return insert(SlotKey.of(bucket, bytes, colocationStart, colocationEnd), hash, at);
  }

  private static long rowHash(int bucket, byte[] bytes, int from, int to) {
    return Hash64.of(bytes, from, to, bucket + 1L);
  }

  private int slotOf(long hash) {
    return (int) (hash >>> 20) & (table.length - 1);
  }

  private Chunk insert(byte[] key, long hash, int at) {
    Chunk chunk = new Chunk(key, hash);
    table[at] = chunk;
    chunks.add(chunk);
    if (chunks.size() * 2 > table.length) {
      grow();
    }
    return chunk;
  }

  private void grow() {
    table = new Chunk[table.length * 2];
    for (Chunk chunk : chunks) {
      int at = slotOf(chunk.hash);
      while (table[at] != null) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = chunk;
    }
  }

  private void append(Chunk chunk, byte[] bytes, int from, int to) {
    int length = to - from;
    if (chunk.length > 0 && length > CHUNK_BYTES - chunk.length) {
      send(chunk);
    }
    heldBytes -= chunk.bytes.length;
    chunk.append(bytes, from, length);
    heldBytes += chunk.bytes.length;
    if (heldBytes > budgetBytes) {
      makeRoom();
    }
  }

  /**
   * Frees many at a time: to look for the largest at every record would cost more than it sends.
   */
  private void makeRoom() {
    chunks.stream().filter(chunk -> chunk.length == 0).forEach(this::release);
    if (heldBytes <= budgetBytes / 2) {
      return;
    }

    List<Chunk> largestFirst = new ArrayList<>(chunks);
    largestFirst.sort(Comparator.comparingInt((Chunk chunk) -> chunk.length).reversed());
    for (Chunk chunk : largestFirst) {
      if (heldBytes <= budgetBytes / 2) {
        return;
      }
      send(chunk);
      release(chunk);
    }
  }

  private void release(Chunk chunk) {
    heldBytes -= chunk.bytes.length;
    chunk.bytes = NOTHING;
  }

  /** Leaves the chunk its memory: most that are sent when they are full fill again at once. */
  private void send(Chunk chunk) {
    if (chunk.length > 0) {
      output.accept(chunk.key, Arrays.copyOf(chunk.bytes, chunk.length));
      chunk.length = 0;
    }
  }

  private static final class Chunk {
    private final byte[] key;
    private final long hash;
    private byte[] bytes = NOTHING;
    private int length;

    Chunk(byte[] key, long hash) {
      this.key = key;
      this.hash = hash;
    }

    void append(byte[] source, int from, int count) {
      if (bytes.length < length + count) {
        int doubled = Math.min(Math.max(bytes.length, FIRST_BYTES / 2) * 2, CHUNK_BYTES);
        bytes = Arrays.copyOf(bytes, Math.max(length + count, doubled));
      }
      System.arraycopy(source, from, bytes, length, count);
      length += count;
    }
  }
}
