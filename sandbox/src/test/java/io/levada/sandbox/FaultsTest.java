/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class FaultsTest {

  private Faults faults;
  private RequestLog requests;
  private S3Client s3;
  private String bucket;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    faults = sandbox.faults();
    requests = sandbox.requests();
    s3 = Clients.s3(sandbox);
    bucket = space.bucket();
  }

  @AfterEach
  void disconnect() {
    s3.close();
  }

  // What goes wrong

  @Test
  void deniesAccess() {
    faults.add(Fault.accessDenied());

    assertThat(error(this::list), is("403 AccessDenied"));
  }

  @Test
  void asksToSlowDown() {
    faults.add(Fault.slowDown());

    assertThat(error(this::list), is("503 SlowDown"));
  }

  @Test
  void tellsOfAnInternalError() {
    faults.add(Fault.internalError());

    assertThat(error(this::list), is("500 InternalError"));
  }

  @Test
  void tellsOfAnotherRegion() {
    faults.add(Fault.wrongRegion("eu-west-1"));

    S3Exception error = assertThrows(S3Exception.class, this::list);

    assertThat(error.awsErrorDetails().errorCode(), is("AuthorizationHeaderMalformed"));
    assertThat(
        error.awsErrorDetails().errorMessage(),
        is(
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting"
                + " 'eu-west-1'"));
  }

  @Test
  void redirectsToAnotherRegion() {
    faults.add(Fault.permanentRedirect("eu-west-1"));

    S3Exception error = assertThrows(S3Exception.class, this::list);

    assertThat(error.statusCode(), is(301));
    assertThat(
        error.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").get(),
        is("eu-west-1"));
  }

  @Test
  void tellsOfAnErrorInsideOk() {
    put("from");
    faults.add(Fault.errorInsideOk().on("CopyObject"));

    assertThrows(S3Exception.class, () -> copy("from", "to"));

    assertThat(keys(), contains("from"));
  }

  @Test
  void tellsOfAnErrorInsideOkThoughItCopied() {
    put("from");
    faults.add(Fault.errorInsideOk().on("CopyObject").afterApplying());

    assertThrows(S3Exception.class, () -> copy("from", "to"));

    assertThat(keys(), contains("from", "to"));
  }

  @Test
  void tellsOfAnErrorInsideOkThoughItCompleted() {
    String id = s3.createMultipartUpload(b -> b.bucket(bucket).key("key")).uploadId();
    CompletedPart part =
        CompletedPart.builder()
            .partNumber(1)
            .eTag(
                s3.uploadPart(
                        b -> b.bucket(bucket).key("key").uploadId(id).partNumber(1),
                        RequestBody.fromString("x"))
                    .eTag())
            .build();
    faults.add(Fault.errorInsideOk().on("CompleteMultipartUpload").afterApplying());

    assertThrows(
        S3Exception.class,
        () ->
            s3.completeMultipartUpload(
                b -> b.bucket(bucket).key("key").uploadId(id).multipartUpload(m -> m.parts(part))));

    assertThat(keys(), contains("key"));
  }

  @Test
  void tellsOfAnErrorThoughItDeleted() {
    put("key");
    faults.add(Fault.internalError().on("DeleteObject").afterApplying());

    assertThat(
        error(() -> s3.deleteObject(b -> b.bucket(bucket).key("key"))), is("500 InternalError"));

    assertThat(keys(), is(empty()));
  }

  @Test
  void resetsBeforeTheRequestIsApplied() {
    put("key");
    faults.add(Fault.resetBefore().on("DeleteObject"));

    assertThrows(SdkClientException.class, () -> s3.deleteObject(b -> b.bucket(bucket).key("key")));

    assertThat(keys(), contains("key"));
  }

  @Test
  void resetsBeforeALargeBodyIsRead() {
    faults.add(Fault.resetBefore().on("PutObject"));

    assertThrows(
        RuntimeException.class,
        () ->
            s3.putObject(
                b -> b.bucket(bucket).key("key"), RequestBody.fromBytes(new byte[8 << 20])));

    assertThat(keys(), is(empty()));
  }

  @Test
  void losesTheAnswer() {
    faults.add(Fault.resetAfter().on("PutObject"));

    assertThrows(SdkClientException.class, () -> put("key"));

    assertThat(keys(), contains("key"));
  }

  @Test
  void cutsABody() {
    byte[] content = new byte[1 << 20];
    new Random(1).nextBytes(content);
    s3.putObject(b -> b.bucket(bucket).key("key"), RequestBody.fromBytes(content));
    faults.add(Fault.cutBody().on("GetObject"));

    assertThat(bytesUntilTheEnd("key"), is((long) content.length / 2));
  }

  @Test
  void cutsABodyWhereItIsTold() {
    put("key");
    faults.add(Fault.cutBodyAfter(2).on("GetObject"));

    assertThat(bytesUntilTheEnd("key"), is(2L));
  }

  @Test
  void answersSlowly() {
    faults.add(Fault.delay(Duration.ofMillis(300)));
    long start = System.nanoTime();

    list();

    assertThat((System.nanoTime() - start) / 1_000_000, is(greaterThanOrEqualTo(300L)));
  }

  @Test
  void runsSomethingBeforeTheRequestIsApplied() {
    List<Boolean> seen = new ArrayList<>();
    S3Client other = s3;
    faults.add(Fault.run(() -> seen.add(isThere(other, "key"))).on("PutObject"));

    put("key");

    assertThat(seen, contains(false));
  }

  @Test
  void runsSomethingBeforeTheAnswer() {
    List<Boolean> seen = new ArrayList<>();
    S3Client other = s3;
    faults.add(Fault.runAfter(() -> seen.add(isThere(other, "key"))).on("PutObject"));

    put("key");

    assertThat(seen, contains(true));
  }

  @Test
  void tellsThePortOfWhoCalls(Sandbox sandbox) throws IOException {
    List<Integer> ports = new ArrayList<>();
    faults.add(Fault.run(port -> ports.add(port)));

    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      client.getInputStream().readAllBytes();

      assertThat(ports, contains(client.getLocalPort()));
    }
  }

  @Test
  void tellsTheSamePortBeforeTheAnswer() {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    faults.add(Fault.run(port -> before.add(port)));
    faults.add(Fault.runAfter(port -> after.add(port)));

    list();

    assertThat(after, is(before));
    assertThat(after, hasSize(1));
  }

  @Test
  void tellsThatWhatItRanHasFailed() {
    faults.add(
        Fault.run(
            () -> {
              throw new IllegalStateException("broken");
            }));

    S3Exception error = assertThrows(S3Exception.class, this::list);

    assertThat(
        error.awsErrorDetails().errorMessage(),
        is("The sandbox failed: java.lang.IllegalStateException: broken"));
  }

  @Test
  void throttlesDynamoDb(Sandbox sandbox, SandboxSpace space) {
    try (DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      String table = createTable(dynamoDb, space);
      faults.add(Fault.throughputExceeded().on("PutItem"));

      assertThrows(
          ProvisionedThroughputExceededException.class,
          () -> dynamoDb.putItem(b -> b.tableName(table).item(item("1"))));
    }
  }

  @Test
  void deniesAccessToDynamoDb(Sandbox sandbox) {
    try (DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      faults.add(Fault.accessDenied().ofService(Service.DYNAMODB));

      DynamoDbException error = assertThrows(DynamoDbException.class, () -> dynamoDb.listTables());

      assertThat(error.awsErrorDetails().errorCode(), is("AccessDeniedException"));
    }
  }

  @Test
  void leavesItemsOfABatch(Sandbox sandbox, SandboxSpace space) {
    try (DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      String table = createTable(dynamoDb, space);
      faults.add(Fault.unprocessedItems());
      List<WriteRequest> batch = List.of(write("1"), write("2"), write("3"));

      var answer = dynamoDb.batchWriteItem(b -> b.requestItems(Map.of(table, batch)));

      assertThat(answer.unprocessedItems(), is(Map.of(table, batch.subList(1, 3))));
      assertThat(dynamoDb.scan(b -> b.tableName(table)).items(), contains(item("1")));
    }
  }

  // To whom it happens

  @Test
  void hitsOnlyTheTableOfDynamoDb(Sandbox sandbox, SandboxSpace space) {
    try (DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      String table = createTable(dynamoDb, space);
      String arn = dynamoDb.describeTable(b -> b.tableName(table)).table().tableArn();
      List<String> hit = new ArrayList<>();
      faults.add(
          Fault.run(() -> {})
              .ofKeyPrefix(table)
              .where(call -> hit.add(call.key() + " " + call.operation())));

      dynamoDb.listTables();
      dynamoDb.putItem(b -> b.item(item("1")).tableName(table));
      dynamoDb.batchWriteItem(b -> b.requestItems(Map.of(table, List.of(write("2")))));
      dynamoDb.listTagsOfResource(b -> b.resourceArn(arn));

      assertThat(
          hit,
          contains(table + " PutItem", table + " BatchWriteItem", table + " ListTagsOfResource"));
    }
  }

  @Test
  void hitsOnlyTheOperation() {
    faults.add(Fault.accessDenied().on("GetObject", "HeadObject"));

    put("key");

    assertThat(status("key"), is(403));
  }

  @Test
  void hitsOnlyTheBucket(Sandbox sandbox) {
    faults.add(Fault.accessDenied().ofBucket("another"));

    put("key");

    assertThat(status("key"), is(200));
  }

  @Test
  void hitsOnlyTheKeysWithAPrefix() {
    put("a/1");
    put("b/1");
    faults.add(Fault.accessDenied().ofKeyPrefix("a/"));

    assertThat(List.of(status("a/1"), status("b/1")), contains(403, 200));
  }

  @Test
  void hitsOnlyTheKeysThatMatch() {
    put("a/1.json");
    put("a/1.gz");
    faults.add(Fault.accessDenied().ofKeyMatching(".*[.]gz"));

    assertThat(List.of(status("a/1.json"), status("a/1.gz")), contains(200, 403));
  }

  @Test
  void hitsOnlyTheNthCall() {
    put("key");
    faults.add(Fault.accessDenied().on("HeadObject").atCall(3));

    assertThat(statuses(5), contains(200, 200, 403, 200, 200));
  }

  @Test
  void hitsFromTheNthCallOn() {
    put("key");
    faults.add(Fault.accessDenied().on("HeadObject").fromCall(2));

    assertThat(statuses(4), contains(200, 403, 403, 403));
  }

  @Test
  void hitsOnlySoOften() {
    put("key");
    faults.add(Fault.accessDenied().on("HeadObject").times(2));

    assertThat(statuses(4), contains(403, 403, 200, 200));
  }

  @Test
  void hitsAShareOfTheCalls() {
    put("key");
    faults.add(Fault.accessDenied().on("HeadObject").withProbability(0.3, 1));

    List<Integer> statuses = statuses(200);

    assertThat(Collections.frequency(statuses, 403), is(allOf(greaterThan(30), lessThan(90))));
  }

  @Test
  void hitsTheSameCallsForTheSameSeed() {
    put("key");
    Fault fault = Fault.accessDenied().on("HeadObject").withProbability(0.5, 7);
    faults.add(fault);
    List<Integer> first = statuses(30);
    faults.clear();
    faults.add(fault);

    assertThat(statuses(30), is(first));
  }

  @Test
  void hitsTheSameCallsInAnotherOrder() {
    List<String> keys = IntStream.range(0, 30).mapToObj(i -> "key" + i).toList();
    keys.forEach(this::put);
    Fault fault = Fault.accessDenied().on("HeadObject").withProbability(0.5, 7);
    faults.add(fault);
    List<Integer> first = keys.stream().map(this::status).toList();
    faults.clear();
    faults.add(fault);
    List<String> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    List<Integer> second = new ArrayList<>(reversed.stream().map(this::status).toList());
    Collections.reverse(second);

    assertThat(second, is(first));
  }

  @Test
  void letsTheFirstOfTwoFaultsDecide() {
    faults.add(Fault.slowDown());
    faults.add(Fault.accessDenied());

    assertThat(error(this::list), is("503 SlowDown"));
  }

  @Test
  void countsHowOftenItStruck() {
    put("key");
    faults.add(Fault.accessDenied().on("HeadObject").times(2));

    statuses(4);

    assertThat(faults.struck(), is(2));
  }

  @Test
  void forgetsFaults() {
    faults.add(Fault.accessDenied());
    faults.clear();

    list();
  }

  @Test
  void refusesAProbabilityAboveOne() {
    Fault fault = Fault.slowDown();

    assertThrows(IllegalArgumentException.class, () -> fault.withProbability(1.1, 1));
  }

  @Test
  void countsCallsFromOne() {
    Fault fault = Fault.slowDown();

    assertThrows(IllegalArgumentException.class, () -> fault.atCall(0));
  }

  @Test
  void tellsOnlyErrorsAfterApplying() {
    Fault fault = Fault.cutBody();

    assertThrows(IllegalStateException.class, fault::afterApplying);
  }

  // What was asked for

  @Test
  void countsRequestsByOperation() {
    put("key");
    put("key");
    status("key");

    assertThat(requests.counts(Service.S3), is(Map.of("HeadObject", 1, "PutObject", 2)));
  }

  @Test
  void countsRequestsThatFail() {
    faults.add(Fault.accessDenied());

    error(this::list);

    assertThat(requests.count(Service.S3, "ListObjectsV2"), is(1));
  }

  @Test
  void tellsOperationsApart() {
    AtomicReference<Call> last = new AtomicReference<>();
    faults.add(Fault.run(() -> {}).where(call -> last.getAndSet(call) == null));
    String id = s3.createMultipartUpload(b -> b.bucket(bucket).key("a b")).uploadId();
    assertThat(last.get(), is(new Call(Service.S3, "CreateMultipartUpload", bucket, "a b", "", 0)));

    s3.uploadPart(
        b -> b.bucket(bucket).key("a b").uploadId(id).partNumber(7), RequestBody.fromString("x"));
    assertThat(last.get(), is(new Call(Service.S3, "UploadPart", bucket, "a b", "", 7)));

    s3.listParts(b -> b.bucket(bucket).key("a b").uploadId(id));
    assertThat(last.get(), is(new Call(Service.S3, "ListParts", bucket, "a b", "", 0)));

    s3.listMultipartUploads(b -> b.bucket(bucket));
    assertThat(last.get(), is(new Call(Service.S3, "ListMultipartUploads", bucket, "", "", 0)));

    s3.abortMultipartUpload(b -> b.bucket(bucket).key("a b").uploadId(id));
    assertThat(last.get(), is(new Call(Service.S3, "AbortMultipartUpload", bucket, "a b", "", 0)));
  }

  private void put(String key) {
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("content"));
  }

  private void list() {
    s3.listObjectsV2(b -> b.bucket(bucket));
  }

  private void copy(String from, String to) {
    s3.copyObject(
        b -> b.sourceBucket(bucket).sourceKey(from).destinationBucket(bucket).destinationKey(to));
  }

  private List<String> keys() {
    return s3.listObjectsV2(b -> b.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  private boolean isThere(S3Client client, String key) {
    return client.listObjectsV2(b -> b.bucket(bucket).prefix(key)).keyCount() > 0;
  }

  private int status(String key) {
    try {
      s3.headObject(b -> b.bucket(bucket).key(key));
      return 200;
    } catch (S3Exception e) {
      return e.statusCode();
    }
  }

  private List<Integer> statuses(int calls) {
    return IntStream.range(0, calls).mapToObj(i -> status("key")).toList();
  }

  /** Java's own client takes the end of a connection for the end of a body. */
  private long bytesUntilTheEnd(String key) {
    long bytes = 0;
    ResponseInputStream<GetObjectResponse> in = s3.getObject(b -> b.bucket(bucket).key(key));
    try {
      while (in.read() >= 0) {
        bytes++;
      }
      return bytes;
    } catch (IOException e) {
      return bytes;
    } finally {
      in.abort();
    }
  }

  private static String error(Runnable call) {
    S3Exception error = assertThrows(S3Exception.class, call::run);
    return error.statusCode() + " " + error.awsErrorDetails().errorCode();
  }

  private static String createTable(DynamoDbClient dynamoDb, SandboxSpace space) {
    String name = space.tablePrefix() + "things";
    dynamoDb.createTable(
        b ->
            b.tableName(name)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
    return name;
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static WriteRequest write(String id) {
    return WriteRequest.builder().putRequest(p -> p.item(item(id))).build();
  }
}
