/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the group of a row. Encoding a row's group columns costs more than all else that is done
 * with it, so the group is looked up by the values themselves first. Equal values have equal bytes;
 * values of equal bytes that are not equal, such as 1.0 and 1.00, only take the longer way.
 */
final class AggregateLookup {

  /** What is known by its values; beyond that there is little hope to meet a group again. */
  private static final int MAX_KNOWN = 1 << 15;

  private final RowCodec codec;
  private final AggregateGroups groups;
  private final EncodedRow window;
  private @Nullable Known[] table = new Known[1 << 8];
  private int size;

  /** A group by the values that some of its rows have. */
  private record Known(int hash, Object[] values, AggregateGroup group) {}

  /**
   * @param codec codes the group columns alone
   * @param groups where the groups are, or will be
   */
  AggregateLookup(RowCodec codec, AggregateGroups groups) {
    this.codec = codec;
    this.groups = groups;
    this.window = codec.newRow();
  }

  AggregateGroups groups() {
    return groups;
  }

  /**
   * The group of rows with the values, which may be new.
   *
   * @param values of the group columns, copied if need be
   */
  AggregateGroup get(@Nullable Object[] values) {
    int hash = hash(values);
    int at = hash & (table.length - 1);
    for (Known known = table[at]; known != null; known = table[at]) {
      if (known.hash == hash && areEqual(values, known.values)) {
        return known.group;
      }
      at = (at + 1) & (table.length - 1);
    }
    return add(hash, values.clone());
  }

  private static int hash(@Nullable Object[] values) {
    int hash = Arrays.hashCode(values) * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  /** Most often they are the same objects: readers make the value of a dictionary's entry once. */
  private static boolean areEqual(@Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < left.length; i++) {
      if (left[i] != right[i] && !Objects.equals(left[i], right[i])) {
        return false;
      }
    }
    return true;
  }

  private AggregateGroup add(int hash, @Nullable Object[] values) {
    codec.encode(Row.withSchema(codec.schema()).attachValues(Arrays.asList(values)), window);
    AggregateGroup group = groups.get(window.bytes(), window.start(), window.length());
    if (size == MAX_KNOWN) {
      table = new Known[1 << 8];
      size = 0;
    }
    if (2 * size >= table.length) {
      grow();
    }
    put(new Known(hash, values, group));
    size++;
    return group;
  }

  private void grow() {
    @Nullable Known[] before = table;
    table = new Known[2 * before.length];
    for (Known known : before) {
      if (known != null) {
        put(known);
      }
    }
  }

  private void put(Known known) {
    int at = known.hash & (table.length - 1);
    while (table[at] != null) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = known;
  }
}
