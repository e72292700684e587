/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.sandbox.Sandbox;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The tables of a sandbox's DynamoDB, as any other program sees them. */
public final class PlainDynamoDb implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DynamoDbClient client;

  public PlainDynamoDb(Sandbox sandbox) {
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(sandbox.endpoint())
            .region(Region.of(sandbox.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(sandbox.accessKey(), sandbox.secretKey())))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  public TableDescription table(String name) {
    return client.describeTable(request -> request.tableName(name)).table();
  }

  public List<String> tables() {
    return client.listTablesPaginator().tableNames().stream().toList();
  }

  /**
   * All items of a table as JSON, with the types of their attributes as DynamoDB writes them,
   * attributes and items in order.
   */
  public List<String> items(String table) {
    return client
        .scanPaginator(request -> request.tableName(table).consistentRead(true))
        .items()
        .stream()
        .map(item -> json(members(item)))
        .sorted()
        .toList();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> members(Map<String, AttributeValue> values) {
    Map<String, Object> members = new TreeMap<>();
    values.forEach((name, value) -> members.put(name, plain(value)));
    return members;
  }

  private static Map<String, Object> plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> Map.of("S", value.s());
      case N -> Map.of("N", value.n());
      case B -> Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
      case BOOL -> Map.of("BOOL", value.bool());
      case NUL -> Map.of("NULL", true);
      case L -> Map.of("L", value.l().stream().map(PlainDynamoDb::plain).toList());
      case M -> Map.of("M", members(value.m()));
      case SS -> Map.of("SS", value.ss().stream().sorted().toList());
      case NS -> Map.of("NS", value.ns().stream().sorted().toList());
      case BS ->
          Map.of(
              "BS",
              value.bs().stream()
                  .map(bytes -> Base64.getEncoder().encodeToString(bytes.asByteArray()))
                  .sorted()
                  .toList());
      default -> throw new IllegalArgumentException("Unknown type: " + value.type());
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
