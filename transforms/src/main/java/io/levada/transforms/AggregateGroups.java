/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Hash64;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Groups of rows, each known by its encoded columns, and the notes that came between the rows. */
final class AggregateGroups {

  private static final long SHARD_SEED = 0x27d4eb2f165667c5L;

  private final List<AggregateColumn> columns;

  /** In a steady order, so that a copy has the same bytes. The buffers have arrays of their own. */
  private final Map<ByteBuffer, AggregateGroup> groups = new LinkedHashMap<>();

  private final List<byte[]> notes = new ArrayList<>();

  AggregateGroups(List<AggregateColumn> columns) {
    this.columns = columns;
  }

  /** Number of groups. */
  int size() {
    return groups.size();
  }

  boolean isEmpty() {
    return groups.isEmpty() && notes.isEmpty();
  }

  /** The group that is at {@code from}; the bytes of one that is new are copied. */
  AggregateGroup get(byte[] bytes, int from, int length) {
    AggregateGroup group = groups.get(ByteBuffer.wrap(bytes, from, length));
    if (group != null) {
      return group;
    }

    byte[] copy = new byte[length];
    System.arraycopy(bytes, from, copy, 0, length);
    return get(ByteBuffer.wrap(copy));
  }

  private AggregateGroup get(ByteBuffer name) {
    return groups.computeIfAbsent(name, added -> new AggregateGroup(columns));
  }

  /** Adds a note, encoded. */
  void addNote(byte[] note) {
    notes.add(note);
  }

  /** Adds what another has, which stays as it is. */
  void addAll(AggregateGroups other) {
    other.groups.forEach((name, added) -> get(name).addAll(added));
    notes.addAll(other.notes);
  }

  void put(byte[] name, AggregateGroup group) {
    groups.put(ByteBuffer.wrap(name), group);
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

  /** The same in parts, by a hash that is the same everywhere; a part that is empty is null. */
  @Nullable AggregateGroups[] shards(int count) {
    AggregateGroups[] shards = new AggregateGroups[count];
    forEach((name, group) -> shard(name, shards).put(name, group));
    notes.forEach(note -> shard(note, shards).addNote(note));
    return shards;
  }

  private AggregateGroups shard(byte[] content, AggregateGroups[] shards) {
    int shard = (int) Long.remainderUnsigned(Hash64.of(content, SHARD_SEED), shards.length);
    if (shards[shard] == null) {
      shards[shard] = new AggregateGroups(columns);
    }
    return shards[shard];
  }

  interface Visitor<E extends Exception> {
    void visit(byte[] name, AggregateGroup group) throws E;
  }
}
