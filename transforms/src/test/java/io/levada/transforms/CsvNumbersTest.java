/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvNumbersTest {

  private final CsvNumbers number = new CsvNumbers(false);

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "007", "+1", "1.", ".5", "-1.50", "1e5", "1.5E-3", "123456789012345678901"})
  void readsWhatJavaReads(String text) {
    assertThat(read(text), is(true));
    assertThat(number.toDouble(), equalTo(Double.parseDouble(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", ".", "e5", "1e", "1e+", "1,5", "1 2", "0x1", "1f", "NaN", "٣"})
  void readsNothingElse(String text) {
    assertThat(read(text), is(false));
  }

  @Test
  void roundsAsJavaDoes() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String digits = Long.toString(random.nextLong() >>> 1 + random.nextInt(60));
      int point = random.nextInt(digits.length() + 1);
      String text = digits.substring(0, point) + '.' + digits.substring(point);
      read(text);
      assertThat(text, number.toDouble(), equalTo(Double.parseDouble(text)));
    }
  }

  private boolean read(String text) {
    String inText = "9" + text + "9";
    return number.read(inText.toCharArray(), 1, text.length());
  }
}
