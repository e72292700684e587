/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Tally;
import java.util.List;

/** What is known of a group: which rows it is made of, and the totals of each column. */
final class AggregateGroup {

  private final Tally.Counter rows = new Tally.Counter();
  private final AggregateColumn[] columns;
  private final AggregateTotals[] totals;

  /** A group without rows. */
  AggregateGroup(List<AggregateColumn> columns) {
    this.columns = columns.toArray(new AggregateColumn[0]);
    this.totals = columns.stream().map(AggregateTotals::new).toArray(AggregateTotals[]::new);
  }

  AggregateGroup(List<AggregateColumn> columns, Tally rows, List<AggregateTotals> totals) {
    this.columns = columns.toArray(new AggregateColumn[0]);
    this.totals = totals.toArray(new AggregateTotals[0]);
    this.rows.add(rows);
  }

  /** Adds a row with the values. */
  void add(int file, long offset, List<Object> values) {
    rows.add(file, offset);
    for (int i = 0; i < columns.length; i++) {
      totals[i].add(values.get(columns[i].field()));
    }
  }

  /** Adds the rows of another of the same columns, which stays as it is. */
  void addAll(AggregateGroup other) {
    rows.addAll(other.rows);
    for (int i = 0; i < totals.length; i++) {
      totals[i].addAll(other.totals[i]);
    }
  }

  /** The rows that the group is made of. */
  Tally rows() {
    return rows.tally();
  }

  /** What is known of the values of the column at the place. */
  AggregateTotals totals(int column) {
    return totals[column];
  }
}
