/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsFailure;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Puts batches of items, until each is written or refused for itself. Safe for any thread.
 *
 * <p>What DynamoDB throttles, gives back as unprocessed or does not answer is sent again after a
 * pause, chosen at random up to a limit that doubles; for as long as the patience lasts without any
 * item being written, not counting what the rate has held it back. A batch that is refused as
 * invalid is halved, so that one item that is to blame costs the others nothing.
 */
final class BatchSender {

  /** What an item is refused by that is to blame itself. */
  private static final Set<String> ITEMS_OWN =
      Set.of("ValidationException", "ItemCollectionSizeLimitExceededException");

  private static final Set<String> THROTTLES =
      Set.of(
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "ThrottlingException",
          "Throttling",
          "TooManyRequestsException",
          "SlowDown");

  /** What passes although its status is one of those that tell the client to be wrong. */
  private static final Set<String> PASSING =
      Set.of("TransactionInProgressException", "RequestTimeout", "RequestTimeoutException");

  private static final int FIRST_PAUSE_MILLIS = 25;
  private static final int LONGEST_PAUSE_MILLIS = 5_000;
  private static final int MAX_DOUBLINGS = 10;
  private static final int UNIT_BYTES = 1024;

  private final DynamoDbClient client;
  private final String table;
  private final List<String> keys;
  private final CapacityLimit limit;
  private final Duration patience;
  private final WriteCounts counts;

  /** An item with the row that it was made of. */
  private record Put(byte[] row, Map<String, AttributeValue> item, WriteRequest request) {}

  /**
   * @param keys the names of the key attributes
   */
  BatchSender(
      DynamoDbClient client,
      String table,
      List<String> keys,
      CapacityLimit limit,
      Duration patience,
      WriteCounts counts) {
    this.client = client;
    this.table = table;
    this.keys = List.copyOf(keys);
    this.limit = limit;
    this.patience = patience;
    this.counts = counts;
  }

  /**
   * Writes a batch, in several requests if one would be too large.
   *
   * @param items those of the batch's rows, in their order
   * @throws IOException if DynamoDB can't be reached, refuses all, or takes nothing for too long
   */
  void send(ItemBatch batch, List<Map<String, AttributeValue>> items)
      throws IOException, InterruptedException {
    List<Put> puts = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < items.size(); i++) {
      long more = ItemSize.sent(items.get(i));
      if (!puts.isEmpty() && bytes + more > ItemBatch.MAX_SENT_BYTES) {
        send(batch, puts, new Pauses());
        puts = new ArrayList<>();
        bytes = 0;
      }
      bytes += more;
      PutRequest put = PutRequest.builder().item(items.get(i)).build();
      puts.add(
          new Put(
              batch.rows().get(i), items.get(i), WriteRequest.builder().putRequest(put).build()));
    }
    send(batch, puts, new Pauses());
  }

  private void send(ItemBatch batch, List<Put> all, Pauses pauses)
      throws IOException, InterruptedException {
    List<Put> left = all;
    while (!left.isEmpty()) {
      double taken = limit.isInfinite() ? 0 : left.stream().mapToLong(BatchSender::units).sum();
      long before = System.nanoTime();
      limit.take(taken);
      pauses.leaveOut(System.nanoTime() - before);
      counts.requests.increment();
      try {
        BatchWriteItemResponse answer = client.batchWriteItem(request(left));
        left = unprocessed(batch, left, answer, taken, pauses);
      } catch (SdkException e) {
        String code = AwsFailure.code(e);
        if (ITEMS_OWN.contains(code) || THROTTLES.contains(code)) {
          limit.settle(taken, 0);
        }
        if (ITEMS_OWN.contains(code)) {
          isolate(batch, left, (AwsServiceException) e, pauses);
          return;
        }
        beforeRepeat(e, code, pauses);
      }
    }
  }

  private BatchWriteItemRequest request(List<Put> puts) {
    return BatchWriteItemRequest.builder()
        .requestItems(Map.of(table, puts.stream().map(Put::request).toList()))
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  /** Counts what was written, and tells what was not. */
  private List<Put> unprocessed(
      ItemBatch batch, List<Put> sent, BatchWriteItemResponse answer, double taken, Pauses pauses)
      throws IOException, InterruptedException {
    double consumed = 0;
    for (ConsumedCapacity capacity : answer.consumedCapacity()) {
      consumed += capacity.capacityUnits() == null ? 0 : capacity.capacityUnits();
    }
    counts.capacity.add(consumed);
    limit.settle(taken, consumed);
    List<WriteRequest> givenBack =
        answer.unprocessedItems().values().stream().flatMap(List::stream).toList();
    if (givenBack.isEmpty()) {
      sent.forEach(put -> batch.addWritten(put.row()));
      counts.written.add(sent.size());
      return List.of();
    }

    List<Put> left = match(sent, givenBack);
    sent.stream().filter(put -> !left.contains(put)).forEach(put -> batch.addWritten(put.row()));
    counts.written.add(sent.size() - left.size());
    counts.throttled.increment();
    if (left.size() < sent.size()) {
      pauses.reset();
    }
    pauses.pause(table, "it has no capacity for them");
    return left;
  }

  /**
   * The items that were given back, as they were sent: of the same keys, since no key is in a batch
   * twice, and sets may come back in another order, numbers in another form.
   */
  private List<Put> match(List<Put> sent, List<WriteRequest> givenBack) {
    List<Put> rest = new ArrayList<>(sent);
    List<Put> left = new ArrayList<>();
    for (WriteRequest request : givenBack) {
      Map<String, AttributeValue> item =
          request.putRequest() == null ? Map.of() : request.putRequest().item();
      Put found =
          rest.stream().filter(put -> haveSameKey(put.item(), item)).findFirst().orElse(null);
      if (found == null) {
        // All of it again, which changes nothing, is better than to guess.
        return sent;
      }
      rest.remove(found);
      left.add(found);
    }
    return left;
  }

  private boolean haveSameKey(Map<String, AttributeValue> a, Map<String, AttributeValue> b) {
    return keys.stream().allMatch(key -> isSameKey(a.get(key), b.get(key)));
  }

  private static boolean isSameKey(AttributeValue a, @Nullable AttributeValue b) {
    boolean isNumber = a.n() != null && b != null && b.n() != null;
    return isNumber ? new BigDecimal(a.n()).compareTo(new BigDecimal(b.n())) == 0 : a.equals(b);
  }

  private void isolate(ItemBatch batch, List<Put> refused, AwsServiceException e, Pauses pauses)
      throws IOException, InterruptedException {
    if (refused.size() == 1) {
      Put put = refused.get(0);
      batch.addRefused(put.row(), Refusal.of(e, put.item()));
      return;
    }

    int half = refused.size() / 2;
    send(batch, refused.subList(0, half), pauses);
    send(batch, refused.subList(half, refused.size()), pauses);
  }

  private void beforeRepeat(SdkException e, String code, Pauses pauses)
      throws IOException, InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    if (THROTTLES.contains(code)) {
      counts.throttled.increment();
      pauses.pause(table, code);
      return;
    }

    boolean isAnswer = e instanceof AwsServiceException;
    int status = isAnswer ? ((AwsServiceException) e).statusCode() : 0;
    if (isAnswer && status < 500 && !PASSING.contains(code)) {
      throw DynamoFailure.of("write to", table, "BatchWriteItem", e);
    }
    if (!isAnswer && !mayPass(e)) {
      throw DynamoFailure.of("write to", table, "BatchWriteItem", e);
    }
    counts.repeated.increment();
    if (pauses.isOver()) {
      throw DynamoFailure.of("write to", table, "BatchWriteItem", e);
    }
    pauses.pause(table, isAnswer ? code : "no answer");
  }

  /** Whether a connection failed; that there are no credentials, for one, does not pass. */
  private static boolean mayPass(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return e.retryable()
        || e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException;
  }

  /** About what the item consumes; its indexes show in the answer. */
  private static long units(Put put) {
    return Math.max(1, (ItemSize.of(put.item()) + UNIT_BYTES - 1) / UNIT_BYTES);
  }

  /** The pauses of one batch. */
  private final class Pauses {

    private long start = System.nanoTime();
    private int count;

    /** Some was written. */
    void reset() {
      start = System.nanoTime();
      count = 0;
    }

    /** DynamoDB has nothing to do with this time. */
    void leaveOut(long nanos) {
      start += nanos;
    }

    boolean isOver() {
      return leftMillis() <= 0;
    }

    private long leftMillis() {
      return patience.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    void pause(String what, String reason) throws IOException, InterruptedException {
      long left = leftMillis();
      if (left <= 0) {
        throw new IOException(
            "Cannot write to DynamoDB table "
                + what
                + ": it took no item of a batch in "
                + patience.toSeconds()
                + " s ("
                + reason
                + "; what is written stays, and a rerun writes the rest: give the table more"
                + " capacity, or lower --maxWritesPerSecond)");
      }
      int longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << count);
      count = Math.min(count + 1, MAX_DOUBLINGS);
      Thread.sleep(Math.min(left, 1 + ThreadLocalRandom.current().nextInt(longest)));
    }
  }
}
