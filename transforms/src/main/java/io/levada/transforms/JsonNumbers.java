/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Exact values of JSON's numbers, in time that does not depend on how large they claim to be. */
final class JsonNumbers {

  /** A number that fits into a decimal has no more characters, unless it is contrived. */
  private static final int MAX_LENGTH = 1000;

  private static final int MAX_PLAIN_LONG_LENGTH = 18;

  private JsonNumbers() {}

  /** The value of a whole number's token, or null if it does not fit. */
  static @Nullable Long longOf(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    if (length <= MAX_PLAIN_LONG_LENGTH) {
      return parser.getLongValue();
    }
    if (length > MAX_PLAIN_LONG_LENGTH + 2) {
      return null;
    }

    try {
      return Long.valueOf(parser.getText());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The number with that scale, or null if it does not fit, or is contrived. */
  static @Nullable BigDecimal decimalOf(JsonParser parser, int precision, int scale)
      throws IOException {
    return parser.getTextLength() > MAX_LENGTH
        ? null
        : decimalOf(parser.getText(), precision, scale);
  }

  /** As {@link #decimalOf(JsonParser, int, int)}, of the text of a number. */
  static @Nullable BigDecimal decimalOf(String text, int precision, int scale) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }

    try {
      return fit(new BigDecimal(text), precision, scale);
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits.
      return null;
    }
  }

  /** The same number with that scale, or null if it has more digits. */
  static @Nullable BigDecimal fit(BigDecimal value, int precision, int scale) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    // What has digits beyond either end is told before a rescaling that could take all memory.
    long digitsBeforePoint = (long) value.precision() - value.scale();
    if (digitsBeforePoint > precision - scale || digitsBeforePoint <= -scale) {
      return null;
    }

    try {
      return value.setScale(scale, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
