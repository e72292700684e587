/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.rows.ColumnKind;
import io.levada.rows.RowJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A row's values as those of attributes. Nothing is refused that has the right type: a number that
 * DynamoDB can't hold is its text, for {@link ItemCheck} to find.
 */
final class ItemValues {

  private static final AttributeValue NULL = AttributeValue.fromNul(true);

  private ItemValues() {}

  /**
   * Checks that values of a column can be attributes of the type.
   *
   * @throws IllegalArgumentException if they can't
   */
  static void checkType(ItemLayout.Attribute attribute, FieldType column) {
    if (!isPossible(attribute.type(), column)) {
      throw new IllegalArgumentException(
          "Cannot make attribute "
              + attribute.name()
              + " of type "
              + attribute.type()
              + " from column "
              + attribute.column()
              + ": it is of type "
              + column.getTypeName()
              + " (text can be made from all; N from numbers and text, B from bytes, BOOL from"
              + " boolean, L from lists, M from maps and structs, sets from lists of such values)");
    }
  }

  private static boolean isPossible(AttributeType type, FieldType column) {
    ColumnKind kind = ColumnKind.of(column);
    TypeName name = column.getTypeName();
    return switch (type) {
      case S -> true;
      case N -> isNumber(kind) || kind == ColumnKind.STRING;
      case B -> kind == ColumnKind.BYTES;
      case BOOL -> kind == ColumnKind.BOOLEAN;
      case L -> name == TypeName.ARRAY;
      case M -> name == TypeName.MAP || name == TypeName.ROW;
      case SS, NS, BS ->
          name == TypeName.ARRAY && isPossible(ofElements(type), column.getCollectionElementType());
    };
  }

  private static AttributeType ofElements(AttributeType set) {
    return switch (set) {
      case NS -> AttributeType.N;
      case BS -> AttributeType.B;
      default -> AttributeType.S;
    };
  }

  private static boolean isNumber(ColumnKind kind) {
    return switch (kind) {
      case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> true;
      default -> false;
    };
  }

  static AttributeValue of(AttributeType type, FieldType column, Object value) {
    return switch (type) {
      case S -> AttributeValue.fromS(text(column, value));
      case N -> AttributeValue.fromN(number(value));
      case B -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe((byte[]) value));
      case BOOL -> AttributeValue.fromBool((Boolean) value);
      case L, M -> natural(column, value);
      case SS -> AttributeValue.fromSs(texts(column.getCollectionElementType(), value));
      case NS -> AttributeValue.fromNs(numbers(value));
      case BS -> AttributeValue.fromBs(bytes(value));
    };
  }

  /** What is inside of lists and maps, by its own type. */
  private static AttributeValue natural(FieldType type, @Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    return switch (ColumnKind.of(type)) {
      case STRING, DATE, TIMESTAMP, DATETIME -> AttributeValue.fromS(text(type, value));
      case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> AttributeValue.fromN(number(value));
      case BOOLEAN -> AttributeValue.fromBool((Boolean) value);
      case BYTES -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe((byte[]) value));
      case NESTED -> nested(type, value);
    };
  }

  private static AttributeValue nested(FieldType type, Object value) {
    return switch (type.getTypeName()) {
      case ARRAY -> {
        List<AttributeValue> values = new ArrayList<>();
        for (Object element : (Iterable<?>) value) {
          values.add(natural(type.getCollectionElementType(), element));
        }
        yield AttributeValue.fromL(values);
      }
      case MAP -> {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (key, member) ->
                    values.put(
                        text(type.getMapKeyType(), key), natural(type.getMapValueType(), member)));
        yield AttributeValue.fromM(values);
      }
      default -> struct((Row) value);
    };
  }

  /** Without members that are null, as an item is without such columns. */
  private static AttributeValue struct(Row row) {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    for (int i = 0; i < row.getFieldCount(); i++) {
      Field field = row.getSchema().getField(i);
      Object value = row.getValues().get(i);
      if (value != null) {
        values.put(field.getName(), natural(field.getType(), value));
      }
    }
    return AttributeValue.fromM(values);
  }

  /** As JSON has it, without quotes: numbers without an exponent, instants in ISO-8601. */
  private static String text(FieldType type, Object value) {
    if (value instanceof String text) {
      return text;
    }

    String json = new String(RowJson.ofValue(type, value), StandardCharsets.UTF_8);
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }

  private static List<String> texts(FieldType type, Object list) {
    List<String> values = new ArrayList<>();
    ((Iterable<?>) list).forEach(value -> values.add(value == null ? null : text(type, value)));
    return values;
  }

  private static List<String> numbers(Object list) {
    List<String> values = new ArrayList<>();
    ((Iterable<?>) list).forEach(value -> values.add(value == null ? null : number(value)));
    return values;
  }

  private static List<SdkBytes> bytes(Object list) {
    List<SdkBytes> values = new ArrayList<>();
    ((Iterable<?>) list)
        .forEach(
            value ->
                values.add(value == null ? null : SdkBytes.fromByteArrayUnsafe((byte[]) value)));
    return values;
  }

  private static String number(Object value) {
    if (value instanceof BigDecimal decimal) {
      return ItemNumber.text(decimal);
    }
    if (value instanceof Double || value instanceof Float || value instanceof String) {
      String canonical = ItemNumber.canonical(value.toString());
      return canonical == null ? value.toString() : canonical;
    }
    return value.toString();
  }
}
