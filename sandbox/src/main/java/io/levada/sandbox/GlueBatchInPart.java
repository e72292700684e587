/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Applies the first entry of a batch of partitions alone, and tells so of the others. */
final class GlueBatchInPart {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GlueBatchInPart() {}

  /**
   * Applies the batch.
   *
   * @param code the error of the others; that of BatchGetPartition is that they are unprocessed
   */
  static Answer apply(
      ServiceHandler service, Call call, RequestHead head, Content content, String code)
      throws IOException {
    ObjectNode request = (ObjectNode) JSON.readTree(content.in());
    ArrayNode entries = (ArrayNode) request.get(entries(call.operation()));
    ArrayNode others = JSON.createArrayNode();
    while (entries.size() > 1) {
      others.add(entries.remove(1));
    }
    byte[] first = JSON.writeValueAsBytes(request);
    Answer answer = service.handle(call, head, new ByteArrayInputStream(first), first.length);
    try (InputStream body = answer.body()) {
      ObjectNode told = (ObjectNode) JSON.readTree(body);
      if (call.operation().equals("BatchGetPartition")) {
        told.withArray("UnprocessedKeys").addAll(others);
      } else {
        others.forEach(entry -> addError(told.withArray("Errors"), entry, code));
      }
      return Answer.of(200, call.service().contentType(), JSON.writeValueAsBytes(told));
    }
  }

  private static String entries(String operation) {
    return switch (operation) {
      case "BatchCreatePartition" -> "PartitionInputList";
      case "BatchUpdatePartition" -> "Entries";
      case "BatchDeletePartition" -> "PartitionsToDelete";
      default -> "PartitionsToGet";
    };
  }

  private static void addError(ArrayNode errors, JsonNode entry, String code) {
    ObjectNode error = errors.addObject();
    if (entry.has("PartitionValueList")) {
      error.set("PartitionValueList", entry.get("PartitionValueList"));
    } else {
      error.set("PartitionValues", entry.get("Values"));
    }
    error.putObject("ErrorDetail").put("ErrorCode", code).put("ErrorMessage", "Not this one.");
  }
}
