/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * DynamoDB's numbers: up to 38 significant digits, from 1E-130 to 9.99E+125 in either direction, or
 * zero.
 */
public final class ItemNumber {

  static final int MAX_DIGITS = 38;

  /** Of the first digit: 9.99E+125 has 125, 1E-130 has -130. */
  private static final int GREATEST_EXPONENT = 125;

  private static final int LEAST_EXPONENT = -130;

  /** Beyond it a number has more zeros than digits. */
  private static final int LONGEST_PLAIN = 40;

  private ItemNumber() {}

  /**
   * The one text that equal numbers have, as they are one key in DynamoDB: a text column of keys
   * that are numbers must hold it. Null if the text is no decimal number.
   */
  public static @Nullable String canonical(String text) {
    BigDecimal number = parse(text);
    return number == null ? null : text(number);
  }

  static String text(BigDecimal number) {
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    boolean isShort = Math.abs((long) stripped.scale()) <= LONGEST_PLAIN;
    return isShort ? stripped.toPlainString() : stripped.toString();
  }

  static @Nullable BigDecimal parse(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What DynamoDB has against the text of a number; null if nothing. */
  static @Nullable String problem(String text) {
    BigDecimal number = parse(text);
    if (number == null) {
      return "no decimal number";
    }
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.signum() == 0) {
      return null;
    }
    if (stripped.precision() > MAX_DIGITS) {
      return "of more than " + MAX_DIGITS + " significant digits";
    }
    long exponent = (long) stripped.precision() - stripped.scale() - 1;
    return exponent > GREATEST_EXPONENT || exponent < LEAST_EXPONENT
        ? "too large or too small (from 1E-130 to 9.99E+125)"
        : null;
  }

  /** What the number takes in an item: a byte for two digits, one for the exponent, one for -. */
  static int bytes(String text) {
    BigDecimal number = parse(text);
    if (number == null || number.signum() == 0) {
      return 1;
    }
    int digits = number.stripTrailingZeros().precision();
    return (digits + 1) / 2 + (number.signum() < 0 ? 2 : 1);
  }
}
