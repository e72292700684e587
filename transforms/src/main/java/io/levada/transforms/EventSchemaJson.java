/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The text of a schema file. */
final class EventSchemaJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> KEYS = Set.of("name", "source", "type", "required");

  private EventSchemaJson() {}

  /** Writes a line for each field. */
  static String write(EventSchema schema) {
    if (schema.fields().isEmpty()) {
      return "{\"fields\": []}\n";
    }

    return schema.fields().stream()
        .map(EventSchemaJson::line)
        .collect(Collectors.joining(",\n  ", "{\"fields\": [\n  ", "\n]}\n"));
  }

  private static String line(EventField field) {
    String source =
        field.source().equals(field.name()) ? "" : "\"source\": " + quote(field.source()) + ", ";
    return "{\"name\": %s, %s\"type\": %s, \"required\": %s}"
        .formatted(quote(field.name()), source, quote(field.type().toString()), field.required());
  }

  private static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  static EventSchema read(String json) {
    JsonNode root = tree(json);
    if (!root.isObject() || root.size() != 1 || !root.path("fields").isArray()) {
      throw new IllegalArgumentException(
          "Invalid schema: not an object with \"fields\", a list, and nothing else");
    }

    List<EventField> fields = new ArrayList<>();
    for (JsonNode node : root.get("fields")) {
      fields.add(field(node, fields.size() + 1));
    }
    return EventSchema.of(fields);
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

  private static EventField field(JsonNode node, int number) {
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
    @Nullable String type = text(node, "type", number);
    if (name == null && source == null) {
      throw invalid(number, "neither name nor source (give one)");
    }
    if (type == null) {
      throw invalid(number, "no type (give one, such as string)");
    }

    JsonNode required = node.path("required");
    if (!required.isMissingNode() && !required.isBoolean()) {
      throw invalid(number, "required is neither true nor false");
    }
    return field(name, source, type, required.asBoolean(false), number);
  }

  private static EventField field(
      @Nullable String name, @Nullable String source, String type, boolean required, int number) {
    try {
      return new EventField(
          name == null ? EventField.columnOf(source) : name,
          source == null ? name : source,
          ValueType.parse(type),
          required);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid schema: field " + number + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable String text(JsonNode node, String key, int number) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return null;
    }

    if (!value.isTextual()) {
      throw invalid(number, key + " is not a string");
    }
    return value.textValue();
  }

  private static IllegalArgumentException invalid(int number, String problem) {
    return new IllegalArgumentException("Invalid schema: field " + number + ": " + problem);
  }
}
