/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is made of a column's values in a group. */
enum AggregateFunction {
  MEAN(true, false) {
    @Override
    FieldType typeFor(FieldType column) {
      return FieldType.DOUBLE.withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.count() == 0 ? null : totals.sum().mean(totals.count());
    }
  },

  COUNT(false, false) {
    @Override
    FieldType typeFor(FieldType column) {
      return FieldType.INT64;
    }

    @Override
    Object of(AggregateTotals totals) {
      return totals.count();
    }
  },

  SUM(true, false) {
    @Override
    FieldType typeFor(FieldType column) {
      return sumType(column).withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.count() == 0 ? null : totals.sum().total();
    }
  },

  MIN(false, true) {
    @Override
    FieldType typeFor(FieldType column) {
      return column.withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.min();
    }
  },

  MAX(false, true) {
    @Override
    FieldType typeFor(FieldType column) {
      return column.withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.max();
    }
  };

  private static final int SUM_PRECISION = 38;

  /** Whether it needs the sum of the values. */
  final boolean isOfSum;

  /** Whether it needs the least or the greatest of them. */
  final boolean isOfBounds;

  AggregateFunction(boolean isOfSum, boolean isOfBounds) {
    this.isOfSum = isOfSum;
    this.isOfBounds = isOfBounds;
  }

  /** Whether the values must be numbers. */
  boolean isOfNumbers() {
    return isOfSum || isOfBounds;
  }

  /** The type of what is made, given the column's. */
  abstract FieldType typeFor(FieldType column);

  /**
   * @throws ArithmeticException if it does not fit in its type
   */
  abstract @Nullable Object of(AggregateTotals totals);

  private static FieldType sumType(FieldType column) {
    return switch (column.getTypeName()) {
      case INT16, INT32, INT64 -> FieldType.INT64;
      case FLOAT, DOUBLE -> FieldType.DOUBLE;
      case LOGICAL_TYPE ->
          FieldType.logicalType(FixedPrecisionNumeric.of(SUM_PRECISION, scaleOf(column)));
      default -> FieldType.DECIMAL;
    };
  }

  private static int scaleOf(FieldType column) {
    Row argument = column.getLogicalType().getArgument();
    return argument.getInt32("scale");
  }
}
