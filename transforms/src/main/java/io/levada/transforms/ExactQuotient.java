/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.math.BigInteger;

/** Rational numbers as doubles, rounded once, half to even, as IEEE 754 rounds. */
final class ExactQuotient {

  /** Exponent of the smallest double above zero. */
  private static final int MIN_EXPONENT = -1074;

  private static final int PRECISION = 53;

  private ExactQuotient() {}

  /** {@code numerator / denominator * 2^exponent}; the denominator is above zero. */
  static double toDouble(BigInteger numerator, BigInteger denominator, int exponent) {
    if (numerator.signum() == 0) {
      return 0.0;
    }

    BigInteger magnitude = numerator.abs();
    // A quotient of at least 55 bits: more than the result has, even after the division's
    // remainder.
    int shift = PRECISION + 2 - (magnitude.bitLength() - denominator.bitLength());
    BigInteger dividend = shift > 0 ? magnitude.shiftLeft(shift) : magnitude;
    BigInteger divisor = shift < 0 ? denominator.shiftLeft(-shift) : denominator;
    BigInteger[] quotient = dividend.divideAndRemainder(divisor);
    double rounded = round(quotient[0], quotient[1].signum() != 0, exponent - shift);
    return numerator.signum() < 0 ? -rounded : rounded;
  }

  /**
   * @param value what is to be rounded, of 55 bits or one more
   * @param isMore whether the exact number is above {@code value}, by less than 1
   */
  private static double round(BigInteger value, boolean isMore, int exponent) {
    long bits = value.longValueExact();
    int length = value.bitLength();
    long lowest = Math.max((long) exponent + length - PRECISION, MIN_EXPONENT);
    long dropped = lowest - exponent;
    if (dropped > length) {
      return 0.0;
    }

    long kept = bits >>> dropped;
    long rest = bits - (kept << dropped);
    long half = 1L << (dropped - 1);
    boolean isUp = rest > half || (rest == half && (isMore || (kept & 1) == 1));
    // The sum has 53 bits at most, or is the power of two above them: a double has it exactly.
    return Math.scalb((double) (isUp ? kept + 1 : kept), (int) Math.min(lowest, Integer.MAX_VALUE));
  }
}
