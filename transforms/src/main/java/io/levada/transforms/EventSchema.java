/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What events look like: the members of their JSON objects that become columns, in the columns'
 * order.
 *
 * <p>No two fields share a member, and no two columns differ by the case of letters alone, since
 * tables ignore it.
 */
public final class EventSchema implements Serializable {

  private static final EventSchema EVENTS =
      of(
          EventField.required("event_id", ValueType.STRING),
          EventField.required("timestamp", ValueType.TIMESTAMP),
          EventField.required("domain", ValueType.STRING),
          EventField.required("event_type", ValueType.STRING),
          EventField.optional("data", ValueType.STRING));

  private final List<EventField> fields;

  /**
   * A schema of these fields.
   *
   * @throws IllegalArgumentException if two have one source or one name
   */
  public static EventSchema of(EventField... fields) {
    return of(List.of(fields));
  }

  /** As {@link #of(EventField...)}. */
  public static EventSchema of(List<EventField> fields) {
    return new EventSchema(fields);
  }

  /**
   * The schema of the event distributor: {@code event_id, timestamp, domain, event_type}, all
   * required, and {@code data}, the exact text of any JSON value.
   */
  public static EventSchema events() {
    return EVENTS;
  }

  /**
   * Reads what {@link #toJson} writes, such as
   *
   * <pre>{@code
   * {"fields": [{"name": "cityname", "source": "cityName", "type": "string", "required": false}]}
   * }</pre>
   *
   * <p>{@code type} must be there. Of {@code name} and {@code source} one may be left out: a source
   * is then the same as the name, a name is the source in lower case. {@code required} is false
   * where it is left out.
   *
   * @throws IllegalArgumentException if the text is not such a schema; the message says where
   */
  public static EventSchema fromJson(String json) {
    return EventSchemaJson.read(json);
  }

  private EventSchema(List<EventField> fields) {
    this.fields = List.copyOf(fields);
    Map<String, EventField> byColumn = new HashMap<>();
    Map<String, EventField> bySource = new HashMap<>();
    for (EventField field : this.fields) {
      @Nullable EventField twin = bySource.put(field.source(), field);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Invalid schema: member '%s' is read into both column %s and column %s (leave out one)"
                .formatted(field.source(), twin.name(), field.name()));
      }

      twin = byColumn.put(EventField.columnOf(field.name()), field);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Invalid schema: members '%s' and '%s' both go to column %s (give one another name)"
                .formatted(twin.source(), field.source(), field.name()));
      }
    }
  }

  public List<EventField> fields() {
    return fields;
  }

  /** The schema of the rows: a column is nullable unless its field is required. */
  public Schema toRowSchema() {
    return Schema.builder()
        .addFields(
            fields.stream()
                .map(
                    field ->
                        Field.of(field.name(), field.type().toFieldType())
                            .withNullable(!field.required()))
                .collect(Collectors.toList()))
        .build();
  }

  /** The schema as text for a person and for {@link #fromJson}; equal schemas give equal texts. */
  public String toJson() {
    return EventSchemaJson.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventSchema that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.stream()
        .map(field -> field.name() + " " + field.type())
        .collect(Collectors.joining(", ", "EventSchema(", ")"));
  }
}
