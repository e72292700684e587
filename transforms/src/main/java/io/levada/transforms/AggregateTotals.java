/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is known of a column's values in a group, as far as it is asked for. */
final class AggregateTotals {

  private final AggregateColumn column;
  private final @Nullable ExactSum sum;
  private long count;
  private @Nullable Number min;
  private @Nullable Number max;

  AggregateTotals(AggregateColumn column) {
    this(column, 0, column.isSummed() ? ExactSum.of(column.kind()) : null, null, null);
  }

  AggregateTotals(
      AggregateColumn column,
      long count,
      @Nullable ExactSum sum,
      @Nullable Number min,
      @Nullable Number max) {
    this.column = column;
    this.count = count;
    this.sum = sum;
    this.min = min;
    this.max = max;
  }

  /** Adds a value; null is none. */
  void add(@Nullable Object value) {
    if (value == null) {
      return;
    }

    count++;
    if (sum != null) {
      sum.add((Number) value);
    }
    if (column.isBounded()) {
      widen((Number) value, (Number) value);
    }
  }

  /** Adds what another of the same column has, which stays as it is. */
  void addAll(AggregateTotals other) {
    count += other.count;
    if (sum != null && other.sum != null) {
      sum.addAll(other.sum);
    }
    if (other.min != null && other.max != null) {
      widen(other.min, other.max);
    }
  }

  private void widen(Number least, Number greatest) {
    if (min == null || compare(least, min) < 0) {
      min = least;
    }
    if (max == null || compare(greatest, max) > 0) {
      max = greatest;
    }
  }

  /** A total order: of equal decimals, one is chosen by its scale. */
  private int compare(Number left, Number right) {
    return switch (column.kind()) {
      case FLOAT, DOUBLE -> Double.compare(left.doubleValue(), right.doubleValue());
      case DECIMAL -> {
        int order = ((BigDecimal) left).compareTo((BigDecimal) right);
        yield order != 0
            ? order
            : Integer.compare(((BigDecimal) left).scale(), ((BigDecimal) right).scale());
      }
      default -> Long.compare(left.longValue(), right.longValue());
    };
  }

  long count() {
    return count;
  }

  /** The sum; only of a column whose sum is asked for. */
  ExactSum sum() {
    return sum;
  }

  @Nullable Number min() {
    return min;
  }

  @Nullable Number max() {
    return max;
  }
}
