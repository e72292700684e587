/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * All that a local catalog has of a table at one time.
 *
 * @param id of this state alone
 * @param before ids of the states before it, the last one first, as far as they are of use
 * @param table null if it is dropped
 * @param partitions by their values
 */
record LocalTableState(
    String id,
    List<String> before,
    @Nullable CatalogTable table,
    Map<List<String>, CatalogPartition> partitions) {

  private static final int MAX_BEFORE = 50;

  /** That of a table that was never there. */
  static final LocalTableState NONE = new LocalTableState("", List.of(), null, Map.of());

  LocalTableState {
    before = List.copyOf(before);
    partitions = Collections.unmodifiableMap(new LinkedHashMap<>(partitions));
  }

  /** A state that is to follow this one. */
  LocalTableState next(
      @Nullable CatalogTable newTable, Map<List<String>, CatalogPartition> newPartitions) {
    List<String> ids = new ArrayList<>();
    if (!id.isEmpty()) {
      ids.add(id);
    }
    ids.addAll(before.subList(0, Math.min(before.size(), MAX_BEFORE - 1)));
    return new LocalTableState(UUID.randomUUID().toString(), ids, newTable, newPartitions);
  }

  /** Whether it is that state, or came about from it. */
  boolean isOrFollows(LocalTableState other) {
    return id.equals(other.id) || before.contains(other.id);
  }
}
