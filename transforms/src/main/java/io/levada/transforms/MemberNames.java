/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Which field of a record or of a struct a member goes to, told by the member's name. */
final class MemberNames {

  static final int UNKNOWN = -1;

  /** Names beyond the schema that are remembered, since it takes long to make them safe. */
  private static final int MAX_REMEMBERED = 1000;

  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> remembered = new HashMap<>();
  private final boolean matchesColumns;

  private MemberNames(List<EventField> fields, boolean matchesColumns) {
    for (int i = 0; i < fields.size(); i++) {
      exact.put(fields.get(i).source(), i);
    }
    this.matchesColumns = matchesColumns;
  }

  static MemberNames of(EventSchema schema) {
    return new MemberNames(schema.fields(), schema.matchesColumns());
  }

  /** The names of a struct in a schema that matches as this one does. */
  MemberNames ofStruct(List<EventField> fields) {
    return new MemberNames(fields, matchesColumns);
  }

  /** The field's index, or {@link #UNKNOWN}. */
  int indexOf(String name) {
    @Nullable Integer index = exact.get(name);
    if (index != null) {
      return index;
    }
    return matchesColumns ? indexOfSafe(name) : UNKNOWN;
  }

  private int indexOfSafe(String name) {
    @Nullable Integer known = remembered.get(name);
    if (known != null) {
      return known;
    }

    int index = exact.getOrDefault(ColumnNames.safe(name), UNKNOWN);
    if (remembered.size() < MAX_REMEMBERED) {
      remembered.put(name, index);
    }
    return index;
  }

  Set<Integer> indexes() {
    return new TreeSet<>(exact.values());
  }
}
