/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnNames;
import io.levada.rows.Envelope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A member of an event's JSON object, or of an object in it, and the column it goes to.
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

  /**
   * A field that every record must have, to the column of its {@linkplain ColumnNames#safe name}.
   */
  public static EventField required(String source, ValueType type) {
    return new EventField(ColumnNames.safe(source), source, type, true);
  }

  /** A field that records may lack, to the column of its {@linkplain ColumnNames#safe name}. */
  public static EventField optional(String source, ValueType type) {
    return new EventField(ColumnNames.safe(source), source, type, false);
  }

  EventField withType(ValueType other) {
    return new EventField(name, source, other, required);
  }

  /** The same field, and fields inside it, of members that have the columns' names. */
  EventField withColumnAsSource() {
    return new EventField(name, name, type.withColumnsAsSources(), required);
  }

  /** A field for each column, required where the column is not nullable. */
  static List<EventField> ofColumns(Schema columns) {
    List<EventField> fields = new ArrayList<>();
    for (Field column : columns.getFields()) {
      fields.add(
          new EventField(
              column.getName(), column.getName(), typeOf(column), !column.getType().getNullable()));
    }
    return fields;
  }

  private static ValueType typeOf(Field column) {
    try {
      return ValueType.of(column.getType());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Column " + column.getName() + ": " + e.getMessage(), e);
    }
  }

  /** The columns of the fields: nullable unless a field is required. */
  static Schema toRowSchema(List<EventField> fields) {
    Schema.Builder schema = Schema.builder();
    for (EventField field : fields) {
      schema.addField(
          Field.of(field.name(), field.type().toFieldType()).withNullable(!field.required()));
    }
    return schema.build();
  }

  /** What keeps the fields from standing beside each other, or null if nothing does. */
  static @Nullable String collision(List<EventField> fields) {
    Map<String, EventField> byColumn = new HashMap<>();
    Map<String, EventField> bySource = new HashMap<>();
    for (EventField field : fields) {
      @Nullable EventField twin = bySource.put(field.source(), field);
      if (twin != null) {
        return "member '%s' is read into both column %s and column %s (leave out one)"
            .formatted(field.source(), twin.name(), field.name());
      }

      twin = byColumn.put(field.name().toLowerCase(Locale.ROOT), field);
      if (twin != null) {
        return "members '%s' and '%s' both go to column %s (give one another name)"
            .formatted(twin.source(), field.source(), field.name());
      }
    }
    return null;
  }
}
