/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The tags of DynamoDB's tables, which DynamoDB Local has none of: in memory, by the ARNs of the
 * tables, whether these are there or not. They show at once. Safe for any thread.
 */
final class DynamoDbTags {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, SortedMap<String, String>> tags = new TreeMap<>();

  /** What is answered to an operation on tags; null to any other. */
  @Nullable Answer answer(Call call, byte[] body) throws IOException {
    return switch (call.operation()) {
      case "TagResource" -> tag(call, JSON.readTree(body));
      case "UntagResource" -> untag(call, JSON.readTree(body));
      case "ListTagsOfResource" -> list(call, JSON.readTree(body));
      default -> null;
    };
  }

  private synchronized Answer tag(Call call, JsonNode request) {
    for (JsonNode tag : request.path("Tags")) {
      of(request).put(tag.path("Key").asText(), tag.path("Value").asText());
    }
    return Answer.of(200, call.service().contentType(), "");
  }

  private synchronized Answer untag(Call call, JsonNode request) {
    request.path("TagKeys").forEach(key -> of(request).remove(key.asText()));
    return Answer.of(200, call.service().contentType(), "");
  }

  private synchronized Answer list(Call call, JsonNode request) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("Tags");
    of(request).forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return Answer.of(200, call.service().contentType(), JSON.writeValueAsBytes(answer));
  }

  private SortedMap<String, String> of(JsonNode request) {
    return tags.computeIfAbsent(request.path("ResourceArn").asText(), any -> new TreeMap<>());
  }
}
