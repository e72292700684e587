/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.rows.RowJson;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A value on one line of a terminal. */
final class CellText {

  private static final String NULL = "null";

  private CellText() {}

  /** Strings as they are, other values as {@link RowJson} writes them. */
  static String of(FieldType type, @Nullable Object value) {
    if (value == null) {
      return NULL;
    }

    String text =
        value instanceof String string
            ? string
            : unquoted(new String(RowJson.ofValue(type, value), StandardCharsets.UTF_8));
    return printable(text);
  }

  /** A date in quotes is JSON; to a person it is a date. */
  private static String unquoted(String json) {
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }

  /**
   * The text with control characters, which could end the line or steer the terminal, as in a Java
   * string.
   */
  static String printable(String text) {
    if (text.chars().noneMatch(CellText::isControl)) {
      return text;
    }

    StringBuilder printable = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default -> {
                  if (isControl(c)) {
                    printable.append(String.format("\\u%04x", c));
                  } else {
                    printable.append((char) c);
                  }
                }
              }
            });
    return printable.toString();
  }

  /** Control characters, and the format characters that turn the direction of text around. */
  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029;
  }
}
