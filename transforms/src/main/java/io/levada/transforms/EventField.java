/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * A member of an event's JSON object and the column it goes to.
 *
 * @param name the column
 * @param source the member's exact name
 * @param type what its value must be
 * @param required whether a record without it, or with a null, is a reject
 */
public record EventField(String name, String source, ValueType type, boolean required)
    implements Serializable {

  public EventField {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(type, "type");
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "Invalid column name: '" + name + "' of member '" + source + "' (give it a name)");
    }
    if (name.toLowerCase(Locale.ROOT).startsWith(Envelope.RESERVED_PREFIX)) {
      throw new IllegalArgumentException(
          "Invalid column name: '"
              + name
              + "' (names that begin with "
              + Envelope.RESERVED_PREFIX
              + " are reserved; give the member another column)");
    }
  }

  /** A field that every record must have, to the column of its name in lower case. */
  public static EventField required(String source, ValueType type) {
    return new EventField(columnOf(source), source, type, true);
  }

  /** A field that records may lack, to the column of its name in lower case. */
  public static EventField optional(String source, ValueType type) {
    return new EventField(columnOf(source), source, type, false);
  }

  static String columnOf(String source) {
    return source.toLowerCase(Locale.ROOT);
  }
}
