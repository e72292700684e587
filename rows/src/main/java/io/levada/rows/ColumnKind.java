/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;

/** How a column's values are encoded; one for each physical form, not for each Beam type. */
public enum ColumnKind {
  STRING,
  BYTES,
  DECIMAL,
  BOOLEAN(1),
  INT16(4),
  INT32(4),
  INT64(8),
  FLOAT(4),
  DOUBLE(8),
  /** Days since 1970-01-01 in 4 bytes; {@link java.time.LocalDate} in a row. */
  DATE(4),
  /** Microseconds since 1970-01-01T00:00Z in 8 bytes; {@link java.time.Instant} in a row. */
  TIMESTAMP(8),
  /** As {@link #TIMESTAMP}, with Beam's millisecond {@code DATETIME} in the row. */
  DATETIME(8),
  /** A list, map or struct, with all that is in it. */
  NESTED;

  /** The width of a value in bytes, or {@link #VARIABLE}. */
  final int width;

  static final int VARIABLE = -1;

  ColumnKind() {
    this(VARIABLE);
  }

  ColumnKind(int width) {
    this.width = width;
  }

  /**
   * The kind of a column.
   *
   * @throws IllegalArgumentException if columns of the type cannot be carried
   */
  public static ColumnKind of(FieldType type) {
    return switch (type.getTypeName()) {
      case STRING -> STRING;
      case BYTES -> BYTES;
      case DECIMAL -> DECIMAL;
      case BOOLEAN -> BOOLEAN;
      case INT16 -> INT16;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case DATETIME -> DATETIME;
      case LOGICAL_TYPE -> ofLogical(type.getLogicalType());
      case ARRAY, MAP, ROW -> ofNested(type);
      default -> throw unsupported(type.getTypeName().toString());
    };
  }

  /** Nested values can be carried if all that is in them can. */
  private static ColumnKind ofNested(FieldType type) {
    switch (type.getTypeName()) {
      case ARRAY -> of(type.getCollectionElementType());
      case MAP -> {
        if (of(type.getMapKeyType()) == NESTED) {
          throw unsupported("map with keys of type " + type.getMapKeyType().getTypeName());
        }
        of(type.getMapValueType());
      }
      default -> type.getRowSchema().getFields().forEach(field -> of(field.getType()));
    }
    return NESTED;
  }

  private static ColumnKind ofLogical(LogicalType<?, ?> type) {
    if (type instanceof MicrosInstant) {
      return TIMESTAMP;
    }
    if (type instanceof Date) {
      return DATE;
    }
    if (type instanceof FixedPrecisionNumeric) {
      return DECIMAL;
    }

    throw unsupported(type.getIdentifier());
  }

  private static IllegalArgumentException unsupported(String type) {
    return new IllegalArgumentException(
        "Cannot carry a column of type "
            + type
            + " (take one of string, bytes, boolean, int16, int32, int64, float, double, decimal,"
            + " date, timestamp, or a list, map or struct of them)");
  }
}
