/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/**
 * The doubles of decimal numbers that have few digits. So many digits and such powers of ten are
 * exact as doubles, so that their quotient, rounded once, is the double nearest to the number
 * (Clinger, How to Read Floating Point Numbers Accurately, 1990).
 */
final class FewDigits {

  /** A double gives back each number of so many digits as it was. */
  static final int MAX_DIGITS = 15;

  static final int MAX_SCALE = 22;

  private static final double[] TENS = new double[MAX_SCALE + 1];

  static {
    double power = 1;
    for (int i = 0; i < TENS.length; i++, power *= 10) {
      TENS[i] = power;
    }
  }

  private FewDigits() {}

  /**
   * The double nearest to {@code digits} with the last {@code scale} of them behind the point; zero
   * keeps its sign.
   *
   * @param digits up to {@link #MAX_DIGITS}
   * @param scale up to {@link #MAX_SCALE}
   */
  static double toDouble(boolean negative, long digits, int scale) {
    double magnitude = digits / TENS[scale];
    return negative ? -magnitude : magnitude;
  }
}
