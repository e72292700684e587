/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The type of an event's field: a scalar, written in a schema file as {@code string}, {@code
 * boolean}, {@code int}, {@code long}, {@code float}, {@code double}, {@code
 * decimal(precision,scale)}, {@code date}, {@code timestamp} or {@code bytes}; or a list, a map or
 * a struct of types, written as {@link EventSchema#fromJson} shows.
 */
public final class ValueType implements Serializable {

  /** What a value is, apart from a decimal's precision and scale and from what it is made of. */
  public enum Kind {
    /** Any JSON value; one that is not a string is kept as the exact text of the input. */
    STRING("a string"),
    BOOLEAN("a boolean"),
    /** A whole number of 32 bits. */
    INT("an int"),
    /** A whole number of 64 bits. */
    LONG("a long"),
    FLOAT("a float"),
    DOUBLE("a double"),
    /** A number that fits the precision and scale exactly: nothing is rounded. */
    DECIMAL("a decimal"),
    /** A string {@code yyyy-MM-dd}. */
    DATE("a date"),
    /** A string or number as {@link ParseEvents} lists them; microseconds. */
    TIMESTAMP("a timestamp"),
    /** A string in base64. */
    BYTES("bytes in base64"),
    LIST("a list"),
    /** An object whose members' names are data and not known before. */
    MAP("an object"),
    /** An object whose members are named by the type. */
    STRUCT("an object");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  public static final ValueType STRING = scalar(Kind.STRING);
  public static final ValueType BOOLEAN = scalar(Kind.BOOLEAN);
  public static final ValueType INT = scalar(Kind.INT);
  public static final ValueType LONG = scalar(Kind.LONG);
  public static final ValueType FLOAT = scalar(Kind.FLOAT);
  public static final ValueType DOUBLE = scalar(Kind.DOUBLE);
  public static final ValueType DATE = scalar(Kind.DATE);
  public static final ValueType TIMESTAMP = scalar(Kind.TIMESTAMP);
  public static final ValueType BYTES = scalar(Kind.BYTES);

  /** The most digits that Parquet's and Athena's decimals have. */
  public static final int MAX_PRECISION = 38;

  private static final List<ValueType> PLAIN =
      List.of(STRING, BOOLEAN, INT, LONG, FLOAT, DOUBLE, DATE, TIMESTAMP, BYTES);
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");

  /** How many types may stand in each other, from the outermost to a scalar. */
  public static final int MAX_DEPTH = 100;

  private final Kind kind;
  private final int precision;
  private final int scale;
  private final @Nullable ValueType element;
  private final List<EventField> fields;
  private final int depth;

  /**
   * A decimal.
   *
   * @param precision how many digits there may be, 1 to {@link #MAX_PRECISION}
   * @param scale how many of them stand behind the point, 0 to {@code precision}
   * @throws IllegalArgumentException if one is out of its range
   */
  public static ValueType decimal(int precision, int scale) {
    if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "Invalid type: decimal(%d,%d) (take a precision of 1 to %d and a scale up to it)"
              .formatted(precision, scale, MAX_PRECISION));
    }

    return new ValueType(Kind.DECIMAL, precision, scale, null, List.of());
  }

  /**
   * A list of elements of one type; an element may be null.
   *
   * @throws IllegalArgumentException if more than {@link #MAX_DEPTH} types stand in each other
   */
  public static ValueType list(ValueType element) {
    return new ValueType(Kind.LIST, 0, 0, element, List.of());
  }

  /**
   * A map from strings to values of one type; a value may be null.
   *
   * @throws IllegalArgumentException if more than {@link #MAX_DEPTH} types stand in each other
   */
  public static ValueType map(ValueType value) {
    return new ValueType(Kind.MAP, 0, 0, value, List.of());
  }

  /**
   * A struct of these fields, to which an object's members go as a record's go to columns.
   *
   * @throws IllegalArgumentException if there is no field, if two have one source or one name, or
   *     if more than {@link #MAX_DEPTH} types stand in each other
   */
  public static ValueType struct(List<EventField> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid struct: it has no fields (give it one, or take a string)");
    }
    @Nullable String problem = EventField.collision(fields);
    if (problem != null) {
      throw new IllegalArgumentException("Invalid struct: " + problem);
    }

    return new ValueType(Kind.STRUCT, 0, 0, null, List.copyOf(fields));
  }

  /** As {@link #struct(List)}. */
  public static ValueType struct(EventField... fields) {
    return struct(List.of(fields));
  }

  /**
   * The narrowest type that holds all that a row's column holds: {@code int} for a column of 16
   * bits, {@code timestamp} for one of milliseconds.
   *
   * @throws IllegalArgumentException if there is none, such as for a map with keys that are no
   *     strings, or a decimal without precision and scale
   */
  public static ValueType of(FieldType type) {
    return switch (type.getTypeName()) {
      case STRING -> STRING;
      case BOOLEAN -> BOOLEAN;
      case BYTE, INT16, INT32 -> INT;
      case INT64 -> LONG;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case BYTES -> BYTES;
      case DATETIME -> TIMESTAMP;
      case LOGICAL_TYPE -> of(type.getLogicalType());
      case ARRAY, ITERABLE -> list(of(type.getCollectionElementType()));
      case MAP -> mapOf(type);
      case ROW -> struct(EventField.ofColumns(type.getRowSchema()));
      case DECIMAL -> throw unknown("decimal without precision and scale");
    };
  }

  private static ValueType of(LogicalType<?, ?> type) {
    if (type instanceof MicrosInstant) {
      return TIMESTAMP;
    }
    if (type instanceof Date) {
      return DATE;
    }
    if (type instanceof FixedPrecisionNumeric) {
      Row argument = (Row) Objects.requireNonNull(type.getArgument());
      return decimal(argument.getInt32("precision"), argument.getInt32("scale"));
    }

    throw unknown(type.getIdentifier());
  }

  private static ValueType mapOf(FieldType type) {
    if (type.getMapKeyType().getTypeName() != TypeName.STRING) {
      throw unknown("map with keys of type " + type.getMapKeyType().getTypeName());
    }

    return map(of(type.getMapValueType()));
  }

  private static IllegalArgumentException unknown(String column) {
    return new IllegalArgumentException(
        "Cannot read JSON into a column of type "
            + column
            + " (take a column that has one of the types string, boolean, int, long, float, double,"
            + " decimal(precision,scale), date, timestamp, bytes, list, map with string keys,"
            + " struct)");
  }

  /**
   * The scalar that {@link #toString} writes as this text; the case of letters is ignored.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ValueType parse(String text) {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    for (ValueType type : PLAIN) {
      if (type.toString().equals(lower)) {
        return type;
      }
    }

    Matcher decimal = DECIMAL.matcher(lower);
    if (!decimal.matches()) {
      throw new IllegalArgumentException(
          "Invalid type: %s (take one of %s, decimal(precision,scale), {\"list\": TYPE}, {\"map\": TYPE}, {\"struct\": [FIELDS]})"
              .formatted(
                  text, PLAIN.stream().map(ValueType::toString).collect(Collectors.joining(", "))));
    }
    return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
  }

  private static ValueType scalar(Kind kind) {
    return new ValueType(kind, 0, 0, null, List.of());
  }

  private ValueType(
      Kind kind, int precision, int scale, @Nullable ValueType element, List<EventField> fields) {
    this.kind = kind;
    this.precision = precision;
    this.scale = scale;
    this.element = element;
    this.fields = fields;
    int inner = element == null ? 0 : element.depth;
    for (EventField field : fields) {
      inner = Math.max(inner, field.type().depth);
    }
    this.depth = inner + 1;
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "Invalid type: more than %d types stand in each other (take string for the innermost, which keeps the exact text)"
              .formatted(MAX_DEPTH));
    }
  }

  public Kind kind() {
    return kind;
  }

  /** How many digits a decimal may have; 0 for other types. */
  public int precision() {
    return precision;
  }

  /** How many digits a decimal has behind the point; 0 for other types. */
  public int scale() {
    return scale;
  }

  /**
   * The type of a list's elements or of a map's values.
   *
   * @throws IllegalStateException if it is neither
   */
  public ValueType element() {
    if (element == null) {
      throw new IllegalStateException("A " + this + " has no elements");
    }

    return element;
  }

  /** A struct's fields; none for other types. */
  public List<EventField> fields() {
    return fields;
  }

  /** Whether it is a list, a map or a struct. */
  public boolean isNested() {
    return kind == Kind.LIST || kind == Kind.MAP || kind == Kind.STRUCT;
  }

  /** The same type, with the names of structs' fields as their sources too. */
  ValueType withColumnsAsSources() {
    return switch (kind) {
      case LIST -> list(element().withColumnsAsSources());
      case MAP -> map(element().withColumnsAsSources());
      case STRUCT -> struct(fields.stream().map(EventField::withColumnAsSource).toList());
      default -> this;
    };
  }

  /**
   * The type of a row's column, not nullable; but a list's elements and a map's values are, and a
   * struct's fields unless they are required.
   */
  public FieldType toFieldType() {
    return switch (kind) {
      case STRING -> FieldType.STRING;
      case BOOLEAN -> FieldType.BOOLEAN;
      case INT -> FieldType.INT32;
      case LONG -> FieldType.INT64;
      case FLOAT -> FieldType.FLOAT;
      case DOUBLE -> FieldType.DOUBLE;
      case DECIMAL -> FieldType.logicalType(FixedPrecisionNumeric.of(precision, scale));
      case DATE -> FieldType.logicalType(SqlTypes.DATE);
      case TIMESTAMP -> FieldType.logicalType(SqlTypes.TIMESTAMP);
      case BYTES -> FieldType.BYTES;
      case LIST -> FieldType.array(element().toFieldType().withNullable(true));
      case MAP -> FieldType.map(FieldType.STRING, element().toFieldType().withNullable(true));
      case STRUCT -> FieldType.row(EventField.toRowSchema(fields));
    };
  }

  /** The type in the middle of a sentence. */
  String words() {
    return kind == Kind.DECIMAL ? "a " + this : kind.words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueType that
        && kind == that.kind
        && precision == that.precision
        && scale == that.scale
        && Objects.equals(element, that.element)
        && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return Arrays.asList(kind.name(), precision, scale, element, fields).hashCode();
  }

  /** The type for people, such as {@code list<struct<name: string, price: decimal(9,2)>>}. */
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case DECIMAL -> name + "(" + precision + "," + scale + ")";
      case LIST -> name + "<" + element + ">";
      case MAP -> name + "<string, " + element + ">";
      case STRUCT ->
          fields.stream()
              .map(field -> field.name() + ": " + field.type())
              .collect(Collectors.joining(", ", name + "<", ">"));
      default -> name;
    };
  }
}
