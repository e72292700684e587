/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A request to Glue whose shape was checked. */
record GlueRequest(ObjectNode json) {

  /** A name in lower case, as Glue stores and compares it. */
  String name(String field) {
    return lowerCase(json.get(field).textValue());
  }

  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Nullable String text(String field) {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value.textValue();
  }

  boolean isSet(String field) {
    return json.path(field).asBoolean(false);
  }

  int number(String field, int ifMissing) {
    return json.path(field).asInt(ifMissing);
  }

  ObjectNode object(String field) {
    return (ObjectNode) json.get(field);
  }

  /** The structures in a list. */
  List<ObjectNode> objects(String field) {
    List<ObjectNode> objects = new ArrayList<>();
    json.get(field).forEach(each -> objects.add((ObjectNode) each));
    return objects;
  }

  List<String> texts(String field) {
    return texts(json, field);
  }

  /** The strings in a list of a structure; none if it is not there. */
  static List<String> texts(JsonNode object, String field) {
    List<String> texts = new ArrayList<>();
    object.path(field).forEach(each -> texts.add(each.textValue()));
    return texts;
  }
}
