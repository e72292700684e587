/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The operations on single partitions, and their listing. */
final class GluePartitions {

  private static final int MAX_PAGE = 1_000;

  private final GlueStore store;
  private final GlueClock clock;

  GluePartitions(GlueStore store, GlueClock clock) {
    this.store = store;
    this.clock = clock;
  }

  ObjectNode create(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    add(table, request.object("PartitionInput"));
    store.put(table);
    return answer();
  }

  ObjectNode get(GlueRequest request) throws RefusedException {
    ObjectNode answer = answer();
    answer.set("Partition", find(store.table(request), request.texts("PartitionValues")));
    return answer;
  }

  ObjectNode list(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    GlueExpression expression = GlueExpression.parse(request.text("Expression"), table.keys());
    GluePage<ObjectNode> page = GluePage.of(request, table.partitions(), MAX_PAGE);
    ObjectNode answer = answer();
    ArrayNode partitions = answer.putArray("Partitions");
    for (ObjectNode partition : page.entries().values()) {
      if (expression.isTrueOf(GlueRequest.texts(partition, "Values"))) {
        partitions.add(
            request.isSet("ExcludeColumnSchema") ? withoutColumns(partition) : partition);
      }
    }
    return page.into(answer);
  }

  private static ObjectNode withoutColumns(ObjectNode partition) {
    ObjectNode copy = partition.deepCopy();
    if (copy.get("StorageDescriptor") instanceof ObjectNode storage) {
      storage.remove("Columns");
    }
    return copy;
  }

  ObjectNode update(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    replace(table, request.texts("PartitionValueList"), request.object("PartitionInput"));
    store.put(table);
    return answer();
  }

  ObjectNode delete(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    remove(table, request.texts("PartitionValues"));
    store.put(table);
    return answer();
  }

  /** Adds one to a table. */
  void add(GlueTable table, ObjectNode input) throws RefusedException {
    List<String> values = GlueRequest.texts(input, "Values");
    checkCount(table, values);
    if (table.partitions().containsKey(GlueTable.key(values))) {
      throw new RefusedException(400, "AlreadyExistsException", "Partition already exists.");
    }
    table.partitions().put(GlueTable.key(values), shown(table, input, clock.seconds()));
  }

  /** Puts one in another's place; its values can be others. */
  void replace(GlueTable table, List<String> values, ObjectNode input) throws RefusedException {
    ObjectNode present = find(table, values);
    List<String> newValues = GlueRequest.texts(input, "Values");
    checkCount(table, newValues);
    if (!newValues.equals(values) && table.partitions().containsKey(GlueTable.key(newValues))) {
      throw new RefusedException(400, "AlreadyExistsException", "Partition already exists.");
    }

    double created = present.get("CreationTime").doubleValue();
    table.partitions().remove(GlueTable.key(values));
    table.partitions().put(GlueTable.key(newValues), shown(table, input, created));
  }

  void remove(GlueTable table, List<String> values) throws RefusedException {
    find(table, values);
    table.partitions().remove(GlueTable.key(values));
  }

  private static ObjectNode find(GlueTable table, List<String> values) throws RefusedException {
    checkCount(table, values);
    ObjectNode partition = table.partitions().get(GlueTable.key(values));
    if (partition == null) {
      throw new RefusedException(400, "EntityNotFoundException", "Cannot find partition.");
    }
    return partition;
  }

  static void checkCount(GlueTable table, List<String> values) throws RefusedException {
    if (values.isEmpty() || values.size() != table.keys().size()) {
      throw new RefusedException(
          400,
          "InvalidInputException",
          "The number of partition keys do not match the number of partition values");
    }
  }

  private static ObjectNode shown(GlueTable table, ObjectNode input, double created) {
    ObjectNode shown = input.deepCopy();
    shown.put("DatabaseName", table.database());
    shown.put("TableName", table.name());
    shown.put("CreationTime", created);
    shown.put("CatalogId", GlueHandler.ACCOUNT);
    return shown;
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }
}
