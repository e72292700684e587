/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/** Which types all cells of a column fit that were seen so far. */
final class CellGuess {

  private static final int BOOLEAN = 1;
  private static final int LONG = 1 << 1;

  /** A number that a double gives back as it was written, but for zeros at its end. */
  private static final int DOUBLE = 1 << 2;

  private static final int DECIMAL = 1 << 3;
  private static final int DATE = 1 << 4;
  private static final int TIMESTAMP = 1 << 5;
  private static final int ALL = (1 << 6) - 1;

  private static final int SEEN = 1 << 20;

  /** More than decimals have; how many more is of no interest. */
  private static final int TOO_MANY_DIGITS = 63;

  /** The types that are still possible. */
  private int types = ALL;

  private boolean seen;
  private int wholeDigits;
  private int fractionDigits;

  /** Whether there is nothing more to find out: it is a string. */
  boolean isSettled() {
    return types == 0;
  }

  /** Takes a cell that is not null, without the spaces around it. */
  void add(char[] chars, int from, int length, CsvNumbers number, TimestampText timestamps) {
    seen = true;
    types &= typesOf(chars, from, length, number, timestamps);
  }

  private int typesOf(
      char[] chars, int from, int length, CsvNumbers number, TimestampText timestamps) {
    if (length == 0) {
      return 0;
    }
    if ((types & (LONG | DOUBLE | DECIMAL)) != 0 && number.read(chars, from, length)) {
      return number.isCode() ? 0 : typesOf(number);
    }
    if ((types & (DATE | TIMESTAMP)) != 0) {
      if (timestamps.isDate(chars, from, length)) {
        return DATE;
      }
      if (timestamps.isExactTime(chars, from, length)) {
        return TIMESTAMP;
      }
    }
    boolean isBoolean =
        (types & BOOLEAN) != 0
            && (CsvCellReader.isTrue(chars, from, length)
                || CsvCellReader.isFalse(chars, from, length));
    return isBoolean ? BOOLEAN : 0;
  }

  private int typesOf(CsvNumbers number) {
    boolean isShort = number.significantDigits() <= FewDigits.MAX_DIGITS;
    if (number.hasExponent()) {
      return isShort && hasAllDigits(number) ? DOUBLE : 0;
    }
    wholeDigits = Math.max(wholeDigits, Math.min(TOO_MANY_DIGITS, number.wholeDigits()));
    fractionDigits = Math.max(fractionDigits, Math.min(TOO_MANY_DIGITS, number.fractionDigits()));
    int found = DECIMAL;
    if (isShort) {
      found |= DOUBLE;
    }
    if (number.isWhole() && number.toLong() != null) {
      found |= LONG;
    }
    return found;
  }

  /** Beyond the largest double it is infinite, and nearer to zero than the normal ones cut. */
  private static boolean hasAllDigits(CsvNumbers number) {
    double value = number.toDouble();
    boolean isNormal = Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL;
    return isNormal || number.significantDigits() == 0;
  }

  void addAll(CellGuess other) {
    types &= other.types;
    seen |= other.seen;
    wholeDigits = Math.max(wholeDigits, other.wholeDigits);
    fractionDigits = Math.max(fractionDigits, other.fractionDigits);
  }

  /** The narrowest type that holds all cells exactly. */
  ValueType type() {
    if (!seen) {
      return ValueType.STRING;
    }
    if (has(LONG)) {
      return ValueType.LONG;
    }
    if (has(DOUBLE)) {
      return ValueType.DOUBLE;
    }
    int precision = Math.max(1, wholeDigits + fractionDigits);
    if (has(DECIMAL) && precision <= ValueType.MAX_PRECISION) {
      return ValueType.decimal(precision, fractionDigits);
    }
    if (has(BOOLEAN)) {
      return ValueType.BOOLEAN;
    }
    if (has(DATE)) {
      return ValueType.DATE;
    }
    return has(TIMESTAMP) ? ValueType.TIMESTAMP : ValueType.STRING;
  }

  private boolean has(int type) {
    return (types & type) != 0;
  }

  /** All that it knows; {@link #set} takes it back to there. */
  int state() {
    return (seen ? SEEN : 0) | wholeDigits << 14 | fractionDigits << 8 | types;
  }

  void set(int state) {
    types = state & ALL;
    seen = (state & SEEN) != 0;
    wholeDigits = state >> 14 & TOO_MANY_DIGITS;
    fractionDigits = state >> 8 & TOO_MANY_DIGITS;
  }
}
