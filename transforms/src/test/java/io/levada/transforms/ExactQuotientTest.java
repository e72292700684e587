/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactQuotientTest {

  private static final BigInteger TWO_53 = BigInteger.ONE.shiftLeft(53);

  @ParameterizedTest
  @CsvSource({
    "1, 3, 0, 0.3333333333333333",
    "-2, 3, 0, -0.6666666666666666",
    "0, 7, 5, 0.0",
    "1, 1, 10, 1024.0",
    "7, 2, -1, 1.75",
    "9007199254740993, 1, 0, 9007199254740992.0",
    "9007199254740995, 1, 0, 9007199254740996.0",
    "18014398509481985, 1, 0, 18014398509481984.0",
    "1, 1, -1074, 4.9E-324",
    "1, 2, -1074, 0.0",
    "3, 2, -1074, 9.9E-324",
    "5, 2, -1074, 9.9E-324",
    "-1, 3, -1074, -0.0",
    "2, 3, -1074, 4.9E-324",
    "1, 1, -5000, 0.0",
    "1, 1, 1023, 8.98846567431158E307",
    "1, 1, 1024, Infinity",
    "-1, 1, 1024, -Infinity",
    "1, 3, 1025, 0x1.5555555555555p1023"
  })
  void roundsToTheNearestDouble(
      BigInteger numerator, BigInteger denominator, int exponent, double expected) {
    assertBits(ExactQuotient.toDouble(numerator, denominator, exponent), expected);
  }

  @Test
  void breaksATieByTheRemainderBeyondTheBits() {
    BigInteger tie = TWO_53.add(BigInteger.ONE);
    BigInteger huge = BigInteger.ONE.shiftLeft(300);

    double above = ExactQuotient.toDouble(tie.multiply(huge).add(BigInteger.ONE), huge, 0);
    double below = ExactQuotient.toDouble(tie.multiply(huge).subtract(BigInteger.ONE), huge, 0);

    assertBits(above, 0x1p53 + 2);
    assertBits(below, 0x1p53);
  }

  @Test
  void roundsTheGreatestDoubleUpFromHalfAUnitOn() {
    BigInteger max = new BigDecimal(Double.MAX_VALUE).toBigInteger();
    BigInteger halfUnit = BigInteger.ONE.shiftLeft(970);

    assertBits(
        ExactQuotient.toDouble(max.add(halfUnit).subtract(BigInteger.ONE), BigInteger.ONE, 0),
        Double.MAX_VALUE);
    assertBits(
        ExactQuotient.toDouble(max.add(halfUnit), BigInteger.ONE, 0), Double.POSITIVE_INFINITY);
  }

  @Test
  void roundsFromSubnormalToNormal() {
    BigInteger almost = BigInteger.ONE.shiftLeft(54).subtract(BigInteger.ONE);

    assertBits(ExactQuotient.toDouble(almost, BigInteger.ONE, -1076), Double.MIN_NORMAL);
  }

  @Test
  void isTheNearestDoubleOfRandomQuotients() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      BigInteger numerator = new BigInteger(1 + random.nextInt(200), random);
      BigInteger denominator = new BigInteger(1 + random.nextInt(90), random).add(BigInteger.ONE);
      int exponent = random.nextInt(2_300) - 1_200;

      double quotient = ExactQuotient.toDouble(numerator, denominator, exponent);

      assertThat(
          numerator + "/" + denominator + "*2^" + exponent + " is not " + quotient,
          isNearest(numerator, denominator, exponent, quotient),
          is(true));
    }
  }

  @Test
  void isTheQuotientOfTheHardwareForSmallIntegers() {
    Random random = new Random(12);
    for (int i = 0; i < 20_000; i++) {
      long numerator = random.nextLong() >> 11;
      long denominator = 1 + (random.nextLong() >>> (11 + random.nextInt(53)));

      assertBits(
          ExactQuotient.toDouble(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator), 0),
          (double) numerator / (double) denominator);
    }
  }

  /** Compares distances without any division: twice each, times the denominator. */
  private static boolean isNearest(
      BigInteger numerator, BigInteger denominator, int exponent, double rounded) {
    BigDecimal exact = new BigDecimal(numerator).multiply(powerOfTwo(exponent));
    if (Double.isInfinite(rounded)) {
      BigDecimal bound = new BigDecimal(Double.MAX_VALUE).add(powerOfTwo(970));
      return exact.compareTo(bound.multiply(new BigDecimal(denominator))) >= 0;
    }

    BigDecimal distance = distance(exact, denominator, rounded);
    boolean isEven = (Double.doubleToLongBits(rounded) & 1) == 0;
    for (double other : new double[] {Math.nextUp(rounded), Math.nextDown(rounded)}) {
      if (Double.isFinite(other)) {
        int order = distance.compareTo(distance(exact, denominator, other));
        if (order > 0 || (order == 0 && !isEven)) {
          return false;
        }
      }
    }
    return true;
  }

  private static BigDecimal distance(BigDecimal exact, BigInteger denominator, double value) {
    return exact.subtract(new BigDecimal(value).multiply(new BigDecimal(denominator))).abs();
  }

  private static BigDecimal powerOfTwo(int exponent) {
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
    return exponent >= 0 ? power : new BigDecimal(BigInteger.valueOf(5).pow(-exponent), -exponent);
  }

  private static void assertBits(double actual, double expected) {
    assertThat(Double.doubleToLongBits(actual), equalTo(Double.doubleToLongBits(expected)));
  }
}
