/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.rows.ColumnKind;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Types of columns as DuckDB writes them. */
final class DuckDbType {

  private DuckDbType() {}

  static String of(FieldType type) {
    return switch (ColumnKind.of(type)) {
      case STRING -> "VARCHAR";
      case BYTES -> "BLOB";
      case BOOLEAN -> "BOOLEAN";
      case INT16 -> "SMALLINT";
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIMESTAMP, DATETIME -> "TIMESTAMP";
      case DECIMAL -> {
        Row size = type.getLogicalType().getArgument();
        yield "DECIMAL(" + size.getInt32("precision") + "," + size.getInt32("scale") + ")";
      }
      case NESTED -> nested(type);
    };
  }

  private static String nested(FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY -> of(type.getCollectionElementType()) + "[]";
      case MAP -> "MAP(" + of(type.getMapKeyType()) + ", " + of(type.getMapValueType()) + ")";
      default ->
          type.getRowSchema().getFields().stream()
              .map(field -> TableView.quoted(field.getName()) + " " + of(field.getType()))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
  }
}
