/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A table of the sandbox's Glue: as it is shown, as it was before, and its partitions. */
final class GlueTable {

  private ObjectNode shown;
  private final TreeMap<Long, ObjectNode> archive = new TreeMap<>();
  private final TreeMap<String, ObjectNode> partitions = new TreeMap<>();

  GlueTable(ObjectNode shown) {
    this.shown = shown;
  }

  ObjectNode shown() {
    return shown;
  }

  String name() {
    return shown.get("Name").textValue();
  }

  String database() {
    return shown.get("DatabaseName").textValue();
  }

  long version() {
    return Long.parseLong(shown.get("VersionId").textValue());
  }

  /** Takes another state; the one before can be archived. */
  void update(ObjectNode newShown, boolean archives) {
    if (archives) {
      archive.put(version(), shown);
    }
    shown = newShown;
  }

  /** States before this one, by version. */
  NavigableMap<Long, ObjectNode> archive() {
    return archive;
  }

  /** By their {@link #key}. */
  NavigableMap<String, ObjectNode> partitions() {
    return partitions;
  }

  List<JsonNode> keys() {
    List<JsonNode> keys = new ArrayList<>();
    shown.path("PartitionKeys").forEach(keys::add);
    return keys;
  }

  /** Values as one text. */
  static String key(List<String> values) {
    var array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array.toString();
  }
}
