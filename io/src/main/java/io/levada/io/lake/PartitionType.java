/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Turns the text of a partition value into the value of a type, and compares such values. */
final class PartitionType {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,64}(\\.[0-9]{1,64})?");
  private static final Pattern FLOATING =
      Pattern.compile("[+-]?([0-9]{1,64}(\\.[0-9]{0,64})?([eE][+-]?[0-9]{1,4})?|Infinity)|NaN");

  private PartitionType() {}

  /** Whether partition columns can have the type. */
  static boolean isPossible(FieldType type) {
    return switch (type.getTypeName()) {
      case STRING, BOOLEAN, INT16, INT32, INT64, FLOAT, DOUBLE -> true;
      case LOGICAL_TYPE ->
          switch (ColumnKind.of(type)) {
            case DATE, TIMESTAMP, DECIMAL -> true;
            default -> false;
          };
      default -> false;
    };
  }

  static boolean isNumber(FieldType type) {
    return switch (ColumnKind.of(type)) {
      case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> true;
      default -> false;
    };
  }

  /** The type as a message names it. */
  static String name(FieldType type) {
    return TypeNames.of(type.withNullable(false));
  }

  /**
   * The value of a text, as rows have it.
   *
   * @throws IllegalArgumentException if the text is none of the type
   */
  static Object parse(FieldType type, String text) {
    try {
      return switch (ColumnKind.of(type)) {
        case STRING -> text;
        case BOOLEAN -> bool(text);
        case INT16 -> Short.valueOf(matching(INTEGER, text));
        case INT32 -> Integer.valueOf(matching(INTEGER, text));
        case INT64 -> Long.valueOf(matching(INTEGER, text));
        case FLOAT -> Float.valueOf(matching(FLOATING, text));
        case DOUBLE -> Double.valueOf(matching(FLOATING, text));
        case DECIMAL -> decimal(type.getLogicalType().getArgument(), text);
        case DATE -> LocalDate.parse(text);
        case TIMESTAMP -> instant(text);
        default -> throw new IllegalArgumentException();
      };
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no " + name(type), e);
    }
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Boolean bool(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException();
  }

  private static BigDecimal decimal(Row size, String text) {
    BigDecimal exact = new BigDecimal(matching(DECIMAL, text)).setScale(Decimals.scale(size));
    if (exact.precision() > Decimals.precision(size)) {
      throw new IllegalArgumentException();
    }
    return exact;
  }

  /** As ISO-8601 has it, with a blank for the T too, as Spark names folders; UTC without a zone. */
  private static Instant instant(String text) {
    String iso = text.replace(' ', 'T');
    Instant instant =
        iso.endsWith("Z")
            ? DateTimeFormatter.ISO_INSTANT.parse(iso, Instant::from)
            : iso.indexOf('T') < 0
                ? LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    if (!instant.truncatedTo(ChronoUnit.MICROS).equals(instant)) {
      throw new IllegalArgumentException();
    }
    return instant;
  }

  /**
   * Orders a value and a literal: strings as their UTF-8 bytes, numbers by value.
   *
   * @throws IllegalArgumentException if a text is none of the type
   */
  static int compare(FieldType type, String value, String literal) {
    return switch (ColumnKind.of(type)) {
      case STRING -> compareUtf8(value, literal);
      case BOOLEAN -> Boolean.compare(bool(value), bool(literal));
      case FLOAT, DOUBLE -> Double.compare(number(type, value), floating(type, literal));
      case INT16, INT32, INT64, DECIMAL ->
          new BigDecimal(parse(type, value).toString()).compareTo(exact(type, literal));
      case DATE -> ((LocalDate) parse(type, value)).compareTo((LocalDate) parse(type, literal));
      case TIMESTAMP -> ((Instant) parse(type, value)).compareTo((Instant) parse(type, literal));
      default -> throw new IllegalArgumentException("No order for " + name(type));
    };
  }

  /**
   * Checks that values of the type can be compared with a literal, which may have digits that the
   * column can't have.
   *
   * @throws IllegalArgumentException if they can't
   */
  static void checkLiteral(FieldType type, String literal) {
    switch (ColumnKind.of(type)) {
      case FLOAT, DOUBLE -> floating(type, literal);
      case INT16, INT32, INT64, DECIMAL -> exact(type, literal);
      default -> parse(type, literal);
    }
  }

  private static double number(FieldType type, String value) {
    return ((Number) parse(type, value)).doubleValue();
  }

  private static double floating(FieldType type, String literal) {
    if (!FLOATING.matcher(literal).matches()) {
      throw new IllegalArgumentException("'" + literal + "' is no " + name(type));
    }
    return Double.parseDouble(literal);
  }

  private static BigDecimal exact(FieldType type, String literal) {
    if (!DECIMAL.matcher(literal).matches()) {
      throw new IllegalArgumentException("'" + literal + "' is no " + name(type));
    }
    return new BigDecimal(literal);
  }

  private static int compareUtf8(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
