/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.FaultyS3.Fault;
import io.levada.sandbox.LocalS3;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One clear line for each way in which S3 can't be used at all. */
class S3UnreachableTest {

  private static final Location FILE = Location.of("s3://bucket/run-1/a");

  private static LocalS3 s3;
  private static FaultyS3 front;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    front = FaultyS3.inFrontOf(s3.endpoint());
    S3Connection.of(AwsSettings.ofTheMachine().withEndpoint(s3.endpoint()))
        .client()
        .createBucket(request -> request.bucket("bucket"));
  }

  @AfterAll
  static void stop() throws Exception {
    front.close();
    s3.close();
  }

  @Test
  void saysThatTheBucketIsMissingWhateverIsDone() {
    Storage storage = storage(AwsSettings.ofTheMachine().withEndpoint(s3.endpoint()));
    Location file = Location.of("s3://missing/run-1/a");
    Entry entry = S3Head.entry(file, 1, "tag", Instant.EPOCH);
    StagedFile staged =
        new StagedFile(file, new S3StagingId("run-1/x", "id", List.of("tag")).text(), 1);

    for (Executable use :
        List.<Executable>of(
            () -> storage.list(file, found -> {}),
            () -> storage.status(file),
            () -> storage.folderExists(file),
            () -> storage.read(file),
            () -> storage.createIfAbsent(file, new byte[1]),
            () -> storage.write(file, new byte[1]),
            () -> storage.delete(file),
            () -> storage.deleteAll(List.of(file)),
            () -> storage.stage(file, "x"),
            () -> storage.complete(List.of(staged)),
            () -> storage.discardStagedExcept(Set.of()),
            () -> {
              try (OpenFile open = storage.open(entry)) {
                open.read(0, new byte[1], 0, 1);
              }
            })) {
      IOException e = assertThrows(StorageException.class, use);

      assertThat(
          e.getMessage(),
          allOf(
              startsWith("Cannot "),
              containsString("s3://missing"),
              containsString(": NoSuchBucket: The specified bucket does not exist"),
              endsWith(" (create the bucket, or check its name)")));
    }
  }

  @Test
  void looksForTheBucketOnceOnly() throws Exception {
    Storages storages = storages(AwsSettings.ofTheMachine().withEndpoint(front.endpoint()));
    storages.of(FILE).status(FILE);
    StorageRequests before = storages.requests();

    storages.of(FILE).status(FILE);

    assertThat(storages.requests().since(before).total(), is(1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | allow these credentials to do it, or use others",
        "403 | InvalidAccessKeyId | check AWS_ACCESS_KEY_ID, or AWS_PROFILE",
        "403 | SignatureDoesNotMatch | check AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
        "400 | ExpiredToken | these credentials have expired: get new ones",
        "301 | PermanentRedirect | the bucket is in eu-west-1: check --awsRegion",
        "400 | AuthorizationHeaderMalformed | the bucket is in eu-west-1: check --awsRegion",
        "400 | KeyTooLongError | a name with its folders may have up to 1024 bytes"
      })
  void saysWhatS3HasRefusedAndWhatHelps(int status, String code, String remedy) throws Exception {
    Storage storage = storage(AwsSettings.ofTheMachine().withEndpoint(front.endpoint()));
    front.inject(
        1,
        line -> line.startsWith("GET"),
        Fault.answer(status, code, "x-amz-bucket-region: eu-west-1"));

    IOException e = assertThrows(StorageException.class, () -> storage.read(FILE));

    assertThat(
        e.getMessage(),
        is("Cannot read " + FILE + ": " + code + ": As the test wants it (" + remedy + ")"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied (allow these credentials to do it, or use others)",
        "301 | PermanentRedirect (the bucket is in eu-west-1: check --awsRegion)",
        "400 | HTTP status 400"
      })
  void saysWhatS3HasRefusedThoughItsAnswerHasNoBody(int status, String reason) {
    Storage storage = storage(AwsSettings.ofTheMachine().withEndpoint(front.endpoint()));
    front.inject(
        1,
        line -> line.startsWith("HEAD"),
        Fault.answer(status, "", "x-amz-bucket-region: eu-west-1"));

    IOException e = assertThrows(StorageException.class, () -> storage.status(FILE));

    assertThat(e.getMessage(), is("Cannot look at " + FILE + ": " + reason));
  }

  @Test
  void saysSoonThatNothingListens() throws Exception {
    URI endpoint;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    Storages storages = storages(AwsSettings.ofTheMachine().withEndpoint(endpoint));
    long start = System.nanoTime();

    IOException e = assertThrows(StorageException.class, () -> storages.of(FILE).read(FILE));

    assertThat(
        e.getMessage(),
        is(
            "Cannot read s3://bucket/run-1/a: Connect to 127.0.0.1:"
                + endpoint.getPort()
                + " [/127.0.0.1] failed: Connection refused (check --endpoint, --awsRegion and the"
                + " network)"));
    assertThat(Duration.ofNanos(System.nanoTime() - start), is(lessThan(Duration.ofSeconds(30))));
    assertThat(storages.requests(), is(new StorageRequests(Map.of("GetObject", 5L), 4)));
  }

  @Test
  void saysThatNoHostHasTheName() {
    URI endpoint = URI.create("http://no-such-host.invalid");
    Storage storage = storage(AwsSettings.ofTheMachine().withEndpoint(endpoint));

    IOException e = assertThrows(StorageException.class, () -> storage.read(FILE));

    assertThat(
        e.getMessage(),
        is(
            "Cannot read s3://bucket/run-1/a: No such host: no-such-host.invalid (check"
                + " --endpoint, --awsRegion and the network)"));
  }

  @Test
  void saysThatItWasNotDoneInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Storage storage =
          storage(
              AwsSettings.ofTheMachine()
                  .withEndpoint(endpoint)
                  .withTimeLimit(Duration.ofMillis(300)));

      IOException e = assertThrows(StorageException.class, () -> storage.read(FILE));

      assertThat(
          e.getMessage(),
          is(
              "Cannot read s3://bucket/run-1/a: Not done in time (check --endpoint, --awsRegion"
                  + " and the network)"));
    }
  }

  @Test
  void endsAtTheTimeLimitThoughTheServerIsOverloaded() {
    Storage storage =
        storage(
            AwsSettings.ofTheMachine()
                .withEndpoint(front.endpoint())
                .withTimeLimit(Duration.ofSeconds(1)));
    front.inject(99, line -> line.contains("overloaded"), Fault.answer(503, "SlowDown"));

    IOException e =
        assertThrows(
            StorageException.class, () -> storage.read(Location.of("s3://bucket/overloaded")));

    assertThat(e.getMessage(), startsWith("Cannot read s3://bucket/overloaded: "));
  }

  @Test
  void saysThatThereAreNoCredentials() {
    String id = System.clearProperty("aws.accessKeyId");
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      Storage storage =
          storage(AwsSettings.ofTheMachine().withEndpoint(s3.endpoint()).withRegion("eu-west-3"));

      IOException e = assertThrows(StorageException.class, () -> storage.read(FILE));

      assertThat(
          e.getMessage(),
          is(
              "Cannot read s3://bucket/run-1/a: No AWS credentials were found (set AWS_PROFILE, or"
                  + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role)"));
    } finally {
      System.setProperty("aws.accessKeyId", id);
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void saysThatThereIsNoRegion() {
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      Storage storage = storage(AwsSettings.ofTheMachine());

      IOException e = assertThrows(StorageException.class, () -> storage.read(FILE));

      assertThat(
          e.getMessage(),
          is(
              "Cannot read s3://bucket/run-1/a: No AWS region is set (give --awsRegion, or set"
                  + " AWS_REGION)"));
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void endsWhenItIsInterrupted() {
    Storage storage = storage(AwsSettings.ofTheMachine().withEndpoint(s3.endpoint()));
    Thread.currentThread().interrupt();

    assertThrows(InterruptedIOException.class, () -> storage.read(FILE));

    assertThat(Thread.interrupted(), is(true));
  }

  private static Storage storage(AwsSettings aws) {
    return storages(aws).of(FILE);
  }

  private static Storages storages(AwsSettings aws) {
    return Storages.withoutStaging()
        .forRun("run-1", List.of(Location.of("s3://bucket"), Location.of("s3://missing")))
        .withAws(aws);
  }
}
