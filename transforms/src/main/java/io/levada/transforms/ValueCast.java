/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import io.levada.rows.RowJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Casts values of one type to another, where nothing is lost by it:
 *
 * <ul>
 *   <li>every value to a string: bytes in base64, lists, maps and structs as JSON;
 *   <li>numbers, and strings that are numbers, to numbers of exactly that value; a {@code float} or
 *       {@code double} has the value that its shortest text states;
 *   <li>{@code true} and {@code false}, whatever the case of letters, and 1 and 0 to booleans;
 *   <li>timestamps, dates, strings and epochs, as {@link SplitDate} takes them, to dates and
 *       timestamps;
 *   <li>base64 to bytes.
 * </ul>
 *
 * <p>For one thread.
 */
final class ValueCast {

  /** Longer numbers are none that a column could hold. */
  private static final int MAX_NUMBER_LENGTH = 400;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

  private final FieldType from;
  private final ColumnKind kind;
  private final ValueType to;
  private final boolean same;
  private final @Nullable TimeOfValue times;

  /**
   * @param zone of times that do not tell theirs, and of dates
   * @throws IllegalArgumentException if no value of the one type is one of the other
   */
  ValueCast(FieldType from, ValueType to, ZoneId zone) {
    this.from = from.withNullable(false);
    this.kind = ColumnKind.of(from);
    this.to = to;
    this.same = to.toFieldType().equals(this.from);
    if (!same && !canCast()) {
      throw new IllegalArgumentException(
          "no " + kind.name().toLowerCase(Locale.ROOT) + " is a " + to);
    }
    this.times = TimeOfValue.isTime(kind) ? new TimeOfValue(kind, zone) : null;
  }

  private boolean canCast() {
    boolean isNumber =
        switch (kind) {
          case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> true;
          default -> false;
        };
    return switch (to.kind()) {
      case STRING -> true;
      case INT, LONG, FLOAT, DOUBLE, DECIMAL -> isNumber || kind == ColumnKind.STRING;
      case BOOLEAN -> isNumber || kind == ColumnKind.STRING;
      case DATE, TIMESTAMP -> TimeOfValue.isTime(kind);
      case BYTES -> kind == ColumnKind.STRING;
      case LIST, MAP, STRUCT -> false;
    };
  }

  /**
   * The value as one of the other type.
   *
   * @throws UnfitValueException if it is none
   */
  Object of(Object value) throws UnfitValueException {
    if (same) {
      return value;
    }

    @Nullable Object cast =
        switch (to.kind()) {
          case STRING -> text(value);
          case BOOLEAN -> bool(value);
          case INT, LONG, FLOAT, DOUBLE, DECIMAL -> number(exact(value));
          case DATE, TIMESTAMP -> time(value);
          case BYTES -> base64((String) value);
          case LIST, MAP, STRUCT -> null;
        };
    if (cast == null) {
      throw new UnfitValueException(RejectReason.BAD_CAST, "can't be cast to " + to);
    }
    return cast;
  }

  private String text(Object value) {
    return switch (kind) {
      case BYTES -> Base64.getEncoder().encodeToString((byte[]) value);
      case NESTED -> new String(RowJson.ofValue(from, value), StandardCharsets.UTF_8);
      default -> PlainText.of(value);
    };
  }

  private @Nullable Object bool(Object value) {
    if (value instanceof String text) {
      return text.equalsIgnoreCase("true")
          ? Boolean.TRUE
          : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    @Nullable BigDecimal number = exact(value);
    return number == null
        ? null
        : number.signum() == 0
            ? Boolean.FALSE
            : number.compareTo(BigDecimal.ONE) == 0 ? Boolean.TRUE : null;
  }

  /** The number that the value states, or null if it states none. */
  private @Nullable BigDecimal exact(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? new BigDecimal(value.toString()) : null;
    }
    if (value instanceof Number number) {
      return BigDecimal.valueOf(number.longValue());
    }

    return numberOf((String) value);
  }

  /** The number that a text is, or null if it is none. */
  static @Nullable BigDecimal numberOf(String text) {
    return text.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(text).matches()
        ? new BigDecimal(text)
        : null;
  }

  private @Nullable Object number(@Nullable BigDecimal number) {
    if (number == null) {
      return null;
    }
    try {
      return switch (to.kind()) {
        case INT -> number.intValueExact();
        case LONG -> number.longValueExact();
        case FLOAT -> floating(number);
        case DOUBLE -> doubleFloating(number);
        default -> decimal(number);
      };
    } catch (ArithmeticException e) {
      return null; // a fraction, or too large
    }
  }

  private static @Nullable Object floating(BigDecimal number) {
    float cast = number.floatValue();
    return Float.isFinite(cast) && new BigDecimal(Float.toString(cast)).compareTo(number) == 0
        ? (Object) cast
        : null;
  }

  private static @Nullable Object doubleFloating(BigDecimal number) {
    double cast = number.doubleValue();
    return Double.isFinite(cast) && new BigDecimal(Double.toString(cast)).compareTo(number) == 0
        ? (Object) cast
        : null;
  }

  private @Nullable Object decimal(BigDecimal number) {
    // Before it is rescaled: that of 1e9999 would have as many digits.
    if (number.precision() - (long) number.scale() > ValueType.MAX_PRECISION) {
      return number.signum() == 0 ? new BigDecimal(BigInteger.ZERO, to.scale()) : null;
    }
    BigDecimal scaled = number.setScale(to.scale());
    return scaled.precision() <= to.precision() ? scaled : null;
  }

  private @Nullable Object time(Object value) {
    @Nullable ZonedDateTime time = times.of(value);
    if (time == null) {
      return null;
    }
    return to.kind() == ValueType.Kind.DATE
        ? time.toLocalDate()
        : time.toInstant().truncatedTo(ChronoUnit.MICROS);
  }

  private static byte @Nullable [] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
