/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.rows.ColumnKind;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
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
    return switch (ColumnKind.of(type)) {
      case STRING -> "string";
      case BYTES -> "binary";
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "int";
      case INT64 -> "bigint";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case DATE -> "date";
      case TIMESTAMP, DATETIME -> "timestamp";
      case DECIMAL -> decimal(type);
      case NESTED -> nested(type);
    };
  }

  private static String decimal(FieldType type) {
    if (!type.getTypeName().isLogicalType()) {
      throw new IllegalArgumentException(
          "A decimal without precision and scale has no type in a catalog (give it both)");
    }

    Row size = type.getLogicalType().getArgument();
    return "decimal(" + size.getInt32("precision") + "," + size.getInt32("scale") + ")";
  }

  private static String nested(FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY -> "array<" + of(type.getCollectionElementType()) + ">";
      case MAP -> "map<" + of(type.getMapKeyType()) + "," + of(type.getMapValueType()) + ">";
      default ->
          type.getRowSchema().getFields().stream()
              .map(field -> field.getName() + ":" + of(field.getType()))
              .collect(Collectors.joining(",", "struct<", ">"));
    };
  }

  /**
   * The type of the rows' column, nullable.
   *
   * @throws IllegalArgumentException if rows can't have it
   */
  public static FieldType parse(String type) {
    return switch (type) {
      case "string" -> FieldType.STRING.withNullable(true);
      case "int" -> FieldType.INT32.withNullable(true);
      case "bigint" -> FieldType.INT64.withNullable(true);
      default -> throw new IllegalArgumentException("Rows have no type for " + type);
    };
  }
}
