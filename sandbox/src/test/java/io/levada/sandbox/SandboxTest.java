/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

@Timeout(60)
class SandboxTest {

  @Test
  void hasS3AndDynamoDbBehindOnePort() {
    try (Sandbox sandbox = Sandbox.start();
        S3Client s3 = Clients.s3(sandbox);
        DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      sandbox.createBucket("bucket");
      createTable(dynamoDb);

      assertThat(s3.listBuckets().buckets().get(0).name(), is("bucket"));
      assertThat(dynamoDb.listTables().tableNames(), contains("things"));
    }
  }

  @Test
  void keepsSandboxesApart() {
    try (Sandbox one = Sandbox.start();
        Sandbox other = Sandbox.start();
        S3Client s3 = Clients.s3(one);
        S3Client otherS3 = Clients.s3(other);
        DynamoDbClient dynamoDb = Clients.dynamoDb(one);
        DynamoDbClient otherDynamoDb = Clients.dynamoDb(other)) {
      one.createBucket("bucket");
      createTable(dynamoDb);

      assertThat(otherS3.listBuckets().buckets(), is(empty()));
      assertThat(otherDynamoDb.listTables().tableNames(), is(empty()));
      assertThat(s3.listBuckets().buckets(), is(not(empty())));
    }
  }

  @Test
  void keepsObjectsInAFolder(@TempDir Path folder) {
    try (Sandbox sandbox = Sandbox.keepingIn(folder).start();
        S3Client s3 = Clients.s3(sandbox)) {
      sandbox.createBucket("bucket");
      s3.putObject(
          b -> b.bucket("bucket").key("a b/ä+%").metadata(Map.of("levada", "run")),
          RequestBody.fromString("kept"));
    }

    try (Sandbox again = Sandbox.keepingIn(folder).start();
        S3Client s3 = Clients.s3(again)) {
      var kept = s3.getObjectAsBytes(b -> b.bucket("bucket").key("a b/ä+%"));
      assertThat(kept.asUtf8String(), is("kept"));
      assertThat(kept.response().metadata(), is(Map.of("levada", "run")));
    }
  }

  @Test
  void keepsAnOpenUploadInAFolder(@TempDir Path folder) {
    String uploadId;
    try (Sandbox sandbox = Sandbox.keepingIn(folder).start();
        S3Client s3 = Clients.s3(sandbox)) {
      sandbox.createBucket("bucket");
      uploadId = s3.createMultipartUpload(b -> b.bucket("bucket").key("key")).uploadId();
    }

    try (Sandbox again = Sandbox.keepingIn(folder).start();
        S3Client s3 = Clients.s3(again)) {
      s3.abortMultipartUpload(b -> b.bucket("bucket").key("key").uploadId(uploadId));
      assertThat(s3.listMultipartUploads(b -> b.bucket("bucket")).uploads(), is(empty()));
    }
  }

  @Test
  void keepsTablesInAFolder(@TempDir Path folder) {
    try (Sandbox sandbox = Sandbox.keepingIn(folder).start();
        DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      createTable(dynamoDb);
      dynamoDb.putItem(b -> b.tableName("things").item(Map.of("id", AttributeValue.fromS("1"))));
    }

    try (Sandbox again = Sandbox.keepingIn(folder).start();
        DynamoDbClient dynamoDb = Clients.dynamoDb(again)) {
      assertThat(
          dynamoDb.scan(b -> b.tableName("things")).items(),
          contains(Map.of("id", AttributeValue.fromS("1"))));
    }
  }

  @Test
  void keepsObjectsAsPlainFiles(@TempDir Path folder) throws IOException {
    try (Sandbox sandbox = Sandbox.keepingIn(folder).start();
        S3Client s3 = Clients.s3(sandbox)) {
      sandbox.createBucket("bucket");

      s3.putObject(b -> b.bucket("bucket").key("a b/ä+%23"), RequestBody.fromString("kept"));

      assertThat(Files.readString(folder.resolve("s3/bucket/a b/ä+%23")), is("kept"));
    }
  }

  @Test
  void refusesAFolderThatAnotherSandboxHas(@TempDir Path folder) {
    try (Sandbox sandbox = Sandbox.keepingIn(folder).start()) {
      sandbox.createBucket("bucket");

      UncheckedIOException refused =
          assertThrows(UncheckedIOException.class, () -> Sandbox.keepingIn(folder).start());

      assertThat(
          refused.getMessage(),
          is(
              "Cannot keep data in "
                  + folder
                  + ": another sandbox is using it (stop that one, or give another folder)"));
    }
  }

  @Test
  void leavesItsFolderToOthersIfItDoesNotStart(@TempDir Path folder) {
    try (Sandbox taken = Sandbox.start()) {
      Sandbox.Settings settings = Sandbox.keepingIn(folder).onPort(taken.port());
      assertThrows(UncheckedIOException.class, settings::start);
    }

    Sandbox.keepingIn(folder).start().close();
  }

  @Test
  void namesAFolderThatIsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    UncheckedIOException failure =
        assertThrows(UncheckedIOException.class, () -> Sandbox.keepingIn(file).start());

    assertThat(
        failure.getMessage(), is("Cannot keep data in " + file + ": it is a file (give a folder)"));
  }

  @Test
  void leavesABucketThatIsThere() {
    try (Sandbox sandbox = Sandbox.start();
        S3Client s3 = Clients.s3(sandbox)) {
      sandbox.createBucket("bucket");
      s3.putObject(b -> b.bucket("bucket").key("key"), RequestBody.fromString("kept"));

      sandbox.createBucket("bucket");

      assertThat(
          s3.getObjectAsBytes(b -> b.bucket("bucket").key("key")).asUtf8String(), is("kept"));
    }
  }

  @Test
  void forgetsAllInMemory() {
    try (Sandbox sandbox = Sandbox.start();
        S3Client s3 = Clients.s3(sandbox)) {
      sandbox.createBucket("bucket");
      s3.putObject(b -> b.bucket("bucket").key("key"), RequestBody.empty());
    }

    try (Sandbox again = Sandbox.start();
        S3Client s3 = Clients.s3(again)) {
      again.createBucket("bucket");
      assertThrows(
          NoSuchKeyException.class, () -> s3.headObject(b -> b.bucket("bucket").key("key")));
    }
  }

  @Test
  void takesThePortItIsTold() {
    int port;
    try (Sandbox sandbox = Sandbox.start()) {
      port = sandbox.port();
    }

    try (Sandbox again = Sandbox.inMemory().onPort(port).start()) {
      assertThat(again.endpoint(), is(URI.create("http://127.0.0.1:" + port)));
    }
  }

  @Test
  void namesThePortThatIsInUse() {
    try (Sandbox sandbox = Sandbox.start()) {
      Sandbox.Settings same = Sandbox.inMemory().onPort(sandbox.port());

      UncheckedIOException failure = assertThrows(UncheckedIOException.class, same::start);

      assertThat(failure.getMessage(), is("Cannot listen on 127.0.0.1:" + sandbox.port()));
    }
  }

  @Test
  void answersNoMoreWhenClosed() {
    Sandbox closed = Sandbox.start();
    int port = closed.port();
    closed.close();

    IOException failure =
        assertThrows(IOException.class, () -> new Socket(Loopback.address(), port));

    assertThat(failure, is(instanceOf(ConnectException.class)));
  }

  @Test
  void canBeClosedTwice() {
    Sandbox sandbox = Sandbox.start();
    sandbox.close();

    sandbox.close();
  }

  @Test
  void leavesNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    List<String> names;
    try (Sandbox sandbox = Sandbox.start();
        S3Client s3 = Clients.s3(sandbox);
        DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      s3.listBuckets();
      dynamoDb.listTables();
      names = List.of("sandbox-" + sandbox.port(), "S3Proxy-Jetty", "qtp", "SQLiteQueue");
    }

    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.isAlive() && !before.contains(thread))
            .map(Thread::getName)
            .filter(thread -> names.stream().anyMatch(thread::startsWith))
            .toList();

    assertThat(left, is(empty()));
  }

  @Test
  void listensToThisMachineAlone() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox)) {
      dynamoDb.listTables();
      for (InetAddress address : addressesOfTheNetwork()) {
        assertThrows(IOException.class, () -> new Socket(address, sandbox.port()).close());
      }
    }
  }

  @Test
  void keepsItsLibrariesToItself() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("org.gaul.s3proxy.S3Proxy"));
  }

  @Test
  void tellsTheEnvironmentOfItsClients() {
    try (Sandbox sandbox = Sandbox.start()) {
      assertThat(
          sandbox.environment().toString(),
          containsString("AWS_ENDPOINT_URL=http://127.0.0.1:" + sandbox.port()));
    }
  }

  private static List<InetAddress> addressesOfTheNetwork() throws IOException {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .toList();
  }

  private static void createTable(DynamoDbClient dynamoDb) {
    dynamoDb.createTable(
        b ->
            b.tableName("things")
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
  }
}
