/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Hash64;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.util.VarInt;

/**
 * Groups of rows, each known by its encoded columns, and the notes that came between the rows.
 *
 * <p>They travel in chunks, one for each shard that has any: a runner that works key by key (the
 * Direct runner takes milliseconds for each) has a few hundred keys instead of one for each group.
 */
final class AggregateGroups {

  private static final int SHARDS = 128;

  /** How many totals are held at a time, each of less than 1 KiB. */
  private static final int MAX_TOTALS = 16_384;

  private static final int MAX_NOTES = 16_384;

  private static final long SHARD_SEED = 0x27d4eb2f165667c5L;

  private static final byte GROUP = 'g';
  private static final byte NOTE = 'n';

  private final List<AggregateColumn> columns;

  /** In a steady order, so that the rows of a shard have one. The buffers have their own arrays. */
  private final Map<ByteBuffer, AggregateGroup> groups = new LinkedHashMap<>();

  private final List<byte[]> notes = new ArrayList<>();

  AggregateGroups(List<AggregateColumn> columns) {
    this.columns = columns;
  }

  /** Number of groups. */
  int size() {
    return groups.size();
  }

  /** Whether there are so many that they should be given away. */
  boolean isFull() {
    return groups.size() >= MAX_TOTALS / Math.max(1, columns.size()) || notes.size() >= MAX_NOTES;
  }

  /** The group that is at {@code from}; the bytes of one that is new are copied. */
  AggregateGroup get(byte[] bytes, int from, int length) {
    AggregateGroup group = groups.get(ByteBuffer.wrap(bytes, from, length));
    if (group != null) {
      return group;
    }

    byte[] copy = new byte[length];
    System.arraycopy(bytes, from, copy, 0, length);
    AggregateGroup added = new AggregateGroup(columns);
    groups.put(ByteBuffer.wrap(copy), added);
    return added;
  }

  /** Adds a note, encoded. */
  void addNote(byte[] note) {
    notes.add(note);
  }

  /** Calls the visitor with each group's own bytes, which are not copied. */
  <E extends Exception> void forEach(Visitor<E> visitor) throws E {
    for (Map.Entry<ByteBuffer, AggregateGroup> entry : groups.entrySet()) {
      visitor.visit(bytesOf(entry.getKey()), entry.getValue());
    }
  }

  /** The notes, encoded. */
  List<byte[]> notes() {
    return notes;
  }

  /** The array that {@code wrap} was given. */
  @SuppressWarnings("ByteBufferBackingArray")
  private static byte[] bytesOf(ByteBuffer name) {
    return name.array();
  }

  /**
   * Gives all groups and notes away in chunks.
   *
   * @param output takes a shard, which is the same for a group everywhere, and a chunk for it
   */
  void forEachChunk(BiConsumer<Integer, byte[]> output) {
    ByteArrayOutputStream[] chunks = new ByteArrayOutputStream[SHARDS];
    try {
      this.<IOException>forEach((name, group) -> write(name, group, chunk(name, chunks)));
      for (byte[] note : notes) {
        write(note, chunk(note, chunks));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      if (chunks[shard] != null) {
        output.accept(shard, chunks[shard].toByteArray());
      }
    }
  }

  private static DataOutputStream chunk(byte[] content, ByteArrayOutputStream[] chunks) {
    int shard = (int) Long.remainderUnsigned(Hash64.of(content, SHARD_SEED), SHARDS);
    if (chunks[shard] == null) {
      chunks[shard] = new ByteArrayOutputStream();
    }
    return new DataOutputStream(chunks[shard]);
  }

  private static void write(byte[] name, AggregateGroup group, DataOutputStream out)
      throws IOException {
    out.writeByte(GROUP);
    VarInt.encode(name.length, out);
    out.write(name);
    group.writeTo(out);
  }

  private static void write(byte[] note, DataOutputStream out) throws IOException {
    out.writeByte(NOTE);
    VarInt.encode(note.length, out);
    out.write(note);
  }

  /** Adds what is in a chunk. */
  void addChunk(byte[] chunk) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(chunk))) {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        byte[] bytes = new byte[VarInt.decodeInt(in)];
        in.readFully(bytes);
        if (kind == GROUP) {
          get(bytes, 0, bytes.length).addFrom(in);
        } else {
          notes.add(bytes);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Invalid chunk of groups of " + chunk.length + " bytes", e);
    }
  }

  interface Visitor<E extends Exception> {
    void visit(byte[] name, AggregateGroup group) throws E;
  }
}
