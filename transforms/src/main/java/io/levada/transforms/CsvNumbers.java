/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A number in a cell: an optional sign, digits, and maybe a decimal mark with digits and an
 * exponent. Digits must stand on one side of the mark at least. What it is made of is known behind
 * {@link #read}; nothing is known of a text that is none.
 */
final class CsvNumbers {

  /** So many digits always fit into a long. */
  static final int LONG_DIGITS = 18;

  private final char mark;
  private char[] chars = new char[0];
  private int from;
  private int length;
  private boolean negative;
  private boolean signed;
  private int wholeDigits;
  private int fractionDigits;
  private boolean leadingZero;
  private boolean exponent;

  /** The digits as a number, if they are no more than {@link #LONG_DIGITS}, leading zeros apart. */
  private long digits;

  private int significant;

  CsvNumbers(boolean decimalComma) {
    this.mark = decimalComma ? ',' : '.';
  }

  /** Whether the text is a number. */
  boolean read(char[] text, int start, int count) {
    chars = text;
    from = start;
    length = count;
    int at = start;
    int end = start + count;
    signed = at < end && (text[at] == '-' || text[at] == '+');
    negative = signed && text[at] == '-';
    if (signed) {
      at++;
    }
    digits = 0;
    significant = 0;
    fractionDigits = 0;
    exponent = false;
    int wholeFrom = at;
    at = readDigits(at, end);
    wholeDigits = at - wholeFrom;
    leadingZero = wholeDigits > 1 && text[wholeFrom] == '0';
    if (at < end && text[at] == mark) {
      int fractionFrom = ++at;
      at = readDigits(at, end);
      fractionDigits = at - fractionFrom;
    }
    if (wholeDigits + fractionDigits == 0) {
      return false;
    }
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      exponent = true;
      at++;
      if (at < end && (text[at] == '-' || text[at] == '+')) {
        at++;
      }
      int exponentFrom = at;
      while (at < end && isDigit(text[at])) {
        at++;
      }
      if (at == exponentFrom) {
        return false;
      }
    }
    return at == end;
  }

  private int readDigits(int start, int end) {
    int at = start;
    while (at < end && isDigit(chars[at])) {
      int digit = chars[at++] - '0';
      if (significant > 0 || digit > 0) {
        significant++;
        if (significant <= LONG_DIGITS) {
          digits = digits * 10 + digit;
        }
      }
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether it has no decimal mark and no exponent. */
  boolean isWhole() {
    return !exponent && fractionDigits == 0 && chars[from + length - 1] != mark;
  }

  /** Whether it is written as no number is that counts or measures: with a zero or a plus ahead. */
  boolean isCode() {
    return leadingZero || (signed && !negative);
  }

  boolean hasExponent() {
    return exponent;
  }

  int wholeDigits() {
    return wholeDigits;
  }

  int fractionDigits() {
    return fractionDigits;
  }

  /** How many digits there are from the first that is not zero on. */
  int significantDigits() {
    return significant;
  }

  /** A whole number, or null if it has more than 64 bits. */
  @Nullable Long toLong() {
    if (significant <= LONG_DIGITS) {
      return negative ? -digits : digits;
    }
    try {
      return Long.valueOf(new String(chars, from, length));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The nearest double, which may be infinite. */
  double toDouble() {
    if (!exponent && significant <= FewDigits.MAX_DIGITS && fractionDigits <= FewDigits.MAX_SCALE) {
      return FewDigits.toDouble(negative, digits, fractionDigits);
    }
    return Double.parseDouble(text());
  }

  /** The nearest float, which may be infinite. */
  float toFloat() {
    return Float.parseFloat(text());
  }

  /** The number with that scale, or null if it does not fit. */
  @Nullable BigDecimal toDecimal(int precision, int scale) {
    if (!exponent && significant <= LONG_DIGITS && fractionDigits <= scale) {
      BigDecimal value = BigDecimal.valueOf(negative ? -digits : digits, fractionDigits);
      return JsonNumbers.fit(value, precision, scale);
    }
    return JsonNumbers.decimalOf(text(), precision, scale);
  }

  private String text() {
    String text = new String(chars, from, length);
    return mark == '.' ? text : text.replace(mark, '.');
  }
}
