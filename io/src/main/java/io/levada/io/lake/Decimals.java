/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.values.Row;

/** The decimal types that have a precision and a scale. */
final class Decimals {

  /** What all who read Parquet take. */
  static final int MAX_PRECISION = 38;

  private Decimals() {}

  static FieldType type(int precision, int scale) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(precision, scale));
  }

  static int precision(FieldType type) {
    return precision((Row) type.getLogicalType().getArgument());
  }

  static int scale(FieldType type) {
    return scale((Row) type.getLogicalType().getArgument());
  }

  static int precision(Row argument) {
    return argument.getInt32("precision");
  }

  static int scale(Row argument) {
    return argument.getInt32("scale");
  }
}
