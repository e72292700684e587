/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.math.BigDecimal;
import java.time.Instant;
import org.joda.time.ReadableInstant;

/** Values of columns as text: numbers in decimal, dates and timestamps in ISO-8601 and UTC. */
final class PlainText {

  private PlainText() {}

  /**
   * The text of a value that is neither bytes nor a list, map or struct. Values that are equal as a
   * key have one text: partitions derive from it.
   */
  static String of(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      return ofFloating(value);
    }
    if (value instanceof ReadableInstant instant) {
      return Instant.ofEpochMilli(instant.getMillis()).toString();
    }
    return value.toString();
  }

  /**
   * The shortest digits that tell the number, as those of a decimal: a whole number has the text
   * that it has in a column of whole numbers.
   */
  private static String ofFloating(Object value) {
    if (!Double.isFinite(((Number) value).doubleValue())) {
      return value.toString();
    }
    BigDecimal digits = new BigDecimal(value.toString()).stripTrailingZeros();
    boolean isShort = Math.abs(digits.scale()) <= ValueType.MAX_PRECISION;
    return isShort ? digits.toPlainString() : digits.toString();
  }
}
