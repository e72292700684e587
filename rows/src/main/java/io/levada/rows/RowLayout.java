/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns decide about a row's way: those that make it equal to another, those that it is
 * kept together by, and those that name its partition.
 *
 * @param key the columns in which duplicates agree; empty where duplicates are not looked for
 * @param colocation the partition columns that rows of one slot share. Rows of one key must agree
 *     in them, so each must be a key column or derive from key columns alone
 * @param partition the columns that make the partition, in the order of the path
 */
public record RowLayout(List<String> key, List<String> colocation, List<String> partition)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if a list names a column twice, a co-location column is not a
   *     partition column, or there are co-location columns and a key column that is a partition
   *     column is not one of them
   */
  public RowLayout {
    key = List.copyOf(key);
    colocation = List.copyOf(colocation);
    partition = List.copyOf(partition);
    for (List<String> columns : List.of(key, colocation, partition)) {
      if (Set.copyOf(columns).size() < columns.size()) {
        throw new IllegalArgumentException("Invalid columns " + columns + ": one is named twice");
      }
    }
    if (!partition.containsAll(colocation)) {
      throw new IllegalArgumentException(
          "Invalid co-location "
              + colocation
              + ": not all of it are partition columns "
              + partition);
    }
    for (String column : key) {
      if (!colocation.isEmpty() && partition.contains(column) && !colocation.contains(column)) {
        throw new IllegalArgumentException(
            "Invalid co-location "
                + colocation
                + ": it lacks the key and partition column "
                + column);
      }
    }
  }

  public static RowLayout none() {
    return new RowLayout(List.of(), List.of(), List.of());
  }

  public RowLayout withKey(List<String> columns) {
    return new RowLayout(columns, colocation, partition);
  }

  public RowLayout withColocation(List<String> columns) {
    return new RowLayout(key, columns, partition);
  }

  public RowLayout withPartition(List<String> columns) {
    return new RowLayout(key, colocation, columns);
  }

  /**
   * The columns in an order in which the key, the co-location and the partition are each one run:
   * key only, key and partition, co-location only, partition only, and then the others.
   */
  List<String> order(List<String> columns) {
    Set<String> order = new LinkedHashSet<>();
    key.stream().filter(column -> !partition.contains(column)).forEach(order::add);
    order.addAll(key);
    order.addAll(colocation);
    order.addAll(partition);
    order.addAll(columns);
    return new ArrayList<>(order);
  }
}
