/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.pipelines.PrintableText;
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
    return PrintableText.of(text);
  }

  /** A date in quotes is JSON; to a person it is a date. */
  private static String unquoted(String json) {
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }
}
