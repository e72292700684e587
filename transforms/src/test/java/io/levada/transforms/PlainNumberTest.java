/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumberTest {

  private final PlainNumber plain = new PlainNumber();

  private boolean read(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      return plain.read(parser);
    }
  }

  private static String plainText(Random random) {
    int digits = 1 + random.nextInt(15);
    long number = random.nextLong((long) Math.pow(10, digits));
    String text = new BigDecimal(number).movePointLeft(random.nextInt(digits + 1)).toPlainString();
    return (random.nextBoolean() ? "-" : "") + text;
  }

  @Test
  void isTheDoubleThatJavaParses() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      String text = plainText(random);
      if (read(text)) {
        long expected = Double.doubleToRawLongBits(Double.parseDouble(text));
        assertThat(text, Double.doubleToRawLongBits(plain.doubleValue()), is(expected));
      }
    }
  }

  @Test
  void isTheDecimalThatJavaParses() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      String text = plainText(random);
      if (read(text) && plain.hasDecimal(38, 8)) {
        assertThat(text, plain.decimalValue(8), is(new BigDecimal(text).setScale(8)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "0.0", "-0.00", "7", "-12.50", "123456789012345", "0.1"})
  void takesFewDigits(String text) throws IOException {
    assertThat(read(text), is(true));
    assertThat(
        Double.doubleToRawLongBits(plain.doubleValue()),
        is(Double.doubleToRawLongBits(Double.parseDouble(text))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e3", "1E-2", "1234567890123456", "0.1234567890123456"})
  void leavesExponentsAndManyDigits(String text) throws IOException {
    assertThat(read(text), is(false));
  }

  @ParameterizedTest
  @CsvSource({
    "999.99, 5, 2, true",
    "-999.99, 5, 2, true",
    "1000, 5, 2, false",
    "0.001, 5, 2, false",
    "1, 38, 10, false",
    "0, 1, 1, true",
    "9, 1, 0, true"
  })
  void tellsWhetherADecimalIsCheap(String text, int precision, int scale, boolean expected)
      throws IOException {
    assertThat(read(text), is(true));

    assertThat(plain.hasDecimal(precision, scale), is(expected));
  }
}
