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
    if (value instanceof Double number) {
      return Double.toString(number + 0.0);
    }
    if (value instanceof Float number) {
      return Float.toString(number + 0.0f);
    }
    if (value instanceof ReadableInstant instant) {
      return Instant.ofEpochMilli(instant.getMillis()).toString();
    }
    return value.toString();
  }
}
