/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class BatchSenderTest {

  private static final String TABLE = "people";

  private final Server server = new Server();
  private CapacityLimit limit = CapacityLimit.of(Double.POSITIVE_INFINITY);

  /** Answers by what was put there, and then that all is written. */
  private static final class Server implements DynamoDbClient {

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Integer> sent = new ArrayList<>();

    interface Answer {
      List<WriteRequest> unprocessed(List<WriteRequest> requests);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      List<WriteRequest> requests = request.requestItems().get(TABLE);
      sent.add(requests.size());
      Answer answer = answers.poll();
      List<WriteRequest> left = answer == null ? List.of() : answer.unprocessed(requests);
      return BatchWriteItemResponse.builder()
          .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(TABLE, left))
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private ItemBatch send(Duration patience, List<Map<String, AttributeValue>> items)
      throws IOException, InterruptedException {
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      rows.add(String.valueOf(i).getBytes(UTF_8));
    }
    ItemBatch batch = new ItemBatch(rows);
    new BatchSender(server, TABLE, List.of("id"), limit, patience, new WriteCounts())
        .send(batch, items);
    return batch;
  }

  private static List<Map<String, AttributeValue>> items(int count) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(Map.of("id", AttributeValue.fromN(String.valueOf(i))));
    }
    return items;
  }

  private static List<WriteRequest> throttled(List<WriteRequest> requests) {
    throw ProvisionedThroughputExceededException.builder()
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode("ProvisionedThroughputExceededException").build())
        .statusCode(400)
        .build();
  }

  @Test
  void doesNotCountTheWaitForTheRateAsTimeWithoutProgress() throws Exception {
    limit = CapacityLimit.of(40);
    server.answers.add(BatchSenderTest::throttled);

    send(Duration.ofMillis(400), items(25));

    assertThat(server.sent, contains(25, 25));
  }

  @Test
  void sendsAgainOnlyWhatWasGivenBackInAnotherForm() throws Exception {
    List<Map<String, AttributeValue>> items = new ArrayList<>(items(2));
    items.add(
        Map.of("id", AttributeValue.fromN("20"), "tags", AttributeValue.fromSs(List.of("a", "b"))));
    Map<String, AttributeValue> back =
        Map.of(
            "id", AttributeValue.fromN("2E+1"), "tags", AttributeValue.fromSs(List.of("b", "a")));
    server.answers.add(
        requests -> List.of(WriteRequest.builder().putRequest(put -> put.item(back)).build()));

    ItemBatch batch = send(Duration.ofSeconds(10), items);

    assertThat(server.sent, contains(3, 1));
    assertThat(batch.written(), hasSize(3));
  }

  @Test
  void sendsItemsInSeveralRequestsThatAreTooLargeForOne() throws Exception {
    // 300 KB of each as DynamoDB counts, but more than 1 MB in a request.
    AttributeValue numbers =
        AttributeValue.fromL(Collections.nCopies(100_000, AttributeValue.fromN("7")));
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (Map<String, AttributeValue> item : items(6)) {
      items.add(Map.of("id", item.get("id"), "numbers", numbers));
    }

    ItemBatch batch = send(Duration.ofSeconds(10), items);

    assertThat(server.sent, contains(3, 3));
    assertThat(batch.written(), hasSize(6));
  }

  @Test
  void takesNoCapacityForWhatIsThrottled() throws Exception {
    limit = CapacityLimit.of(20);
    double paid = limit.reserve(0, 0);
    server.answers.add(BatchSenderTest::throttled);

    assertThrows(IOException.class, () -> send(Duration.ZERO, items(25)));

    assertThat(limit.reserve(0, 0), closeTo(paid, 1e9));
  }
}
