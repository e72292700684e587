/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;

/**
 * The type of an event's field, written as in a schema file: {@code string}, {@code boolean},
 * {@code int}, {@code long}, {@code float}, {@code double}, {@code decimal(precision,scale)},
 * {@code date}, {@code timestamp} or {@code bytes}.
 */
public final class ValueType implements Serializable {

  /** What a value is, apart from a decimal's precision and scale. */
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
    BYTES("bytes in base64");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  public static final ValueType STRING = new ValueType(Kind.STRING, 0, 0);
  public static final ValueType BOOLEAN = new ValueType(Kind.BOOLEAN, 0, 0);
  public static final ValueType INT = new ValueType(Kind.INT, 0, 0);
  public static final ValueType LONG = new ValueType(Kind.LONG, 0, 0);
  public static final ValueType FLOAT = new ValueType(Kind.FLOAT, 0, 0);
  public static final ValueType DOUBLE = new ValueType(Kind.DOUBLE, 0, 0);
  public static final ValueType DATE = new ValueType(Kind.DATE, 0, 0);
  public static final ValueType TIMESTAMP = new ValueType(Kind.TIMESTAMP, 0, 0);
  public static final ValueType BYTES = new ValueType(Kind.BYTES, 0, 0);

  /** The most digits that Parquet's and Athena's decimals have. */
  public static final int MAX_PRECISION = 38;

  private static final List<ValueType> PLAIN =
      List.of(STRING, BOOLEAN, INT, LONG, FLOAT, DOUBLE, DATE, TIMESTAMP, BYTES);
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");

  private final Kind kind;
  private final int precision;
  private final int scale;

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

    return new ValueType(Kind.DECIMAL, precision, scale);
  }

  /**
   * The type that {@link #toString} writes as this text; the case of letters is ignored.
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
          "Invalid type: %s (take one of %s, decimal(precision,scale))"
              .formatted(
                  text, PLAIN.stream().map(ValueType::toString).collect(Collectors.joining(", "))));
    }
    return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
  }

  private ValueType(Kind kind, int precision, int scale) {
    this.kind = kind;
    this.precision = precision;
    this.scale = scale;
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

  /** The type of a row's column, not nullable. */
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
        && scale == that.scale;
  }

  @Override
  public int hashCode() {
    return Arrays.asList(kind.name(), precision, scale).hashCode();
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.DECIMAL ? name + "(" + precision + "," + scale + ")" : name;
  }
}
