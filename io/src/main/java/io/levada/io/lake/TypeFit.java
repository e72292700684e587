/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Whether all values of a type are values of another one, which tables may have of wider types. */
final class TypeFit {

  private TypeFit() {}

  /**
   * Whether what is stored can be read as what is wanted; of structs a part of the fields.
   *
   * <p>Bytes pass for text, since old writers mark none as such; what is no UTF-8 fails when it is
   * read.
   */
  static boolean fits(FieldType stored, FieldType wanted) {
    if (SchemaUnion.isScalar(stored) || SchemaUnion.isScalar(wanted)) {
      return SchemaUnion.isScalar(stored) && SchemaUnion.isScalar(wanted) && fit(stored, wanted);
    }
    if (stored.getTypeName() != wanted.getTypeName()) {
      return false;
    }
    return switch (stored.getTypeName()) {
      case ARRAY -> fits(stored.getCollectionElementType(), wanted.getCollectionElementType());
      case MAP ->
          isSame(stored.getMapKeyType(), wanted.getMapKeyType())
              && fits(stored.getMapValueType(), wanted.getMapValueType());
      default -> fieldsFit(stored.getRowSchema(), wanted.getRowSchema());
    };
  }

  private static boolean fieldsFit(Schema stored, Schema wanted) {
    ColumnIndex places = ColumnIndex.of(stored);
    for (Field field : wanted.getFields()) {
      int at = places.indexOf(field.getName());
      if (at >= 0 && !fits(stored.getField(at).getType(), field.getType())) {
        return false;
      }
    }
    return true;
  }

  private static boolean fit(FieldType stored, FieldType wanted) {
    boolean isText = ColumnKind.of(wanted) == ColumnKind.STRING;
    return isSame(stored, wanted)
        || (isText && ColumnKind.of(stored) == ColumnKind.BYTES)
        || wanted.withNullable(false).equals(SchemaUnion.wider(stored, wanted));
  }

  private static boolean isSame(FieldType one, FieldType other) {
    return one.withNullable(false).equals(other.withNullable(false));
  }
}
