/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the attributes of items are made of.
 *
 * @param columns the attributes that are named
 * @param keepsOthers whether all other columns are attributes too, under their own names
 * @param dropped the others that are not
 * @param filter the condition on the rows that are taken, or null for all
 */
record ItemMapping(
    List<ItemColumn> columns, boolean keepsOthers, Set<String> dropped, @Nullable String filter) {

  /** All columns as they are. */
  static final ItemMapping AS_READ = new ItemMapping(List.of(), true, Set.of(), null);

  /**
   * @throws IllegalArgumentException if an attribute is there twice, there is none, or columns are
   *     dropped that are not kept anyway
   */
  ItemMapping {
    columns = List.copyOf(columns);
    dropped = Set.copyOf(dropped);
    Set<String> names = new HashSet<>();
    for (ItemColumn column : columns) {
      if (!names.add(column.attribute())) {
        throw new IllegalArgumentException(
            "attribute " + column.attribute() + " is there twice (give one another name)");
      }
    }
    if (columns.isEmpty() && !keepsOthers) {
      throw new IllegalArgumentException("it names no attribute (name one at least)");
    }
    if (!dropped.isEmpty() && !keepsOthers) {
      throw new IllegalArgumentException(
          "it drops columns, but those that it does not name are dropped anyway (add * to keep"
              + " them, in a file: others: keep)");
    }
  }

  ItemMapping withFilter(String condition) {
    return new ItemMapping(columns, keepsOthers, dropped, condition);
  }
}
