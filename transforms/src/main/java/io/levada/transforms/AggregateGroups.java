/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import io.levada.rows.Hash64;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Totals by group; a group is known by its encoded columns. */
final class AggregateGroups {

  private static final long SHARD_SEED = 0x27d4eb2f165667c5L;

  private final ColumnKind kind;

  /** In a steady order, so that a copy has the same bytes. The buffers have arrays of their own. */
  private final Map<ByteBuffer, AggregateTotals> totals = new LinkedHashMap<>();

  AggregateGroups(ColumnKind kind) {
    this.kind = kind;
  }

  int size() {
    return totals.size();
  }

  /**
   * Adds a value, which may be null, to the group that is at {@code from}; the bytes are copied.
   */
  void add(byte[] bytes, int from, int length, @Nullable Number value) {
    AggregateTotals group = totals.get(ByteBuffer.wrap(bytes, from, length));
    if (group == null) {
      byte[] copy = new byte[length];
      System.arraycopy(bytes, from, copy, 0, length);
      group = totalsOf(ByteBuffer.wrap(copy));
    }
    group.add(value);
  }

  /** Adds what another has, which stays as it is. */
  void addAll(AggregateGroups other) {
    other.totals.forEach((group, added) -> totalsOf(group).addAll(added));
  }

  private AggregateTotals totalsOf(ByteBuffer group) {
    return totals.computeIfAbsent(group, added -> new AggregateTotals(kind));
  }

  void put(byte[] group, AggregateTotals groupTotals) {
    totals.put(ByteBuffer.wrap(group), groupTotals);
  }

  /** Calls the visitor with each group's own bytes, which are not copied. */
  <E extends Exception> void forEach(Visitor<E> visitor) throws E {
    for (Map.Entry<ByteBuffer, AggregateTotals> entry : totals.entrySet()) {
      visitor.visit(bytesOf(entry.getKey()), entry.getValue());
    }
  }

  /** The array that {@code wrap} was given. */
  @SuppressWarnings("ByteBufferBackingArray")
  private static byte[] bytesOf(ByteBuffer group) {
    return group.array();
  }

  /** The same groups in parts, by a hash that is the same everywhere; a part may be empty. */
  AggregateGroups[] shards(int count) {
    AggregateGroups[] shards = new AggregateGroups[count];
    for (int shard = 0; shard < count; shard++) {
      shards[shard] = new AggregateGroups(kind);
    }
    forEach(
        (group, groupTotals) -> {
          long shard = Long.remainderUnsigned(Hash64.of(group, SHARD_SEED), count);
          shards[(int) shard].put(group, groupTotals);
        });
    return shards;
  }

  interface Visitor<E extends Exception> {
    void visit(byte[] group, AggregateTotals totals) throws E;
  }
}
