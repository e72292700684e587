/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A JSON number of up to 15 digits without an exponent, such as -12.50. Most are, and its value can
 * be had without arithmetic of any size.
 */
final class PlainNumber {

  private static final int MAX_LENGTH = "-.".length() + FewDigits.MAX_DIGITS;
  private static final int MAX_LONG_DIGITS = 18;

  private static final long[] TENS = new long[MAX_LONG_DIGITS + 1];

  static {
    TENS[0] = 1;
    for (int i = 1; i < TENS.length; i++) {
      TENS[i] = 10 * TENS[i - 1];
    }
  }

  private boolean negative;
  private long digits;
  private int scale;

  /** Takes the number that the parser stands at; returns false if it is not a plain one. */
  boolean read(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    return length <= MAX_LENGTH && read(parser.getTextCharacters(), parser.getTextOffset(), length);
  }

  private boolean read(char[] text, int from, int length) {
    negative = text[from] == '-';
    digits = 0;
    int count = 0;
    int point = -1;
    for (int i = negative ? 1 : 0; i < length; i++) {
      char character = text[from + i];
      if (character >= '0' && character <= '9') {
        digits = 10 * digits + character - '0';
        count++;
      } else if (character == '.') {
        point = i;
      } else {
        return false;
      }
    }
    scale = point < 0 ? 0 : length - 1 - point;
    return count <= FewDigits.MAX_DIGITS;
  }

  /** The nearest double; zero keeps its sign. */
  double doubleValue() {
    return FewDigits.toDouble(negative, digits, scale);
  }

  /** Whether the number has a value of that precision and scale that is cheap to tell. */
  boolean hasDecimal(int precision, int wantedScale) {
    int shift = wantedScale - scale;
    return shift >= 0
        && shift <= MAX_LONG_DIGITS - FewDigits.MAX_DIGITS
        && (precision >= MAX_LONG_DIGITS || digits * TENS[shift] < TENS[precision]);
  }

  /** The number with that scale, if it {@linkplain #hasDecimal has it}. */
  BigDecimal decimalValue(int wantedScale) {
    long unscaled = digits * TENS[wantedScale - scale];
    return BigDecimal.valueOf(negative ? -unscaled : unscaled, wantedScale);
  }
}
