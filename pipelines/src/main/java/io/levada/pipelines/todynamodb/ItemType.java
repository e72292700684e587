/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.dynamodb.AttributeType;
import io.levada.transforms.ValueType;
import java.util.Arrays;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a mapping says of an attribute's type: one of DynamoDB's, or one of a column's, which is
 * cast to and tells the attribute's.
 *
 * @param attribute one of DynamoDB's, or null
 * @param column one of a column's, or null
 */
record ItemType(@Nullable AttributeType attribute, @Nullable ValueType column) {

  /** That of the values. */
  static final ItemType OWN = new ItemType(null, null);

  /**
   * The type of a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ItemType parse(String text) {
    for (AttributeType type : AttributeType.values()) {
      if (type.name().equals(text.toUpperCase(Locale.ROOT))) {
        return new ItemType(type, null);
      }
    }
    try {
      return new ItemType(null, ValueType.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no type (take one of DynamoDB's, "
              + Arrays.toString(AttributeType.values())
              + ", or one to cast to: string, boolean, int, long, float, double, decimal(p,s),"
              + " date, timestamp, bytes)",
          e);
    }
  }
}
