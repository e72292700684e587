/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.rows.ColumnNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The text of a schema file. */
final class EventSchemaJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> ROOT_KEYS = Set.of("fields", "match");
  private static final Set<String> KEYS = Set.of("name", "source", "type", "required");
  private static final String MATCH_COLUMN = "column";
  private static final String MATCH_SOURCE = "source";

  private final boolean matchesColumns;

  private EventSchemaJson(boolean matchesColumns) {
    this.matchesColumns = matchesColumns;
  }

  /** Writes a line for each field. */
  static String write(EventSchema schema) {
    String start =
        schema.matchesColumns() ? "{\"match\": \"column\", \"fields\": [" : "{\"fields\": [";
    if (schema.fields().isEmpty()) {
      return start + "]}\n";
    }

    return schema.fields().stream()
        .map(EventSchemaJson::write)
        .collect(Collectors.joining(",\n  ", start + "\n  ", "\n]}\n"));
  }

  private static String write(EventField field) {
    String source =
        field.source().equals(field.name())
            ? ""
            : "\"source\": " + JsonText.quote(field.source()) + ", ";
    return "{\"name\": %s, %s\"type\": %s, \"required\": %s}"
        .formatted(JsonText.quote(field.name()), source, write(field.type()), field.required());
  }

  private static String write(ValueType type) {
    return switch (type.kind()) {
      case LIST -> "{\"list\": " + write(type.element()) + "}";
      case MAP -> "{\"map\": " + write(type.element()) + "}";
      case STRUCT ->
          type.fields().stream()
              .map(EventSchemaJson::write)
              .collect(Collectors.joining(", ", "{\"struct\": [", "]}"));
      default -> JsonText.quote(type.toString());
    };
  }

  static EventSchema read(String json) {
    JsonNode root = tree(json);
    if (!root.isObject() || !root.path("fields").isArray()) {
      throw new IllegalArgumentException("Invalid schema: not an object with \"fields\", a list");
    }
    for (Iterator<String> keys = root.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!ROOT_KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "Invalid schema: unknown key '" + key + "' (take fields, match)");
      }
    }

    boolean matchesColumns = matchesColumns(root.path("match"));
    List<EventField> fields =
        new EventSchemaJson(matchesColumns).fields(root.get("fields"), FieldPath.ROOT);
    return matchesColumns ? EventSchema.ofColumns(fields) : EventSchema.of(fields);
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " in line %d, column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new IllegalArgumentException(
          "Invalid schema: not JSON" + where + ": " + e.getOriginalMessage(), e);
    }
  }

  private static boolean matchesColumns(JsonNode match) {
    if (match.isMissingNode() || match.asText().equals(MATCH_SOURCE)) {
      return false;
    }
    if (match.asText().equals(MATCH_COLUMN)) {
      return true;
    }

    throw new IllegalArgumentException(
        "Invalid schema: match is neither \"column\" nor \"source\"");
  }

  private List<EventField> fields(JsonNode nodes, FieldPath owner) {
    List<EventField> fields = new ArrayList<>();
    for (JsonNode node : nodes) {
      String number = "field " + (fields.size() + 1) + (owner.isRoot() ? "" : " of " + owner);
      fields.add(field(node, owner, number));
    }
    return fields;
  }

  /**
   * @param number what to call the field as long as its name is not known
   */
  private EventField field(JsonNode node, FieldPath owner, String number) {
    if (!node.isObject()) {
      throw invalid(number, "not an object such as {\"name\": \"id\", \"type\": \"string\"}");
    }

    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        throw invalid(number, "unknown key '" + key + "' (take name, source, type, required)");
      }
    }
    @Nullable String name = text(node, "name", number);
    @Nullable String source = text(node, "source", number);
    if (name == null && source == null) {
      throw invalid(number, "neither name nor source (give one)");
    }
    String column = name == null ? ColumnNames.safe(source) : name;
    String member = source == null ? name : source;
    if (matchesColumns && !member.equals(column)) {
      throw invalid(number, "a source where members match columns (give the name alone)");
    }

    FieldPath path = owner.member(member);
    String place = member.isBlank() ? number : "field " + path;
    if (!node.has("type")) {
      throw invalid(place, "no type (give one, such as string)");
    }
    JsonNode required = node.path("required");
    if (!required.isMissingNode() && !required.isBoolean()) {
      throw invalid(place, "required is neither true nor false");
    }
    ValueType type = type(node.get("type"), path);
    return checked(place, () -> new EventField(column, member, type, required.asBoolean(false)));
  }

  private ValueType type(JsonNode node, FieldPath path) {
    String place = "field " + path;
    if (node.isTextual()) {
      return checked(place, () -> ValueType.parse(node.textValue()));
    }
    if (node.isObject() && node.size() == 1) {
      if (node.has("list")) {
        ValueType element = type(node.get("list"), path.elements());
        return checked(place, () -> ValueType.list(element));
      }
      if (node.has("map")) {
        ValueType value = type(node.get("map"), path.values());
        return checked(place, () -> ValueType.map(value));
      }
      if (node.path("struct").isArray()) {
        List<EventField> fields = fields(node.get("struct"), path);
        return checked(place, () -> ValueType.struct(fields));
      }
    }

    throw invalid(
        place,
        "type is neither a string nor one of {\"list\": TYPE}, {\"map\": TYPE}, {\"struct\":"
            + " [FIELDS]}");
  }

  private static <T> T checked(String place, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid schema: " + place + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable String text(JsonNode node, String key, String number) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return null;
    }

    if (!value.isTextual()) {
      throw invalid(number, key + " is not a string");
    }
    return value.textValue();
  }

  private static IllegalArgumentException invalid(String place, String problem) {
    return new IllegalArgumentException("Invalid schema: " + place + ": " + problem);
  }
}
