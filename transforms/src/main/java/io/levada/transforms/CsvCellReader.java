/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.time.LocalDate;
import java.util.Base64;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the cells of one column as values of its type. */
final class CsvCellReader {

  private final EventField field;
  private final ValueType.Kind kind;
  private final CsvCells cells;
  private final CsvRowInHand row;
  private final TimestampText timestamps;
  private final CsvNumbers number;
  private final ShortTexts texts = new ShortTexts();

  CsvCellReader(EventField field, CsvCells cells, CsvRowInHand row, TimestampText timestamps) {
    this.field = field;
    this.kind = field.type().kind();
    this.cells = cells;
    this.row = row;
    this.timestamps = timestamps;
    this.number = new CsvNumbers(cells.decimalComma());
  }

  /** The value, or null if it is null or the row can't be taken. */
  @Nullable Object read(char[] chars, int from, int length, boolean isQuoted) {
    if (cells.isNull(chars, from, length, isQuoted)) {
      return null;
    }
    if (kind == ValueType.Kind.STRING) {
      return texts.of(chars, from, length);
    }

    int start = from;
    int end = from + length;
    while (start < end && chars[start] == ' ') {
      start++;
    }
    while (end > start && chars[end - 1] == ' ') {
      end--;
    }
    int bare = end - start;
    return cells.isNullValue(chars, start, bare, isQuoted) ? null : value(chars, start, bare);
  }

  private @Nullable Object value(char[] chars, int from, int length) {
    return switch (kind) {
      case BOOLEAN -> bool(chars, from, length);
      case INT, LONG -> whole(chars, from, length);
      case FLOAT, DOUBLE -> floating(chars, from, length);
      case DECIMAL -> decimal(chars, from, length);
      case DATE -> date(chars, from, length);
      case TIMESTAMP -> timestamp(chars, from, length);
      case BYTES -> base64(chars, from, length);
      case STRING, LIST, MAP, STRUCT -> throw new IllegalStateException("Not of a cell: " + kind);
    };
  }

  private @Nullable Object bool(char[] chars, int from, int length) {
    if (isTrue(chars, from, length)) {
      return true;
    }
    return isFalse(chars, from, length) ? (Object) false : notOfType();
  }

  static boolean isTrue(char[] chars, int from, int length) {
    return length == 4
        && isLetter(chars[from], 't')
        && isLetter(chars[from + 1], 'r')
        && isLetter(chars[from + 2], 'u')
        && isLetter(chars[from + 3], 'e');
  }

  static boolean isFalse(char[] chars, int from, int length) {
    return length == 5
        && isLetter(chars[from], 'f')
        && isLetter(chars[from + 1], 'a')
        && isLetter(chars[from + 2], 'l')
        && isLetter(chars[from + 3], 's')
        && isLetter(chars[from + 4], 'e');
  }

  /** Whether it is this letter of ASCII, whose capital lacks one bit. */
  private static boolean isLetter(char c, char lower) {
    return (c | 0x20) == lower;
  }

  private @Nullable Object whole(char[] chars, int from, int length) {
    if (!number.read(chars, from, length) || !number.isWhole()) {
      return notOfType();
    }
    @Nullable Long value = number.toLong();
    if (value == null || (kind == ValueType.Kind.INT && value != value.intValue())) {
      return notFitting();
    }
    return kind == ValueType.Kind.INT ? (Object) value.intValue() : value;
  }

  private @Nullable Object floating(char[] chars, int from, int length) {
    if (!number.read(chars, from, length)) {
      return notOfType();
    }
    if (kind == ValueType.Kind.FLOAT) {
      float value = number.toFloat();
      return Float.isFinite(value) ? (Object) value : notFitting();
    }
    double value = number.toDouble();
    return Double.isFinite(value) ? (Object) value : notFitting();
  }

  private @Nullable Object decimal(char[] chars, int from, int length) {
    if (!number.read(chars, from, length)) {
      return notOfType();
    }
    Object value = number.toDecimal(field.type().precision(), field.type().scale());
    return value == null ? notFitting() : value;
  }

  private @Nullable Object date(char[] chars, int from, int length) {
    @Nullable LocalDate day = timestamps.day(chars, from, length);
    return day == null
        ? row.reject(
            RejectReason.BAD_TIMESTAMP, "Column " + field.name() + " must be a date yyyy-MM-dd")
        : day;
  }

  private @Nullable Object timestamp(char[] chars, int from, int length) {
    long micros = timestamps.micros(chars, from, length);
    return micros == TimestampText.INVALID
        ? row.reject(
            RejectReason.BAD_TIMESTAMP,
            "Column " + field.name() + " must be a timestamp such as 2015-09-12T00:46:58.771Z")
        : TimestampText.toInstant(micros);
  }

  private @Nullable Object base64(char[] chars, int from, int length) {
    try {
      return Base64.getDecoder().decode(new String(chars, from, length));
    } catch (IllegalArgumentException e) {
      return notOfType();
    }
  }

  private @Nullable Object notOfType() {
    return row.reject(
        RejectReason.BAD_TYPE,
        "Column " + field.name() + " must be " + field.type().words() + ", but is other text");
  }

  private @Nullable Object notFitting() {
    return row.reject(
        RejectReason.BAD_TYPE,
        "Column "
            + field.name()
            + " must be "
            + field.type().words()
            + ", but the number does not fit");
  }
}
