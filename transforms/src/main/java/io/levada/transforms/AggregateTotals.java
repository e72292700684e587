/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is known of a group's values: how many, their exact sum, the least and the greatest. */
final class AggregateTotals {

  private final ColumnKind kind;
  private final ExactSum sum;
  private long count;
  private @Nullable Number min;
  private @Nullable Number max;

  AggregateTotals(ColumnKind kind) {
    this(kind, 0, ExactSum.of(kind), null, null);
  }

  AggregateTotals(
      ColumnKind kind, long count, ExactSum sum, @Nullable Number min, @Nullable Number max) {
    this.kind = kind;
    this.count = count;
    this.sum = sum;
    this.min = min;
    this.max = max;
  }

  /** Adds a value; null is none. */
  void add(@Nullable Number value) {
    if (value == null) {
      return;
    }

    count++;
    sum.add(value);
    widen(value, value);
  }

  void addAll(AggregateTotals other) {
    count += other.count;
    sum.addAll(other.sum);
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
    return switch (kind) {
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
