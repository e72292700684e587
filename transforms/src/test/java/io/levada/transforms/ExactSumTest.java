/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.ColumnKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ExactSumTest {

  /** More digits than the exact sum of doubles has, but for the division. */
  private static final MathContext EXACT_ENOUGH = new MathContext(3_000);

  @Test
  void addsDoublesOfWildExponentsExactlyInAnyOrder() throws IOException {
    Random random = new Random(21);
    for (int round = 0; round < 30; round++) {
      List<Number> values = wildDoubles(random, 1 + random.nextInt(400));
      BigDecimal exact =
          values.stream()
              .map(value -> new BigDecimal(value.doubleValue()))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      double sum = exact.doubleValue();
      double mean = exact.divide(BigDecimal.valueOf(values.size()), EXACT_ENOUGH).doubleValue();

      for (int order = 0; order < 5; order++) {
        Collections.shuffle(values, random);
        ExactSum total = sumInATree(ColumnKind.DOUBLE, values, random);

        assertBits(total.total(), sum);
        assertBits(total.mean(values.size()), mean);
      }
    }
  }

  @Test
  void addsNegativeDoubles() {
    ExactSum sum = sum(ColumnKind.DOUBLE, -1e300, 3.5, 1e300, -7.25);

    assertBits(sum.total(), -3.75);
    assertBits(sum.mean(4), -0.9375);
  }

  @Test
  void cancelsToZero() {
    assertBits(sum(ColumnKind.DOUBLE, 1e308, 1e-308, -1e308, -1e-308).total(), 0.0);
  }

  @Test
  void takesTheMeanOfGreatDoublesThatWouldOverflow() {
    Number[] values = new Number[1_000];
    Arrays.fill(values, 1e308);

    ExactSum sum = sum(ColumnKind.DOUBLE, values);

    assertBits(sum.mean(1_000), 1e308);
    assertBits(sum.total(), Double.POSITIVE_INFINITY);
  }

  @Test
  void addsSubnormals() {
    ExactSum sum = sum(ColumnKind.DOUBLE, Double.MIN_VALUE, Double.MIN_VALUE, Double.MIN_VALUE);

    assertBits(sum.total(), 3 * Double.MIN_VALUE);
    assertBits(sum.mean(3), Double.MIN_VALUE);
    assertBits(sum.mean(2), 2 * Double.MIN_VALUE);
  }

  @Test
  void roundsOnlyOnce() {
    ExactSum sum = sum(ColumnKind.DOUBLE, 0x1p53, 1.0, 0x1p-60);

    assertBits(sum.total(), 0x1p53 + 2);
  }

  @Test
  void addsFloatsAsTheDoublesThatTheyAre() {
    ExactSum sum = sum(ColumnKind.FLOAT, 0.1f, 0.2f);

    assertBits(sum.total(), (double) 0.1f + (double) 0.2f);
  }

  @Test
  void isNanWithANan() {
    assertBits(sum(ColumnKind.DOUBLE, 1.0, Double.NaN).total(), Double.NaN);
    assertBits(sum(ColumnKind.DOUBLE, Double.POSITIVE_INFINITY, Double.NaN).mean(2), Double.NaN);
  }

  @Test
  void isInfiniteWithAnInfinity() {
    double infinity = Double.POSITIVE_INFINITY;

    assertBits(sum(ColumnKind.DOUBLE, -1e308, infinity, infinity).total(), infinity);
    assertBits(sum(ColumnKind.DOUBLE, 1e308, -infinity).mean(2), -infinity);
  }

  @Test
  void isNanWithBothInfinities() {
    ExactSum sum = sum(ColumnKind.DOUBLE, Double.POSITIVE_INFINITY, 1.0, Double.NEGATIVE_INFINITY);

    assertBits(sum.mean(3), Double.NaN);
  }

  @Test
  void keepsNonFiniteValuesWhenCodedAndMerged() throws IOException {
    ExactSum sum = sum(ColumnKind.DOUBLE, 1.0);
    sum.addAll(copy(ColumnKind.DOUBLE, sum(ColumnKind.DOUBLE, Double.POSITIVE_INFINITY)));
    assertBits(sum.total(), Double.POSITIVE_INFINITY);

    sum.addAll(copy(ColumnKind.DOUBLE, sum(ColumnKind.DOUBLE, Double.NEGATIVE_INFINITY)));
    assertBits(sum.total(), Double.NaN);
  }

  @Test
  void staysExactOverManyMerges() {
    ExactSum sum = sum(ColumnKind.DOUBLE, Double.MAX_VALUE);
    for (int i = 0; i < 62; i++) {
      sum.addAll(sum);
    }

    assertBits(sum.mean(1L << 62), Double.MAX_VALUE);
  }

  @Test
  void hasTheSameBytesWhateverTheOrder() throws IOException {
    Random random = new Random(22);
    List<Number> values = wildDoubles(random, 300);
    byte[] expected = bytes(sumInATree(ColumnKind.DOUBLE, values, random));

    Collections.shuffle(values, random);

    assertThat(bytes(sumInATree(ColumnKind.DOUBLE, values, random)), equalTo(expected));
  }

  @Test
  void addsIntegersBeyond64Bits() throws IOException {
    ExactSum sum = sum(ColumnKind.INT64, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    sum.addAll(copy(ColumnKind.INT64, sum(ColumnKind.INT64, Long.MIN_VALUE, Long.MIN_VALUE)));

    assertThat(sum.total(), equalTo(Long.MAX_VALUE - 2));
  }

  @Test
  void refusesATotalOfIntegersThatDoesNotFit() {
    for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
      ExactSum sum = sum(ColumnKind.INT64, value, value);

      ArithmeticException thrown = assertThrows(ArithmeticException.class, sum::total);

      assertThat(
          thrown.getMessage(),
          equalTo("the sum does not fit in INT64 (make the column a decimal)"));
      assertBits(sum.mean(2), (double) value);
    }
  }

  @Test
  void takesTheExactMeanOfIntegers() throws IOException {
    Random random = new Random(23);
    for (int round = 0; round < 50; round++) {
      List<Number> values = new ArrayList<>();
      BigInteger exact = BigInteger.ZERO;
      for (int i = 0; i < 200; i++) {
        long value = random.nextLong() >> random.nextInt(60);
        values.add(value);
        exact = exact.add(BigInteger.valueOf(value));
      }

      assertBits(
          sumInATree(ColumnKind.INT64, values, random).mean(200),
          new BigDecimal(exact).divide(BigDecimal.valueOf(200)).doubleValue());
    }
  }

  @Test
  void addsShortsAndInts() {
    assertThat(sum(ColumnKind.INT16, (short) -3, (short) 5).total(), equalTo(2L));
    assertThat(sum(ColumnKind.INT32, Integer.MAX_VALUE, 1).total(), equalTo(2_147_483_648L));
  }

  @Test
  void addsDecimalsExactlyInAnyOrder() throws IOException {
    Random random = new Random(24);
    List<Number> values = new ArrayList<>();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 2_000; i++) {
      BigDecimal value = new BigDecimal(new BigInteger(90, random), random.nextInt(9)).negate();
      values.add(value);
      exact = exact.add(value);
    }

    for (int order = 0; order < 10; order++) {
      Collections.shuffle(values, random);
      ExactSum sum = sumInATree(ColumnKind.DECIMAL, values, random);

      assertThat(sum.total(), equalTo(exact));
      assertBits(
          sum.mean(2_000), exact.divide(BigDecimal.valueOf(2_000), EXACT_ENOUGH).doubleValue());
    }
  }

  @Test
  void takesTheMeanOfDecimalsWithoutAPoint() {
    assertBits(
        sum(ColumnKind.DECIMAL, new BigDecimal("1E+20"), new BigDecimal("2E+20")).mean(2), 1.5e20);
  }

  @Test
  void refusesATotalOfDecimalsWithMoreThan38Digits() {
    BigDecimal nines = new BigDecimal("9".repeat(38));
    ExactSum sum = sum(ColumnKind.DECIMAL, nines, BigDecimal.ONE);

    ArithmeticException thrown = assertThrows(ArithmeticException.class, sum::total);

    assertThat(
        thrown.getMessage(), equalTo("the sum has more than 38 digits (make its scale smaller)"));
    assertThat(sum(ColumnKind.DECIMAL, nines).total(), equalTo(nines));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"INT16", "INT32", "INT64", "FLOAT", "DOUBLE", "DECIMAL"})
  void refusesWhatIsNoNumber(ColumnKind kind) {
    assertThrows(IllegalArgumentException.class, () -> ExactSum.of(kind));
  }

  private static List<Number> wildDoubles(Random random, int count) {
    List<Number> values = new ArrayList<>();
    while (values.size() < count) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        values.add(value);
      }
      if (random.nextInt(3) == 0) {
        values.add(random.nextGaussian());
      }
      if (random.nextInt(5) == 0) {
        values.add(Double.longBitsToDouble(random.nextLong() >>> 14));
      }
    }
    return values;
  }

  /** Adds the values to some sums, and these to each other, some of them coded on the way. */
  private static ExactSum sumInATree(ColumnKind kind, List<Number> values, Random random)
      throws IOException {
    List<ExactSum> sums = new ArrayList<>();
    sums.add(ExactSum.of(kind));
    for (Number value : values) {
      if (random.nextInt(6) == 0) {
        sums.add(ExactSum.of(kind));
      }
      sums.get(random.nextInt(sums.size())).add(value);
    }
    while (sums.size() > 1) {
      ExactSum last = sums.remove(sums.size() - 1);
      sums.get(random.nextInt(sums.size())).addAll(random.nextBoolean() ? last : copy(kind, last));
    }
    return sums.get(0);
  }

  private static ExactSum sum(ColumnKind kind, Number... values) {
    ExactSum sum = ExactSum.of(kind);
    for (Number value : values) {
      sum.add(value);
    }
    return sum;
  }

  private static ExactSum copy(ColumnKind kind, ExactSum sum) throws IOException {
    ExactSum copy = ExactSum.of(kind);
    copy.addFrom(new DataInputStream(new ByteArrayInputStream(bytes(sum))));
    return copy;
  }

  private static byte[] bytes(ExactSum sum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sum.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static void assertBits(Number actual, double expected) {
    assertThat(actual, equalTo(expected));
  }
}
