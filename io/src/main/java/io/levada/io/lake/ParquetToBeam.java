/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The Beam schema of a Parquet schema: the inverse of {@link BeamToParquet}, and for columns that
 * others write, the narrowest type that holds all their values.
 */
final class ParquetToBeam {

  private ParquetToBeam() {}

  /**
   * The columns of a file.
   *
   * @throws IllegalArgumentException if a column has a type that can't be read
   */
  static Schema schema(MessageType message) {
    Schema.Builder schema = Schema.builder();
    for (Type column : message.getFields()) {
      if (!column.isPrimitive() || column.isRepetition(Repetition.REPEATED)) {
        throw unsupported(column);
      }
      FieldType type = type(column.asPrimitiveType());
      schema.addField(
          Field.of(column.getName(), type.withNullable(column.isRepetition(Repetition.OPTIONAL))));
    }
    return schema.build();
  }

  private static FieldType type(PrimitiveType column) {
    LogicalTypeAnnotation as = column.getLogicalTypeAnnotation();
    if (as instanceof DecimalLogicalTypeAnnotation decimal) {
      return FieldType.logicalType(
          FixedPrecisionNumeric.of(decimal.getPrecision(), decimal.getScale()));
    }

    return switch (column.getPrimitiveTypeName()) {
      case BOOLEAN -> FieldType.BOOLEAN;
      case INT32 -> int32(column, as);
      case INT64 -> int64(column, as);
      case FLOAT -> FieldType.FLOAT;
      case DOUBLE -> FieldType.DOUBLE;
      case BINARY -> as instanceof StringLogicalTypeAnnotation ? FieldType.STRING : FieldType.BYTES;
      case FIXED_LEN_BYTE_ARRAY -> FieldType.BYTES;
      case INT96 -> throw unsupported(column);
    };
  }

  private static FieldType int32(PrimitiveType column, LogicalTypeAnnotation as) {
    if (as instanceof DateLogicalTypeAnnotation) {
      return FieldType.logicalType(SqlTypes.DATE);
    }
    if (as instanceof IntLogicalTypeAnnotation integer) {
      return integer(integer);
    }
    if (as != null) {
      throw unsupported(column);
    }

    return FieldType.INT32;
  }

  private static FieldType integer(IntLogicalTypeAnnotation type) {
    if (type.getBitWidth() <= Short.SIZE && type.isSigned()) {
      return FieldType.INT16;
    }

    return isUnsignedInt(type) ? FieldType.INT64 : FieldType.INT32;
  }

  /** Whether an INT32 column's values are not those that Java's int makes of its bits. */
  static boolean isUnsignedInt(LogicalTypeAnnotation type) {
    return type instanceof IntLogicalTypeAnnotation integer
        && integer.getBitWidth() == Integer.SIZE
        && !integer.isSigned();
  }

  private static FieldType int64(PrimitiveType column, LogicalTypeAnnotation as) {
    if (as instanceof TimestampLogicalTypeAnnotation) {
      return FieldType.logicalType(SqlTypes.TIMESTAMP);
    }
    if (as != null && !(as instanceof IntLogicalTypeAnnotation integer && integer.isSigned())) {
      throw unsupported(column);
    }

    return FieldType.INT64;
  }

  private static IllegalArgumentException unsupported(Type column) {
    return new IllegalArgumentException("Cannot read a column of type " + column);
  }
}
