/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Tally;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** What is known of a group: which rows it is made of, and the totals of each column. */
final class AggregateGroup {

  private final Tally.Counter rows = new Tally.Counter();
  private final AggregateTotals[] totals;

  /** A group without rows. */
  AggregateGroup(List<AggregateColumn> columns) {
    this.totals = columns.stream().map(AggregateTotals::new).toArray(AggregateTotals[]::new);
  }

  /** Counts a row; its values are still to be added to the totals. */
  void add(int file, long offset) {
    rows.add(file, offset);
  }

  /** Writes what is known of the group. */
  void writeTo(DataOutputStream out) throws IOException {
    rows.tally().writeTo(out);
    for (AggregateTotals ofColumn : totals) {
      ofColumn.writeTo(out);
    }
  }

  /** Adds what {@link #writeTo} wrote, of rows of the same columns. */
  void addFrom(DataInputStream in) throws IOException {
    rows.add(Tally.readFrom(in));
    for (AggregateTotals ofColumn : totals) {
      ofColumn.addFrom(in);
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
