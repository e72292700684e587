/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.catalog.HiveType.Field;
import io.levada.io.catalog.HiveType.ListOf;
import io.levada.io.catalog.HiveType.MapOf;
import io.levada.io.catalog.HiveType.Scalar;
import io.levada.io.catalog.HiveType.StructOf;
import io.levada.io.catalog.TypeUnion.ConflictException;
import io.levada.rows.ColumnKind;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;

/** The types of columns as Hive, and so Glue and Athena, write them. */
public final class HiveTypes {

  private HiveTypes() {}

  /**
   * The type of a column that is written to Parquet.
   *
   * @throws IllegalArgumentException if there is none, as for a decimal without precision
   */
  public static String of(FieldType type) {
    return hiveType(type).toString();
  }

  private static HiveType hiveType(FieldType type) {
    return switch (ColumnKind.of(type)) {
      case STRING -> Scalar.of("string");
      case BYTES -> Scalar.of("binary");
      case BOOLEAN -> Scalar.of("boolean");
      case INT16 -> Scalar.of("smallint");
      case INT32 -> Scalar.of("int");
      case INT64 -> Scalar.of("bigint");
      case FLOAT -> Scalar.of("float");
      case DOUBLE -> Scalar.of("double");
      case DATE -> Scalar.of("date");
      case TIMESTAMP, DATETIME -> Scalar.of("timestamp");
      case DECIMAL -> decimal(type);
      case NESTED -> nested(type);
    };
  }

  private static HiveType decimal(FieldType type) {
    if (!type.getTypeName().isLogicalType()) {
      throw new IllegalArgumentException(
          "A decimal without precision and scale has no type in a catalog (give it both)");
    }

    Row size = type.getLogicalType().getArgument();
    return Scalar.of("decimal", size.getInt32("precision"), size.getInt32("scale"));
  }

  private static HiveType nested(FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY -> new ListOf(hiveType(type.getCollectionElementType()));
      case MAP -> new MapOf(hiveType(type.getMapKeyType()), hiveType(type.getMapValueType()));
      default ->
          new StructOf(
              type.getRowSchema().getFields().stream()
                  .map(field -> new Field(field.getName(), hiveType(field.getType())))
                  .toList());
    };
  }

  /**
   * The type by which every reader gets the same values of files that have either of two types, not
   * nullable; empty if there is none. {@code docs/catalog.md} has those that there are.
   *
   * @throws IllegalArgumentException if one is not a type that is written to Parquet
   */
  public static Optional<FieldType> union(FieldType one, FieldType other) {
    try {
      return Optional.of(fieldType(new TypeUnion("", hiveType(one), hiveType(other)).type()));
    } catch (ConflictException e) {
      return Optional.empty();
    }
  }

  /**
   * The type of the rows' column, nullable, as are all values in it but the keys of maps. Rows have
   * no type for {@code tinyint}, {@code varchar} and {@code char}: those are read as {@code
   * smallint} and {@code string}.
   *
   * @param type in any case, with blanks anywhere
   * @throws IllegalArgumentException if it is no type, or one that rows can't have; the message
   *     tells where
   */
  public static FieldType parse(String type) {
    return fieldType(HiveTypeParser.parse(type)).withNullable(true);
  }

  private static FieldType fieldType(HiveType type) {
    if (type instanceof ListOf list) {
      return FieldType.array(fieldType(list.element()).withNullable(true));
    }
    if (type instanceof MapOf map) {
      return FieldType.map(fieldType(map.key()), fieldType(map.value()).withNullable(true));
    }
    if (type instanceof StructOf struct) {
      Schema.Builder schema = Schema.builder();
      struct
          .fields()
          .forEach(field -> schema.addNullableField(field.name(), fieldType(field.type())));
      return FieldType.row(schema.build());
    }
    return fieldType((Scalar) type);
  }

  private static FieldType fieldType(Scalar type) {
    return switch (type.name()) {
      case "tinyint", "smallint" -> FieldType.INT16;
      case "int" -> FieldType.INT32;
      case "bigint" -> FieldType.INT64;
      case "float" -> FieldType.FLOAT;
      case "double" -> FieldType.DOUBLE;
      case "boolean" -> FieldType.BOOLEAN;
      case "binary" -> FieldType.BYTES;
      case "date" -> FieldType.logicalType(SqlTypes.DATE);
      case "timestamp" -> FieldType.logicalType(SqlTypes.TIMESTAMP);
      case "decimal" ->
          FieldType.logicalType(
              FixedPrecisionNumeric.of(type.arguments().get(0), type.arguments().get(1)));
      default -> FieldType.STRING;
    };
  }
}
