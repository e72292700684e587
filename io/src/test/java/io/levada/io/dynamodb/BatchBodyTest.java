/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What goes over the wire, as the SDK writes it by itself, and as it does with our body. */
class BatchBodyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every kind of value, with what JSON has to escape, and what is not ASCII. */
  private static final Map<String, AttributeValue> ITEM =
      Map.ofEntries(
          Map.entry("id", AttributeValue.fromS("a \"quoted\" \\ line\n\t\u0001 Ação 東京 😀")),
          Map.entry("empty", AttributeValue.fromS("")),
          Map.entry("a \"name\"", AttributeValue.fromN("-12345678901234567890.123456789")),
          Map.entry("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 62}))),
          Map.entry("yes", AttributeValue.fromBool(true)),
          Map.entry("null", AttributeValue.fromNul(true)),
          Map.entry("texts", AttributeValue.fromSs(List.of("a", "é"))),
          Map.entry("numbers", AttributeValue.fromNs(List.of("1", "2.5"))),
          Map.entry(
              "manyBytes", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("über???")))),
          Map.entry("none", AttributeValue.fromL(List.of())),
          Map.entry("noMembers", AttributeValue.fromM(Map.of())),
          Map.entry(
              "nested",
              AttributeValue.fromL(
                  List.of(
                      AttributeValue.fromN("1"),
                      AttributeValue.fromM(
                          Map.of(
                              "x", AttributeValue.fromL(List.of(AttributeValue.fromS("y")))))))));

  private final Wire wire = new Wire();

  @Test
  void isWhatTheSdkWrites() throws IOException {
    JsonNode plain = JSON.readTree(sent(new ExecutionInterceptor() {}, batch()));
    JsonNode ours = JSON.readTree(sent(new BatchBody(), batch()));

    assertThat(ours, equalTo(plain));
  }

  @Test
  void hasItsLengthInTheHead() throws IOException {
    byte[] body = sent(new BatchBody(), batch());

    assertThat(
        wire.last.httpRequest().firstMatchingHeader("Content-Length").orElseThrow(),
        is(String.valueOf(body.length)));
  }

  @Test
  void leavesOutCapacityThatNobodyAsksFor() throws IOException {
    BatchWriteItemRequest batch = batch().toBuilder().returnConsumedCapacity((String) null).build();

    JsonNode ours = JSON.readTree(sent(new BatchBody(), batch));

    assertThat(ours, equalTo(JSON.readTree(sent(new ExecutionInterceptor() {}, batch))));
  }

  @Test
  void leavesOtherRequestsAlone() throws IOException {
    try (DynamoDbClient client = client(new BatchBody())) {
      client.describeTable(request -> request.tableName("people"));
    }

    assertThat(new String(wire.body(), UTF_8), is("{\"TableName\":\"people\"}"));
  }

  private static BatchWriteItemRequest batch() {
    List<WriteRequest> puts =
        List.of(
            WriteRequest.builder().putRequest(put -> put.item(ITEM)).build(),
            WriteRequest.builder()
                .putRequest(put -> put.item(Map.of("id", AttributeValue.fromS("2"))))
                .build());
    return BatchWriteItemRequest.builder()
        .requestItems(Map.of("people", puts))
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  private byte[] sent(ExecutionInterceptor interceptor, BatchWriteItemRequest batch)
      throws IOException {
    try (DynamoDbClient client = client(interceptor)) {
      client.batchWriteItem(batch);
    }
    return wire.body();
  }

  private DynamoDbClient client(ExecutionInterceptor interceptor) {
    return DynamoDbClient.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClient(wire)
        .overrideConfiguration(override -> override.addExecutionInterceptor(interceptor))
        .build();
  }

  /** Keeps the last request, and answers nothing. */
  private static final class Wire implements SdkHttpClient {

    private HttpExecuteRequest last;

    byte[] body() throws IOException {
      return last.contentStreamProvider().orElseThrow().newStream().readAllBytes();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      last = request;
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(
                  AbortableInputStream.create(new ByteArrayInputStream("{}".getBytes(UTF_8))))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
