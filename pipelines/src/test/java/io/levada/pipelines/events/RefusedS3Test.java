/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 does not allow ends in one clear line, soon, and with nothing published. */
@ExtendWith(SandboxExtension.class)
class RefusedS3Test {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Sandbox sandbox;
  private S3Zones zones;
  private long start;

  @BeforeEach
  void deliver(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    zones = new S3Zones(sandbox, space, folder);
    zones.deliver("a.json", event("1"));
    start = System.nanoTime();
  }

  @AfterEach
  void leave() {
    zones.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--landing", "--stage", "--output"})
  void namesTheBucketThatIsMissing(String option) {
    List<String> arguments = new ArrayList<>(List.of("events"));
    arguments.add("--landing=" + (option.equals("--landing") ? "s3://no-such" : zones.landing()));
    arguments.add("--stage=" + (option.equals("--stage") ? "s3://no-such/e" : zones.stage()));
    arguments.add("--output=" + (option.equals("--output") ? "s3://no-such/e" : zones.table()));

    assertRefused(
        zones.run(arguments.toArray(String[]::new)),
        1,
        "s3://no-such",
        "NoSuchBucket",
        "create the bucket");
  }

  @Test
  void namesTheBucketOfAnInputThatIsMissing() {
    int exit = zones.run("events", "--input=s3://no-such/pending", "--output=" + zones.table());

    assertRefused(exit, 1, "s3://no-such/pending", "NoSuchBucket", "create the bucket");
  }

  @Test
  void namesTheFolderOfAnInputThatIsMissing() {
    int exit =
        zones.run("events", "--input=" + zones.landing() + "/no-such", "--output=" + zones.table());

    assertRefused(exit, 1, zones.landing() + "/no-such", "check the path");
  }

  @ParameterizedTest
  @CsvSource({
    "ListObjectsV2, landing, ''",
    "GetObject, landing, pending/",
    "GetObject, trusted, _levada/",
    "ListObjectsV2, trusted, ''",
    "PutObject, landing, ''",
    "PutObject, trusted, _levada/events/ledger",
    "PutObject, trusted, _levada/events/locks/lock",
    "PutObject, trusted, _levada/events/runs/",
    "CreateMultipartUpload, trusted, events/",
    "UploadPart, trusted, events/",
    "DeleteObject, trusted, events/"
  })
  void saysWhatIsNotAllowedAndLeavesNothing(String operation, String zone, String prefix)
      throws Exception {
    forbid(operation, zone, prefix);

    assertRefused(
        zones.eventsAtOnce(),
        1,
        "s3://" + zones.bucket(zone),
        "AccessDenied",
        "allow these credentials to do it");
    assertNothingHasHappened();
  }

  @ParameterizedTest
  @CsvSource({
    "ListObjectsV2, ''",
    "CreateMultipartUpload, events/",
    "PutObject, _levada/events/runs/"
  })
  void saysWhatIsNotAllowedInTheStageZone(String operation, String prefix) throws Exception {
    forbid(operation, "stage", prefix);

    assertRefused(
        zones.events(),
        1,
        "s3://" + zones.bucket("stage"),
        "AccessDenied",
        "allow these credentials to do it");
    assertNothingHasHappened();
  }

  @Test
  void saysThatItCanNotBeUndoneEitherAndLeavesThatToTheNextRun() throws Exception {
    forbid("UploadPart", "trusted", "events/");
    forbid("AbortMultipartUpload", "trusted", "");

    int exit = zones.eventsAtOnce();

    assertThat(exit, is(1));
    assertThat(
        zones.err(),
        matchesPattern(
            """
            Cannot undo run [^\n]+: AccessDenied: [^\n]+
            levada: Cannot stage [^\n]+: AccessDenied: [^\n]+
            """));
    assertThat(zones.rows("event_id"), empty());
    sandbox.faults().clear();
    assertThat(zones.eventsAtOnce(), is(0));
    assertThat(zones.staged(), empty());
    assertThat(zones.rows("event_id"), contains("1"));
  }

  /** Behind PREPARED: the next start goes on, with the rights that were missing. */
  @ParameterizedTest
  @CsvSource({
    "CompleteMultipartUpload, trusted, events/",
    "PutObject, trusted, '_levada/events/runs/[^/]*/state-3.*'",
    "PutObject, trusted, 'events/_SUCCESS'",
    "CopyObject, landing, processed/",
    "DeleteObject, landing, pending/"
  })
  void saysWhatIsLeftToDoAndDoesItWithTheNextRun(String operation, String zone, String prefix)
      throws Exception {
    sandbox
        .faults()
        .add(
            Fault.accessDenied()
                .on(operation)
                .ofBucket(zones.bucket(zone))
                .ofKeyMatching(prefix + ".*"));

    assertRefused(
        zones.eventsAtOnce(),
        6,
        "s3://" + zones.bucket(zone),
        "AccessDenied",
        "allow these credentials to do it");

    sandbox.faults().clear();
    assertThat(zones.err(), zones.eventsAtOnce(), is(0));
    assertThat(zones.rows("event_id"), contains("1"));
    assertThat(zones.list(zones.pending()).keySet(), empty());
    assertThat(zones.staged(), empty());
  }

  @ParameterizedTest
  @CsvSource({
    "aws.accessKeyId, InvalidAccessKeyId, AWS_ACCESS_KEY_ID",
    "aws.secretAccessKey, SignatureDoesNotMatch, AWS_SECRET_ACCESS_KEY"
  })
  void saysWhichCredentialIsWrongAndDoesNotShowIt(String property, String code, String variable)
      throws Exception {
    String right = System.setProperty(property, "Wr0ngAndN0tToBeSh0wn");
    try {
      assertRefused(zones.events(), 1, "s3://", code, "check " + variable);
    } finally {
      System.setProperty(property, right);
    }
    assertThat(zones.err(), not(containsString("Wr0ngAndN0tToBeSh0wn")));
    assertNothingHasHappened();
  }

  @Test
  void saysThatTheRegionIsWrong() throws Exception {
    assertRefused(
        zones.events("--awsRegion=eu-west-1"), 1, "s3://", "us-east-1", "check --awsRegion");
    assertNothingHasHappened();
  }

  @Test
  void saysThatNothingListens() throws Exception {
    String endpoint;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = "http://127.0.0.1:" + closed.getLocalPort();
    }

    int exit =
        zones.runAsIs(
            "events",
            "--landing=" + zones.landing(),
            "--output=" + zones.table(),
            "--endpoint=" + endpoint);

    assertRefused(exit, 1, "s3://", "Connection refused", "check --endpoint");
    assertNothingHasHappened();
  }

  private void forbid(String operation, String zone, String prefix) {
    sandbox
        .faults()
        .add(Fault.accessDenied().on(operation).ofBucket(zones.bucket(zone)).ofKeyPrefix(prefix));
  }

  private void assertRefused(int exit, int expected, String... said) {
    assertThat(zones.err(), exit, is(expected));
    assertThat(Duration.ofNanos(System.nanoTime() - start), is(lessThan(SOON)));
    assertThat(zones.err(), matchesPattern("levada: [^\n]+\n"));
    for (String text : said) {
      assertThat(zones.err(), containsString(text));
    }
  }

  private void assertNothingHasHappened() throws Exception {
    sandbox.faults().clear();
    assertThat(zones.rows("event_id"), empty());
    assertThat(zones.dataFiles(zones.stage()), empty());
    assertThat(zones.list(zones.pending()).keySet(), contains("a.json"));
    assertThat(zones.staged(), empty());
  }
}
