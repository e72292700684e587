/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A column that an aggregation appends. */
enum AggregateMeasure {
  MEAN {
    @Override
    FieldType typeFor(FieldType column) {
      return FieldType.DOUBLE.withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.count() == 0 ? null : totals.sum().mean(totals.count());
    }
  },

  COUNT {
    @Override
    FieldType typeFor(FieldType column) {
      return FieldType.INT64;
    }

    @Override
    Object of(AggregateTotals totals) {
      return totals.count();
    }
  },

  SUM {
    @Override
    FieldType typeFor(FieldType column) {
      return sumType(column).withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.count() == 0 ? null : totals.sum().total();
    }
  },

  MIN {
    @Override
    FieldType typeFor(FieldType column) {
      return column.withNullable(true);
    }

    @Override
    @Nullable Object of(AggregateTotals totals) {
      return totals.min();
    }
  },

  MAX {
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

  /** The measure's type, given the column's. */
  abstract FieldType typeFor(FieldType column);

  /**
   * @throws ArithmeticException if the measure does not fit in its type
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
