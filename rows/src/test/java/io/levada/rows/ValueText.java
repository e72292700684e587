/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.values.Row;

/**
 * Values as one text, whoever has read them: equal texts are equal values, down to a decimal's
 * scale and a zero's sign. Strings are quoted and show what is not ASCII by its number, bytes are
 * hexadecimal, maps are in the order of their keys.
 */
public final class ValueText {

  private ValueText() {}

  /**
   * The text of a value.
   *
   * @param value a string, bytes, boolean, number, date or instant of {@code java.time}, or a list,
   *     map, {@link Struct} or row of them; or null
   */
  public static String of(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(ValueText::of).collect(joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
          .sorted()
          .collect(joining(", ", "{", "}"));
    }
    if (value instanceof Struct struct) {
      return struct.fields().entrySet().stream()
          .map(field -> field.getKey() + " " + of(field.getValue()))
          .collect(joining(", ", "(", ")"));
    }
    if (value instanceof Row row) {
      return of(Struct.of(row.getSchema().getFieldNames(), row.getValues()));
    }

    return String.valueOf(value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints()
        .forEach(
            point -> {
              if (point < ' ' || point > '~' || point == '\\' || point == '\'') {
                quoted.append(String.format(Locale.ROOT, "\\%x;", point));
              } else {
                quoted.appendCodePoint(point);
              }
            });
    return quoted.append('\'').toString();
  }

  /** Named values in their order. */
  public record Struct(Map<String, Object> fields) {

    public static Struct of(List<String> names, List<?> values) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        fields.put(names.get(i), values.get(i));
      }
      return new Struct(fields);
    }
  }
}
