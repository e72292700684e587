/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What becomes of requests that fail, are cut off, or have their answers lost. */
@ExtendWith(SandboxExtension.class)
class S3FaultsTest {

  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two, longer".getBytes(StandardCharsets.UTF_8);

  private Sandbox sandbox;
  private AwsSettings aws;
  private Location bucket;
  private Location file;
  private Storages storages;
  private Storage storage;
  private StorageRequests before;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    bucket = Location.of("s3://" + space.bucket());
    file = bucket.child("run-1/a");
    storages = Storages.withoutStaging().forRun("run-1", List.of(bucket)).withAws(aws);
    storage = storages.of(bucket);
    before = storages.requests();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void repeatsWhatTheServerCouldNotDo(int status) throws Exception {
    hit(error(status, "SlowDown").on("PutObject").times(2));

    storage.write(file, ONE);

    assertThat(storage.read(file).orElseThrow(), is(ONE));
    assertThat(
        storages.requests().since(before),
        is(new StorageRequests(Map.of("PutObject", 3L, "GetObject", 1L), 2)));
    assertThat(sandbox.requests().count(Service.S3, "PutObject"), is(3));
  }

  @Test
  void repeatsWhatWasCutOff() throws Exception {
    hit(Fault.resetBefore().on("PutObject").atCall(1));
    hit(Fault.resetAfter().on("GetObject").atCall(1));

    storage.write(file, ONE);

    assertThat(storage.read(file).orElseThrow(), is(ONE));
  }

  @Test
  void knowsThatItHasCreatedAFileThoughTheAnswerWasLost() throws Exception {
    hit(Fault.resetAfter().on("PutObject").atCall(1));

    assertThat(storage.createIfAbsent(file, ONE), is(true));
    assertThat(storage.createIfAbsent(file, ONE), is(false));
  }

  @Test
  void saysSoWhenItCanNotKnowWhetherItHasCreatedAFile() throws Exception {
    AwsSettings impatient = aws.withTimeLimit(Duration.ofSeconds(1));
    hit(Fault.resetAfter().on("PutObject").atCall(1));
    hit(Fault.resetBefore().on("PutObject").fromCall(2));

    assertThrows(
        StorageException.class,
        () -> storages.withAws(impatient).of(bucket).createIfAbsent(file, ONE));

    assertThat(storage.read(file).orElseThrow(), is(ONE));
  }

  @Test
  void sendsAPartAgainThatFailed() throws Exception {
    byte[] content = new byte[11 << 20];
    new Random(7).nextBytes(content);
    hit(Fault.slowDown().where(call -> call.partNumber() == 1).times(1));
    hit(Fault.resetBefore().where(call -> call.partNumber() == 2).times(1));
    hit(Fault.resetAfter().where(call -> call.partNumber() == 3).times(1));

    storage.complete(List.of(stage(file, content)));

    assertThat(Arrays.equals(storage.read(file).orElseThrow(), content), is(true));
    assertThat(sandbox.faults().struck(), is(3));
  }

  @Test
  void createsAFileOnceTheConflictIsOver() throws Exception {
    hit(error(409, "ConditionalRequestConflict").on("PutObject").times(2));

    assertThat(storage.createIfAbsent(file, ONE), is(true));
  }

  @Test
  void completesAFileWhoseAnswerWasLost() throws Exception {
    StagedFile staged = stage(file, ONE);
    hit(Fault.resetAfter().on("CompleteMultipartUpload").atCall(1));

    storage.complete(List.of(staged));

    assertThat(storage.read(file).orElseThrow(), is(ONE));
  }

  /** As S3 does when it has forgotten the upload. */
  @ParameterizedTest
  @CsvSource({"404, NoSuchUpload", "412, PreconditionFailed", "409, ConditionalRequestConflict"})
  void knowsAgainWhatItHasCompleted(int status, String code) throws Exception {
    StagedFile staged = stage(file, ONE);
    storage.complete(List.of(staged));
    hit(error(status, code).on("CompleteMultipartUpload").atCall(1));

    storage.complete(List.of(staged));

    assertThat(storage.read(file).orElseThrow(), is(ONE));
  }

  @Test
  void takesAnErrorInsideA200ForAnError() throws Exception {
    StagedFile staged = stage(file, ONE);
    hit(error(200, "AccessDenied").on("CompleteMultipartUpload"));

    IOException e = assertThrows(StorageException.class, () -> storage.complete(List.of(staged)));

    assertThat(
        e.getMessage(),
        allOf(containsString("Cannot complete " + file), containsString("AccessDenied")));
  }

  @Test
  void repeatsWhatFailedInsideA200() throws Exception {
    StagedFile staged = stage(file, ONE);
    hit(Fault.errorInsideOk().on("CompleteMultipartUpload").times(2));

    storage.complete(List.of(staged));

    assertThat(storage.read(file).orElseThrow(), is(ONE));
  }

  @Test
  void movesAFileWhoseAnswersWereLost() throws Exception {
    storage.write(file, ONE);
    Entry source = storage.status(file).orElseThrow();
    hit(Fault.resetAfter().on("CopyObject").atCall(1));
    hit(Fault.resetAfter().on("DeleteObject").atCall(1));

    assertThat(storage.moveIfUnchanged(source, bucket.child("b")), is(true));

    assertThat(storage.status(file).isPresent(), is(false));
    assertThat(storage.read(bucket.child("b")).orElseThrow(), is(ONE));
  }

  @Test
  void noticesThatTheSourceChangesWhileItIsMoved() throws Exception {
    storage.write(file, ONE);
    Entry source = storage.status(file).orElseThrow();
    hit(Fault.runAfter(() -> put(file)).on("HeadObject").ofKeyPrefix("run-1/a").atCall(1));

    assertThat(storage.moveIfUnchanged(source, bucket.child("b")), is(false));

    assertThat(storage.read(file).orElseThrow(), is(TWO));
    assertThat(storage.status(bucket.child("b")).isPresent(), is(false));
  }

  @Test
  void neverMovesOverAFileThatComesAtTheLastMoment() throws Exception {
    storage.write(file, ONE);
    Entry source = storage.status(file).orElseThrow();
    Location target = bucket.child("b");
    hit(Fault.run(() -> put(target)).on("CopyObject").atCall(1));

    IOException e =
        assertThrows(StorageException.class, () -> storage.moveIfUnchanged(source, target));

    assertThat(e.getMessage(), containsString("Another file is there"));
    assertThat(storage.read(target).orElseThrow(), is(TWO));
    assertThat(storage.read(file).orElseThrow(), is(ONE));
  }

  @Test
  void neverMovesByPartsOverAFileThatComesAtTheLastMoment() throws Exception {
    storage.write(file, new byte[11 << 20]);
    Entry source = storage.status(file).orElseThrow();
    Location target = bucket.child("b");
    hit(Fault.run(() -> put(target)).on("CompleteMultipartUpload").atCall(1));
    S3Move move = new S3Move(S3Connection.of(aws), source, target);

    assertThrows(StorageException.class, () -> move.copy(5 << 20, 5 << 20));

    assertThat(storage.read(target).orElseThrow(), is(TWO));
    assertThat(
        S3Connection.of(aws).client().listMultipartUploads(of -> of.bucket(name())).uploads(),
        is(empty()));
  }

  @Test
  void neverCompletesOverAFileThatComesAtTheLastMoment() throws Exception {
    StagedFile staged = stage(file, ONE);
    hit(Fault.run(() -> put(file)).on("CompleteMultipartUpload").atCall(1));

    IOException e = assertThrows(StorageException.class, () -> storage.complete(List.of(staged)));

    assertThat(e.getMessage(), containsString("Another file is there"));
    assertThat(storage.read(file).orElseThrow(), is(TWO));
  }

  @Test
  void deletesUnderACondition() throws Exception {
    storage.write(file, ONE);
    Entry listed = storage.status(file).orElseThrow();
    hit(Fault.runAfter(() -> put(file)).on("HeadObject").atCall(1));

    assertThat(storage.deleteIfUnchanged(listed), is(false));

    assertThat(storage.read(file).orElseThrow(), is(TWO));
  }

  @Test
  void deletesAKeyThatXmlCannotHold() throws Exception {
    Location odd = bucket.child("run-1/tab\tand\u0001");
    List<String> deleted = keysOf("DeleteObject", Fault.delay(Duration.ZERO));

    storage.deleteAll(List.of(file, odd));

    assertThat(deleted, contains("run-1/tab\tand\u0001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "/a", "a/../b", "a/./b", "a+b%20 c", "日?#&="})
  void sendsEveryKeyAsItIs(String key) throws Exception {
    List<String> keys = keysOf("GetObject", error(404, "NoSuchKey"));

    storage.read(new Location(bucket.uri() + "/" + key));

    assertThat(keys, contains(key));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 70_000, 3_000_000})
  void readsOnBehindACut(int bytes) throws Exception {
    byte[] content = new byte[12 << 20];
    new Random(7).nextBytes(content);
    storage.write(file, content);
    hit(Fault.cutBodyAfter(bytes).on("GetObject").times(3));
    byte[] found = new byte[content.length];

    try (OpenFile open = storage.open(storage.status(file).orElseThrow())) {
      open.read(0, found, 0, found.length);
    }

    assertThat(Arrays.equals(found, content), is(true));
    assertThat(sandbox.faults().struck(), is(3));
  }

  @Test
  void readsAWholeFileAgainThatWasCut() throws Exception {
    byte[] content = new byte[200_000];
    new Random(7).nextBytes(content);
    storage.write(file, content);
    hit(Fault.cutBodyAfter(70_000).on("GetObject").times(2));

    assertThat(storage.read(file).orElseThrow(), is(content));
    assertThat(sandbox.faults().struck(), is(2));
  }

  @Test
  void givesUpAFileThatIsCutAgainAndAgain() throws Exception {
    storage.write(file, new byte[100_000]);
    hit(Fault.cutBodyAfter(0).on("GetObject"));
    Entry entry = storage.status(file).orElseThrow();

    try (OpenFile open = storage.open(entry)) {
      IOException e =
          assertThrows(IOException.class, () -> open.read(0, new byte[100_000], 0, 100_000));

      assertThat(e.getMessage(), containsString("Cannot read " + file));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ListObjectsV2",
        "CreateMultipartUpload",
        "CompleteMultipartUpload",
        "ListMultipartUploads",
        "DeleteObjects",
        "CopyObject"
      })
  void asksAgainWhenAnAnswerIsCut(String operation) throws Exception {
    hit(Fault.cutBody().on(operation).times(2));
    Location target = bucket.child("moved");

    storage.complete(List.of(stage(file, ONE)));
    storage.list(bucket, entry -> assertThat(storage.moveIfUnchanged(entry, target), is(true)));
    storage.deleteAll(List.of(file, target));

    storage.discardStagedExcept(Set.of());
    assertThat(sandbox.faults().struck(), is(2));
    assertThat(storage.status(target).isPresent(), is(false));
  }

  @Test
  void sweepsUploadsAgainUntilNoneIsFound() throws Exception {
    stage(file, ONE);
    hit(error(404, "NoSuchUpload").on("AbortMultipartUpload").atCall(1));

    assertThat(storage.discardStagedExcept(Set.of()), is(1));

    assertThat(sandbox.requests().count(Service.S3, "ListMultipartUploads"), is(3));
  }

  @Test
  void saysThatAnUploadCanNotBeAborted() throws Exception {
    StagedFile staged = stage(file, ONE);
    hit(Fault.accessDenied().on("AbortMultipartUpload"));

    for (IOException e :
        List.of(
            assertThrows(StorageException.class, () -> storage.discard(staged)),
            assertThrows(StorageException.class, () -> storage.discardStagedExcept(Set.of())))) {
      assertThat(
          e.getMessage(),
          containsString("Cannot remove the staged file of " + file + ": AccessDenied"));
    }
  }

  @Test
  void carriesOnThoughEveryTenthRequestFails() throws Exception {
    hit(Fault.slowDown().withProbability(0.1, 7));
    hit(Fault.resetBefore().withProbability(0.1, 8));
    List<StagedFile> staged = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      names.add("run-1/" + i);
      staged.add(stage(bucket.child("run-1/" + i), ONE));
    }

    storage.complete(staged);

    List<String> found = new ArrayList<>();
    storage.list(bucket, entry -> found.add(entry.location().relativeTo(bucket)));
    assertThat(found, is(names));
    assertThat(storages.requests().since(before).retries(), is(greaterThan(20L)));
  }

  private void hit(Fault fault) {
    sandbox.faults().add(fault.ofBucket(name()));
  }

  /** The keys of the calls of an operation that come from now on, which a fault befalls. */
  private List<String> keysOf(String operation, Fault fault) {
    List<String> keys = Collections.synchronizedList(new ArrayList<>());
    hit(fault.on(operation).where(call -> keys.add(call.key())));
    return keys;
  }

  private static Fault error(int status, String code) {
    return Fault.error(status, code, "As the test wants it");
  }

  /** Another file comes to be there. */
  private void put(Location target) {
    S3Connection.of(aws)
        .client()
        .putObject(
            request -> request.bucket(name()).key(S3Key.of(target).key()),
            RequestBody.fromBytes(TWO));
  }

  private String name() {
    return S3Key.of(bucket).bucket();
  }

  private StagedFile stage(Location file, byte[] content) throws IOException {
    try (StagedUpload upload = storage.stage(file, "x")) {
      upload.write(content);
      return upload.finish();
    }
  }
}
