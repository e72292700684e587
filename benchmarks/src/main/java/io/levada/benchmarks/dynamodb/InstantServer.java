/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * A DynamoDB that counts the items that are put and forgets them, so that what remains to be
 * measured is the client. {@code DescribeTable} tells their number as that of the table's items.
 */
public final class InstantServer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] PUT = "\"PutRequest\"".getBytes(StandardCharsets.UTF_8);

  private final Map<String, Table> tables = new ConcurrentHashMap<>();

  private record Table(JsonNode keys, JsonNode types, long created, LongAdder items) {}

  private InstantServer() {}

  /** Serves on a free port, of which a line of the output tells, until it is stopped. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("http://127.0.0.1:" + start().getAddress().getPort());
  }

  static HttpServer start() throws IOException {
    // Otherwise each answer waits for the client to confirm its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", new InstantServer()::answer);
    http.start();
    return http;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String operation = target.substring(target.indexOf('.') + 1);
      ObjectNode answer =
          operation.equals("BatchWriteItem") ? written(body) : ofTable(operation, body);
      byte[] bytes = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(answer.has("__type") ? 400 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** The request begins with the table's name: its second name. */
  private ObjectNode written(byte[] body) {
    String head = new String(body, 0, Math.min(body.length, 400), StandardCharsets.UTF_8);
    String table = head.split("\"", 5)[3];
    int items = 0;
    for (int i = 0; i + PUT.length <= body.length; i++) {
      if (body[i] == '"' && startsWithPut(body, i)) {
        items++;
        i += PUT.length;
      }
    }
    tables.get(table).items().add(items);
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("UnprocessedItems");
    if (new String(body, body.length - 60, 60, StandardCharsets.UTF_8).contains("TOTAL")) {
      answer
          .putArray("ConsumedCapacity")
          .addObject()
          .put("TableName", table)
          .put("CapacityUnits", items);
    }
    return answer;
  }

  private static boolean startsWithPut(byte[] body, int at) {
    for (int i = 0; i < PUT.length; i++) {
      if (body[at + i] != PUT[i]) {
        return false;
      }
    }
    return true;
  }

  private ObjectNode ofTable(String operation, byte[] body) throws IOException {
    JsonNode request = JSON.readTree(body);
    String name = request.path("TableName").asText();
    return switch (operation) {
      case "CreateTable" -> {
        tables.put(
            name,
            new Table(
                request.get("KeySchema"),
                request.get("AttributeDefinitions"),
                Instant.now().getEpochSecond(),
                new LongAdder()));
        yield JSON.createObjectNode().set("TableDescription", described(name));
      }
      case "DescribeTable" ->
          tables.containsKey(name)
              ? JSON.createObjectNode().set("Table", described(name))
              : JSON.createObjectNode()
                  .put("__type", "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
      case "DeleteTable" -> {
        tables.remove(name);
        yield JSON.createObjectNode();
      }
      case "ListTagsOfResource" -> {
        ObjectNode none = JSON.createObjectNode();
        none.putArray("Tags");
        yield none;
      }
      case "TagResource" -> JSON.createObjectNode();
      default ->
          JSON.createObjectNode()
              .put("__type", "com.amazon.coral.service#UnknownOperationException")
              .put("message", operation);
    };
  }

  private ObjectNode described(String name) {
    Table table = tables.get(name);
    ObjectNode description = JSON.createObjectNode();
    description.put("TableName", name).put("TableStatus", "ACTIVE");
    description.put("TableArn", "arn:aws:dynamodb:us-east-1:000000000000:table/" + name);
    description.put("CreationDateTime", table.created());
    description.put("ItemCount", table.items().sum());
    description.set("KeySchema", table.keys());
    description.set("AttributeDefinitions", table.types());
    description.putObject("BillingModeSummary").put("BillingMode", "PAY_PER_REQUEST");
    return description;
  }
}
