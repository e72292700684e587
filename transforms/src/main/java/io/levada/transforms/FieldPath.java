/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayDeque;
import java.util.Deque;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A place in a schema: {@code data.items[].price}, where {@code []} stands for a list's elements
 * and <code>{}</code> for a map's values. It never has a map's key, which is data.
 */
final class FieldPath {

  /** The record itself. */
  static final FieldPath ROOT = new FieldPath(null, "", false);

  private final @Nullable FieldPath parent;
  private final String step;
  private final boolean isElements;

  private FieldPath(@Nullable FieldPath parent, String step, boolean isElements) {
    this.parent = parent;
    this.step = step;
    this.isElements = isElements;
  }

  FieldPath member(String name) {
    return new FieldPath(this, isRoot() ? name : "." + name, false);
  }

  /** The elements of the list that stands here. */
  FieldPath elements() {
    return new FieldPath(this, "[]", true);
  }

  /** The values of the map that stands here. */
  FieldPath values() {
    return new FieldPath(this, "{}", false);
  }

  boolean isRoot() {
    return parent == null;
  }

  /** The place as it is in the record, with lists' indexes, where the parser has just met it. */
  String in(JsonParser parser) {
    @Nullable JsonStreamContext context = parser.getParsingContext();
    @Nullable JsonToken token = parser.currentToken();
    if (token != null && token.isStructStart()) {
      context = context.getParent();
    }

    Deque<String> steps = new ArrayDeque<>();
    for (FieldPath at = this; at != null; at = at.parent) {
      if (at.isElements) {
        while (!context.inArray()) {
          context = context.getParent();
        }
        steps.push("[" + context.getCurrentIndex() + "]");
        context = context.getParent();
      } else {
        steps.push(at.step);
      }
    }
    return String.join("", steps);
  }

  @Override
  public String toString() {
    return parent == null ? step : parent + step;
  }
}
