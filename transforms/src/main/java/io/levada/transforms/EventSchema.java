/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnNames;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What events look like: the members of their JSON objects that become columns, in the columns'
 * order.
 *
 * <p>No two fields share a member, and no two columns differ by the case of letters alone, since
 * tables ignore it. Columns and the fields of structs have {@linkplain ColumnNames#safe safe}
 * names, but for those {@linkplain #ofTable of a table}, which has its names already.
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
  private final boolean matchesColumns;

  /**
   * A schema of these fields.
   *
   * @throws IllegalArgumentException if two have one source or one name, or a name is not safe
   */
  public static EventSchema of(EventField... fields) {
    return of(List.of(fields));
  }

  /** As {@link #of(EventField...)}. */
  public static EventSchema of(List<EventField> fields) {
    requireSafeNames(fields, FieldPath.ROOT);
    return new EventSchema(fields, false);
  }

  /**
   * The columns of a table, for records that are to become rows of it: a member goes to the column
   * of exactly its name, or else to that of its {@linkplain ColumnNames#safe safe} name ({@code
   * cityName} to {@code cityname}). A record with two members that go to one column is a reject.
   * Required is what the table does not allow to be null.
   *
   * @throws IllegalArgumentException if a column has no {@linkplain ValueType#of type} of JSON
   *     values, or two columns differ by the case of letters alone
   */
  public static EventSchema ofTable(Schema columns) {
    return new EventSchema(EventField.ofColumns(columns), true);
  }

  /** As {@link #ofTable(Schema)}, from fields whose names and sources are the columns. */
  static EventSchema ofColumns(List<EventField> fields) {
    return new EventSchema(fields, true);
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
   * {"fields": [
   *   {"name": "cityname", "source": "cityName", "type": "string", "required": false},
   *   {"name": "tags", "type": {"list": "string"}},
   *   {"name": "counts", "type": {"map": "long"}},
   *   {"name": "user", "type": {"struct": [{"source": "userId", "type": "long"}]}}
   * ]}
   * }</pre>
   *
   * <p>{@code type} must be there. Of {@code name} and {@code source} one may be left out: a source
   * is then the same as the name, a name is the {@linkplain ColumnNames#safe safe} name of the
   * source. {@code required} is false where it is left out. All this holds for the fields of
   * structs too. With {@code "match": "column"} beside {@code fields} the schema is one {@linkplain
   * #ofTable of a table}, and its fields have no source.
   *
   * @throws IllegalArgumentException if the text is not such a schema; the message says where
   */
  public static EventSchema fromJson(String json) {
    return EventSchemaJson.read(json);
  }

  private EventSchema(List<EventField> fields, boolean matchesColumns) {
    this.fields = List.copyOf(fields);
    this.matchesColumns = matchesColumns;
    @Nullable String problem = EventField.collision(this.fields);
    if (problem != null) {
      throw new IllegalArgumentException("Invalid schema: " + problem);
    }
  }

  private static void requireSafeNames(List<EventField> fields, FieldPath owner) {
    for (EventField field : fields) {
      FieldPath path = owner.member(field.source());
      String safe = ColumnNames.safe(field.name());
      if (!safe.equals(field.name())) {
        throw new IllegalArgumentException(
            "Invalid schema: column name '%s' of member '%s' is not one that every engine takes (take %s)"
                .formatted(field.name(), path, safe));
      }
      requireSafeNames(field.type(), path);
    }
  }

  private static void requireSafeNames(ValueType type, FieldPath path) {
    switch (type.kind()) {
      case LIST -> requireSafeNames(type.element(), path.elements());
      case MAP -> requireSafeNames(type.element(), path.values());
      default -> requireSafeNames(type.fields(), path);
    }
  }

  public List<EventField> fields() {
    return fields;
  }

  /** Whether members go to columns by the columns' names, as for {@link #ofTable}. */
  public boolean matchesColumns() {
    return matchesColumns;
  }

  /**
   * The same schema with nested types, as inferred from records, for members that are strings in
   * it: a list or a struct in place of its exact text. A member that was not seen nested, or is not
   * a string here, stays what it is.
   *
   * @param inferred by {@link InferSchema#withTyped} from these members
   * @param members the members' names, or {@value InferSchema#ALL_MEMBERS} for all of this schema
   * @throws IllegalArgumentException if this schema has no such member
   */
  public EventSchema withInferred(EventSchema inferred, Collection<String> members) {
    MemberNames names = MemberNames.of(this);
    Set<Integer> named = new HashSet<>();
    for (String member : members) {
      if (member.equals(InferSchema.ALL_MEMBERS)) {
        named.addAll(names.indexes());
      } else {
        named.add(indexOf(member, names));
      }
    }

    List<EventField> typed = new ArrayList<>(fields);
    for (EventField guess : inferred.fields) {
      int index = names.indexOf(guess.source());
      if (named.contains(index)
          && guess.type().isNested()
          && fields.get(index).type().equals(ValueType.STRING)) {
        ValueType type = matchesColumns ? guess.type().withColumnsAsSources() : guess.type();
        typed.set(index, fields.get(index).withType(type));
      }
    }
    return new EventSchema(typed, matchesColumns);
  }

  private int indexOf(String member, MemberNames names) {
    int index = names.indexOf(member);
    if (index == MemberNames.UNKNOWN) {
      throw new IllegalArgumentException(
          "Cannot type member '%s': the schema has no such member (it has %s)"
              .formatted(
                  member,
                  fields.stream().map(EventField::source).collect(Collectors.joining(", "))));
    }
    return index;
  }

  /** The schema of the rows: a column is nullable unless its field is required. */
  public Schema toRowSchema() {
    return EventField.toRowSchema(fields);
  }

  /** The schema as text for a person and for {@link #fromJson}; equal schemas give equal texts. */
  public String toJson() {
    return EventSchemaJson.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventSchema that
        && matchesColumns == that.matchesColumns
        && fields.equals(that.fields);
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
