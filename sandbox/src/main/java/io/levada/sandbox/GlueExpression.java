/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which partitions {@code GetPartitions} is to show. As in Glue, nothing is ever null: the value
 * that stands for null is text like any other, and no number.
 */
interface GlueExpression {

  /** Whether a partition with these values is one of them. */
  boolean isTrueOf(List<String> values) throws RefusedException;

  /**
   * The expression of a text; all are if there is none.
   *
   * @param keys the table's, with name and type
   */
  static GlueExpression parse(@Nullable String text, List<JsonNode> keys) throws RefusedException {
    if (text == null || text.isBlank()) {
      return values -> true;
    }
    return new GlueExpressionParser(text, keys).parse();
  }

  default GlueExpression and(GlueExpression other) {
    return values -> isTrueOf(values) && other.isTrueOf(values);
  }

  default GlueExpression or(GlueExpression other) {
    return values -> isTrueOf(values) || other.isTrueOf(values);
  }

  default GlueExpression not() {
    return values -> !isTrueOf(values);
  }

  static RefusedException refused(String why) {
    return new RefusedException(400, "InvalidInputException", "Unsupported expression: " + why);
  }
}
