/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Types as messages name them: {@code int64}, {@code decimal(5,2)}, {@code list<string>}. */
final class TypeNames {

  private TypeNames() {}

  static String of(FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY, ITERABLE -> "list<" + of(type.getCollectionElementType()) + ">";
      case MAP -> "map<" + of(type.getMapKeyType()) + ", " + of(type.getMapValueType()) + ">";
      case ROW ->
          type.getRowSchema().getFields().stream()
              .map(field -> field.getName() + " " + of(field.getType()))
              .collect(Collectors.joining(", ", "struct<", ">"));
      default -> scalar(type);
    };
  }

  private static String scalar(FieldType type) {
    ColumnKind kind = ColumnKind.of(type);
    boolean sized = kind == ColumnKind.DECIMAL && type.getTypeName().isLogicalType();
    return kind.name().toLowerCase(Locale.ROOT)
        + (sized ? "(" + Decimals.precision(type) + "," + Decimals.scale(type) + ")" : "");
  }
}
