/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The operations on many partitions, which tell of each that fails, and do the others. */
final class GluePartitionBatches {

  private final GlueStore store;
  private final GluePartitions partitions;

  GluePartitionBatches(GlueStore store, GluePartitions partitions) {
    this.store = store;
    this.partitions = partitions;
  }

  private interface Step {
    void apply() throws RefusedException;
  }

  ObjectNode create(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode errors = answer.putArray("Errors");
    for (ObjectNode input : request.objects("PartitionInputList")) {
      List<String> values = GlueRequest.texts(input, "Values");
      apply(() -> partitions.add(table, input), "PartitionValues", values, errors);
    }
    store.put(table);
    return answer;
  }

  ObjectNode update(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode errors = answer.putArray("Errors");
    for (ObjectNode entry : request.objects("Entries")) {
      List<String> values = GlueRequest.texts(entry, "PartitionValueList");
      ObjectNode input = (ObjectNode) entry.get("PartitionInput");
      apply(() -> partitions.replace(table, values, input), "PartitionValueList", values, errors);
    }
    store.put(table);
    return answer;
  }

  ObjectNode delete(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode errors = answer.putArray("Errors");
    for (ObjectNode entry : request.objects("PartitionsToDelete")) {
      List<String> values = GlueRequest.texts(entry, "Values");
      apply(() -> partitions.remove(table, values), "PartitionValues", values, errors);
    }
    store.put(table);
    return answer;
  }

  /** Those that are there; the others are not spoken of. */
  ObjectNode get(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("Partitions");
    for (ObjectNode entry : request.objects("PartitionsToGet")) {
      List<String> values = GlueRequest.texts(entry, "Values");
      GluePartitions.checkCount(table, values);
      ObjectNode partition = table.partitions().get(GlueTable.key(values));
      if (partition != null) {
        found.add(partition);
      }
    }
    answer.putArray("UnprocessedKeys");
    return answer;
  }

  private static void apply(Step step, String name, List<String> values, ArrayNode errors) {
    try {
      step.apply();
    } catch (RefusedException e) {
      ObjectNode error = errors.addObject();
      ArrayNode list = error.putArray(name);
      values.forEach(list::add);
      error
          .putObject("ErrorDetail")
          .put("ErrorCode", e.error().code())
          .put("ErrorMessage", e.error().message());
    }
  }
}
