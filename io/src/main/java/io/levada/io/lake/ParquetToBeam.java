/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The Beam types of Parquet columns: the inverse of {@link BeamToParquet}, and for columns that
 * others write, the narrowest type that holds all their values.
 *
 * <p>Timestamps of every unit, and INT96, are UTC with microseconds; those that are marked as local
 * are taken as if UTC were meant. Lists, maps and groups are Beam's arrays, maps and rows.
 */
final class ParquetToBeam {

  /** An unsigned number of 64 bits has up to 20 digits. */
  private static final int UNSIGNED_LONG_DIGITS = 20;

  private ParquetToBeam() {}

  /**
   * The type of a column; that of a repeated one which is no part of a list is a list.
   *
   * @throws IllegalArgumentException if it can't be read; the message says what it is
   */
  static FieldType columnType(Type column) {
    return column.isRepetition(Repetition.REPEATED)
        ? FieldType.array(valueType(column))
        : valueType(column).withNullable(column.isRepetition(Repetition.OPTIONAL));
  }

  /** The type of one value, never nullable. */
  static FieldType valueType(Type type) {
    if (type.isPrimitive()) {
      return scalar(type.asPrimitiveType());
    }

    GroupType group = type.asGroupType();
    if (ListLayout.isList(group)) {
      ListLayout list = ListLayout.of(group);
      return FieldType.array(elementType(list));
    }
    if (MapLayout.isMap(group)) {
      MapLayout map = MapLayout.of(group);
      return FieldType.map(valueType(map.key()), columnType(map.value()));
    }
    return FieldType.row(struct(group));
  }

  static FieldType elementType(ListLayout list) {
    return list.wrapped() ? columnType(list.element()) : valueType(list.element());
  }

  private static Schema struct(GroupType group) {
    if (group.getFieldCount() == 0) {
      throw new IllegalArgumentException("a struct without fields: " + show(group));
    }

    Schema.Builder schema = Schema.builder();
    Set<String> keys = new HashSet<>();
    for (Type field : group.getFields()) {
      if (!keys.add(ColumnIndex.key(field.getName()))) {
        throw new IllegalArgumentException(
            "a struct with two fields " + field.getName() + " that differ in case at most");
      }
      schema.addField(field.getName(), columnType(field));
    }
    return schema.build();
  }

  private static FieldType scalar(PrimitiveType type) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    if (as instanceof DecimalLogicalTypeAnnotation decimal) {
      return Decimals.type(decimal.getPrecision(), decimal.getScale());
    }

    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> FieldType.BOOLEAN;
      case INT32 -> int32(type, as);
      case INT64 -> int64(type, as);
      case INT96 -> FieldType.logicalType(SqlTypes.TIMESTAMP);
      case FLOAT -> FieldType.FLOAT;
      case DOUBLE -> FieldType.DOUBLE;
      case BINARY -> isText(as) ? FieldType.STRING : FieldType.BYTES;
      case FIXED_LEN_BYTE_ARRAY -> fixed(type, as);
    };
  }

  static boolean isText(LogicalTypeAnnotation as) {
    return as instanceof StringLogicalTypeAnnotation
        || as instanceof EnumLogicalTypeAnnotation
        || as instanceof JsonLogicalTypeAnnotation;
  }

  private static FieldType fixed(PrimitiveType type, LogicalTypeAnnotation as) {
    if (as instanceof IntervalLogicalTypeAnnotation) {
      throw unsupported(type);
    }
    if (as instanceof UUIDLogicalTypeAnnotation) {
      return FieldType.STRING;
    }
    return as instanceof Float16LogicalTypeAnnotation ? FieldType.FLOAT : FieldType.BYTES;
  }

  private static FieldType int32(PrimitiveType type, LogicalTypeAnnotation as) {
    if (as instanceof DateLogicalTypeAnnotation) {
      return FieldType.logicalType(SqlTypes.DATE);
    }
    if (as instanceof IntLogicalTypeAnnotation integer) {
      return integer(integer);
    }
    if (as != null) {
      throw unsupported(type);
    }

    return FieldType.INT32;
  }

  private static FieldType integer(IntLogicalTypeAnnotation type) {
    if (type.getBitWidth() <= Short.SIZE && type.isSigned()) {
      return FieldType.INT16;
    }

    return isUnsigned(type, Integer.SIZE) ? FieldType.INT64 : FieldType.INT32;
  }

  /** Whether a column's values are not those that Java makes of their so many bits. */
  static boolean isUnsigned(LogicalTypeAnnotation type, int bits) {
    return type instanceof IntLogicalTypeAnnotation integer
        && integer.getBitWidth() == bits
        && !integer.isSigned();
  }

  private static FieldType int64(PrimitiveType type, LogicalTypeAnnotation as) {
    if (as instanceof TimestampLogicalTypeAnnotation) {
      return FieldType.logicalType(SqlTypes.TIMESTAMP);
    }
    if (isUnsigned(as, Long.SIZE)) {
      return Decimals.type(UNSIGNED_LONG_DIGITS, 0);
    }
    if (as != null && !(as instanceof IntLogicalTypeAnnotation)) {
      throw unsupported(type);
    }

    return FieldType.INT64;
  }

  private static IllegalArgumentException unsupported(Type type) {
    return new IllegalArgumentException("a type that has no equal here: " + show(type));
  }

  /** A Parquet type on one line. */
  static String show(Type type) {
    return type.toString().replaceAll("\\s+", " ");
  }
}
