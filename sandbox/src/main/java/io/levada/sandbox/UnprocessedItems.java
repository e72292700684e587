/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Writes the first item of a batch alone, and gives the others back, as DynamoDB does when busy.
 */
final class UnprocessedItems {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANSWERED = "UnprocessedItems";

  private UnprocessedItems() {}

  static Answer apply(ServiceHandler service, Call call, RequestHead head, Content content)
      throws IOException {
    JsonNode request = JSON.readTree(content.in());
    if (!(request.get("RequestItems") instanceof ObjectNode items)) {
      throw new RefusedException(400, "SerializationException", "There are no RequestItems");
    }

    ObjectNode left = leaveFirst(items);
    byte[] first = JSON.writeValueAsBytes(request);
    Answer answer = service.handle(call, head, new ByteArrayInputStream(first), first.length);
    InputStream body = answer.body();
    if (answer.status() != 200 || body == null) {
      return answer;
    }

    ObjectNode told = (ObjectNode) JSON.readTree(body);
    told.withObject("/" + ANSWERED).setAll(left);
    return Answer.of(200, call.service().contentType(), JSON.writeValueAsBytes(told));
  }

  /** Takes all items but the first out, and returns them by table. */
  private static ObjectNode leaveFirst(ObjectNode items) {
    ObjectNode left = JSON.createObjectNode();
    boolean kept = false;
    for (Map.Entry<String, JsonNode> table : items.properties()) {
      ArrayNode all = (ArrayNode) table.getValue();
      ArrayNode rest = JSON.createArrayNode();
      int first = kept ? 0 : 1;
      while (all.size() > first) {
        rest.add(all.remove(first));
      }
      kept = true;
      if (!rest.isEmpty()) {
        left.set(table.getKey(), rest);
      }
    }

    left.fieldNames()
        .forEachRemaining(
            table -> {
              if (items.get(table).isEmpty()) {
                items.remove(table);
              }
            });
    return left;
  }
}
