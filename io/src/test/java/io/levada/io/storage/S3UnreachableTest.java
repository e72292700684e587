/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One clear line for each way in which S3 can't be used at all. */
@ExtendWith(SandboxExtension.class)
class S3UnreachableTest {

  private static final Location FILE = Location.of("s3://bucket/run-1/a");

  private Sandbox sandbox;
  private AwsSettings aws;

  @BeforeEach
  void connect(Sandbox sandbox) {
    this.sandbox = sandbox;
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
  }

  @Test
  void saysThatTheBucketIsMissingWhateverIsDone() {
    Storage storage = storage(aws);
    Location file = Location.of("s3://missing/run-1/a");
    Entry entry = new Entry(file, 1, "tag", Instant.EPOCH);
    StagedFile staged =
        new StagedFile(file, new S3StagingId("run-1/x", "id", List.of("tag")).text(), 1);

    // As S3 does; the sandbox looks for the upload before the bucket.
    sandbox
        .faults()
        .add(
            Fault.error(404, "NoSuchBucket", "The specified bucket does not exist")
                .on("CompleteMultipartUpload"));

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
  void looksForTheBucketOnceOnly(SandboxSpace space) throws Exception {
    Storages storages = storages(aws);
    Location file = Location.of("s3://" + space.bucket()).child("a");
    storages.of(file).status(file);
    StorageRequests before = storages.requests();

    storages.of(file).status(file);

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
        "400 | KeyTooLongError | a name with its folders may have up to 1024 bytes"
      })
  void saysWhatS3HasRefusedAndWhatHelps(int status, String code, String remedy) {
    sandbox.faults().add(Fault.error(status, code, "As the test wants it"));

    IOException e = assertThrows(StorageException.class, () -> storage(aws).read(FILE));

    assertThat(
        e.getMessage(),
        is("Cannot read " + FILE + ": " + code + ": As the test wants it (" + remedy + ")"));
  }

  @Test
  void saysWhereTheBucketIs() {
    sandbox.faults().add(Fault.permanentRedirect("eu-west-1"));

    IOException e = assertThrows(StorageException.class, () -> storage(aws).read(FILE));

    assertThat(
        e.getMessage(),
        allOf(
            startsWith("Cannot read " + FILE + ": PermanentRedirect: "),
            endsWith(" (the bucket is in eu-west-1: check --awsRegion)")));
  }

  @Test
  void saysThatTheRegionIsWrong() {
    IOException e =
        assertThrows(StorageException.class, () -> storage(aws.withRegion("eu-west-1")).read(FILE));

    assertThat(
        e.getMessage(),
        allOf(
            startsWith("Cannot read " + FILE + ": AuthorizationHeaderMalformed: "),
            endsWith(" (the bucket is in us-east-1: check --awsRegion)")));
  }

  @ParameterizedTest
  @CsvSource({
    "aws.accessKeyId, InvalidAccessKeyId, AWS_ACCESS_KEY_ID",
    "aws.secretAccessKey, SignatureDoesNotMatch, AWS_SECRET_ACCESS_KEY"
  })
  void saysWhichCredentialIsWrong(String property, String code, String variable) {
    String right = System.setProperty(property, "wrong");
    try {
      IOException e = assertThrows(StorageException.class, () -> storage(aws).read(FILE));

      assertThat(
          e.getMessage(),
          allOf(
              startsWith("Cannot read " + FILE + ": " + code + ": "),
              endsWith(" (check " + variable + ", or AWS_PROFILE)")));
    } finally {
      System.setProperty(property, right);
    }
  }

  @Test
  void saysWhatS3HasRefusedThoughItsAnswerHasNoBody() {
    assertThat(
        refusalToLook(Fault.accessDenied()),
        is("AccessDenied (allow these credentials to do it, or use others)"));
    assertThat(
        refusalToLook(Fault.permanentRedirect("eu-west-1")),
        is("PermanentRedirect (the bucket is in eu-west-1: check --awsRegion)"));
    assertThat(refusalToLook(Fault.error(400, "Other", "Other")), is("HTTP status 400"));
  }

  private String refusalToLook(Fault fault) {
    sandbox.faults().clear();
    sandbox.faults().add(fault);
    IOException e = assertThrows(StorageException.class, () -> storage(aws).status(FILE));
    return e.getMessage().replaceFirst("^Cannot look at " + FILE + ": ", "");
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
    Storage storage = storage(aws.withTimeLimit(Duration.ofSeconds(1)));
    sandbox.faults().add(Fault.slowDown().ofKeyPrefix("overloaded"));

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
      Storage storage = storage(aws.withRegion("eu-west-3"));

      IOException e = assertThrows(StorageException.class, () -> storage.read(FILE));

      assertThat(
          e.getMessage(),
          is(
              "Cannot read s3://bucket/run-1/a: No AWS credentials were found (set AWS_PROFILE, or"
                  + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role)"));
      assertThat("the list of all that was tried", e.getCause(), is(nullValue()));
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
      assertThat("the list of all that was tried", e.getCause(), is(nullValue()));
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void endsWhenItIsInterrupted() {
    Storage storage = storage(aws);
    Thread.currentThread().interrupt();

    assertThrows(InterruptedIOException.class, () -> storage.read(FILE));

    assertThat(Thread.interrupted(), is(true));
  }

  private static Storage storage(AwsSettings aws) {
    return storages(aws).of(FILE);
  }

  private static Storages storages(AwsSettings aws) {
    return Storages.withoutStaging()
        .forRun("run-1", List.of(Location.of("s3://missing")))
        .withAws(aws);
  }
}
