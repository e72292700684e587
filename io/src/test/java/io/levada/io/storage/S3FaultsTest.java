/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.FaultyS3.Fault;
import io.levada.sandbox.LocalS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that fail, are cut off, or have their answers lost. */
class S3FaultsTest {

  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two, longer".getBytes(StandardCharsets.UTF_8);
  private static final Location BUCKET = Location.of("s3://bucket");
  private static final Location FILE = BUCKET.child("run-1/a");

  private LocalS3 s3;
  private FaultyS3 front;
  private Storages storages;
  private Storage storage;

  @BeforeEach
  void start() throws Exception {
    s3 = LocalS3.start();
    front = FaultyS3.inFrontOf(s3.endpoint());
    AwsSettings aws = AwsSettings.ofTheMachine().withEndpoint(front.endpoint());
    storages = Storages.withoutStaging().forRun("run-1", List.of(BUCKET)).withAws(aws);
    storage = storages.of(BUCKET);
    S3Connection.of(aws).client().createBucket(request -> request.bucket("bucket"));
  }

  @AfterEach
  void stop() throws Exception {
    front.close();
    s3.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void repeatsWhatTheServerCouldNotDo(int status) throws Exception {
    front.inject(2, line -> line.startsWith("PUT"), Fault.answer(status, "SlowDown"));

    storage.write(FILE, ONE);

    assertThat(storage.read(FILE).orElseThrow(), is(ONE));
    assertThat(storages.requests().retries(), is(2L));
    assertThat(storages.requests().byOperation().get("PutObject"), is(3L));
  }

  @Test
  void repeatsWhatWasCutOff() throws Exception {
    front.inject(1, line -> true, Fault.RESET);
    front.inject(1, line -> line.startsWith("GET"), Fault.LOST_ANSWER);

    storage.write(FILE, ONE);

    assertThat(storage.read(FILE).orElseThrow(), is(ONE));
  }

  @Test
  void knowsThatItHasCreatedAFileThoughTheAnswerWasLost() throws Exception {
    front.inject(1, line -> line.startsWith("PUT"), Fault.LOST_ANSWER);

    assertThat(storage.createIfAbsent(FILE, ONE), is(true));
    assertThat(storage.createIfAbsent(FILE, ONE), is(false));
  }

  @Test
  void saysSoWhenItCanNotKnowWhetherItHasCreatedAFile() throws Exception {
    AwsSettings impatient =
        AwsSettings.ofTheMachine()
            .withEndpoint(front.endpoint())
            .withTimeLimit(Duration.ofSeconds(1));
    front.inject(99, line -> line.startsWith("PUT"), Fault.LOST_ANSWER);

    assertThrows(
        StorageException.class,
        () -> storages.withAws(impatient).of(BUCKET).createIfAbsent(FILE, ONE));

    assertThat(storage.read(FILE).orElseThrow(), is(ONE));
  }

  @Test
  void sendsAPartAgainThatFailed() throws Exception {
    byte[] content = new byte[11 << 20];
    new Random(7).nextBytes(content);
    front.inject(1, line -> line.contains("partNumber=1"), Fault.answer(503, "SlowDown"));
    front.inject(1, line -> line.contains("partNumber=2"), Fault.RESET);
    front.inject(1, line -> line.contains("partNumber=3"), Fault.LOST_ANSWER);

    storage.complete(List.of(stage(FILE, content)));

    assertThat(Arrays.equals(storage.read(FILE).orElseThrow(), content), is(true));
  }

  @Test
  void createsAFileOnceTheConflictIsOver() throws Exception {
    front.inject(
        2, line -> line.startsWith("PUT"), Fault.answer(409, "ConditionalRequestConflict"));

    assertThat(storage.createIfAbsent(FILE, ONE), is(true));
  }

  @Test
  void completesAFileWhoseAnswerWasLost() throws Exception {
    StagedFile staged = stage(FILE, ONE);
    front.inject(1, line -> line.startsWith("POST"), Fault.LOST_ANSWER);

    storage.complete(List.of(staged));

    assertThat(storage.read(FILE).orElseThrow(), is(ONE));
  }

  /** As S3 does when it has forgotten the upload. */
  @ParameterizedTest
  @CsvSource({"404, NoSuchUpload", "412, PreconditionFailed", "409, ConditionalRequestConflict"})
  void knowsAgainWhatItHasCompleted(int status, String code) throws Exception {
    StagedFile staged = stage(FILE, ONE);
    storage.complete(List.of(staged));
    front.inject(1, line -> line.startsWith("POST"), Fault.answer(status, code));

    storage.complete(List.of(staged));

    assertThat(storage.read(FILE).orElseThrow(), is(ONE));
  }

  @Test
  void takesAnErrorInsideA200ForAnError() throws Exception {
    StagedFile staged = stage(FILE, ONE);
    front.inject(99, line -> line.startsWith("POST"), Fault.answer(200, "AccessDenied"));

    IOException e = assertThrows(StorageException.class, () -> storage.complete(List.of(staged)));

    assertThat(
        e.getMessage(),
        allOf(containsString("Cannot complete " + FILE), containsString("AccessDenied")));
  }

  @Test
  void repeatsWhatFailedInsideA200() throws Exception {
    StagedFile staged = stage(FILE, ONE);
    front.inject(2, line -> line.startsWith("POST"), Fault.answer(200, "InternalError"));

    storage.complete(List.of(staged));

    assertThat(storage.read(FILE).orElseThrow(), is(ONE));
  }

  @Test
  void movesAFileWhoseAnswersWereLost() throws Exception {
    storage.write(FILE, ONE);
    Entry source = storage.status(FILE).orElseThrow();
    front.inject(1, line -> line.startsWith("PUT"), Fault.LOST_ANSWER);
    front.inject(1, line -> line.startsWith("DELETE"), Fault.LOST_ANSWER);

    assertThat(storage.moveIfUnchanged(source, BUCKET.child("b")), is(true));

    assertThat(storage.status(FILE).isPresent(), is(false));
    assertThat(storage.read(BUCKET.child("b")).orElseThrow(), is(ONE));
  }

  @Test
  void noticesThatTheSourceChangesWhileItIsMoved() throws Exception {
    storage.write(FILE, ONE);
    Entry source = storage.status(FILE).orElseThrow();
    front.inject(1, line -> line.startsWith("HEAD /bucket/run-1/a"), changedBehindTheLook(source));

    assertThat(storage.moveIfUnchanged(source, BUCKET.child("b")), is(false));

    assertThat(storage.read(FILE).orElseThrow(), is(TWO));
    assertThat(storage.status(BUCKET.child("b")).isPresent(), is(false));
  }

  @Test
  void deletesWhatChangesAtTheLastMomentNot() throws Exception {
    storage.write(FILE, ONE);
    Entry listed = storage.status(FILE).orElseThrow();
    front.inject(
        1,
        line -> line.startsWith("DELETE"),
        exchange -> {
          s3Directly().write(FILE, TWO);
          Fault.answer(412, "PreconditionFailed").serve(exchange);
        });

    assertThat(storage.deleteIfUnchanged(listed), is(false));

    assertThat(storage.read(FILE).orElseThrow(), is(TWO));
  }

  @Test
  void deletesUnderACondition() throws Exception {
    storage.write(FILE, ONE);
    Entry listed = storage.status(FILE).orElseThrow();
    front.inject(1, line -> line.startsWith("HEAD"), changedBehindTheLook(listed));

    assertThat(storage.deleteIfUnchanged(listed), is(false));

    assertThat(storage.read(FILE).orElseThrow(), is(TWO));
  }

  @Test
  void saysWhichFileCouldNotBeDeleted() {
    String answer =
        "<DeleteResult><Error><Key>run-1/b</Key><Code>AccessDenied</Code>"
            + "<Message>Access Denied</Message></Error></DeleteResult>";
    front.inject(1, line -> line.startsWith("POST"), Fault.text(200, answer));

    IOException e =
        assertThrows(
            StorageException.class,
            () -> storage.deleteAll(List.of(FILE, BUCKET.child("run-1/b"))));

    assertThat(
        e.getMessage(),
        is(
            "Cannot delete s3://bucket/run-1/b: AccessDenied: Access Denied (allow these"
                + " credentials to do it, or use others)"));
  }

  @Test
  void deletesAgainWhatFailedForTheMoment() throws Exception {
    storage.write(FILE, ONE);
    String answer =
        "<DeleteResult><Error><Key>run-1/a</Key><Code>InternalError</Code>"
            + "<Message>Try again</Message></Error></DeleteResult>";
    front.inject(2, line -> line.startsWith("POST"), Fault.text(200, answer));

    storage.deleteAll(List.of(FILE, BUCKET.child("run-1/b")));

    assertThat(storage.status(FILE).isPresent(), is(false));
  }

  @Test
  void deletesAKeyThatXmlCannotHold() throws Exception {
    Location odd = BUCKET.child("run-1/tab\tand\u0001");

    storage.deleteAll(List.of(FILE, odd));

    assertThat(front.requests(), hasItem("DELETE /bucket/run-1/tab%09and%01 HTTP/1.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/a//b, /bucket/a/%2Fb",
    "s3://bucket//a, /bucket/%2Fa",
    "s3://bucket/a/../b, /bucket/a/../b",
    "s3://bucket/a+b%20 c, /bucket/a%2Bb%2520%20c",
    "s3://bucket/日?#&=, /bucket/%E6%97%A5%3F%23%26%3D"
  })
  void sendsEveryKeyAsItIs(String location, String path) throws Exception {
    front.inject(99, line -> line.startsWith("GET"), Fault.answer(404, "NoSuchKey"));

    storage.read(Location.of(location));

    assertThat(front.requests(), hasItem("GET " + path + " HTTP/1.1"));
  }

  @Test
  void asksForKeysInAnEncodingThatTakesAllOfThem() throws Exception {
    storage.list(BUCKET.child("a b"), entry -> {});
    storage.discardStagedExcept(Set.of());

    assertThat(
        front.requests().subList(1, 3),
        contains(
            allOf(containsString("list-type=2"), containsString("encoding-type=url")),
            allOf(containsString("uploads"), containsString("encoding-type=url"))));
  }

  @Test
  void listsAKeyThatXmlCannotHold() throws Exception {
    front.inject(1, line -> line.startsWith("GET"), Fault.text(200, listing("tab%09and%01")));
    List<Location> found = new ArrayList<>();

    storage.list(BUCKET, entry -> found.add(entry.location()));

    assertThat(found, contains(BUCKET.child("tab\tand\u0001")));
  }

  @Test
  void listsNamesThatAreNoNamesOfFolders() throws Exception {
    front.inject(
        1,
        line -> line.startsWith("GET"),
        Fault.text(200, listing("a//b", "a//c/", "a/./d", "a/e%2Bf+g")));
    List<String> found = new ArrayList<>();

    storage.list(BUCKET.child("a"), entry -> found.add(entry.location().uri()));

    assertThat(found, contains("s3://bucket/a//b", "s3://bucket/a/./d", "s3://bucket/a/e+f g"));
  }

  @Test
  void refusesAFileWhoseNameEndsWithASlash() {
    front.inject(
        1,
        line -> line.startsWith("GET"),
        Fault.text(200, listing("a/b/").replace("<Size>0", "<Size>7")));

    IOException e = assertThrows(StorageException.class, () -> storage.list(BUCKET, entry -> {}));

    assertThat(
        e.getMessage(),
        is("Cannot list s3://bucket: 'a/b/' has a slash at its end and bytes (rename it)"));
  }

  @Test
  void hidesUnfinishedFilesOfLocalFolders() throws Exception {
    front.inject(
        1,
        line -> line.startsWith("GET"),
        Fault.text(200, listing(".levada-1", ".levada-2/a", "a")));
    List<Location> found = new ArrayList<>();

    storage.list(BUCKET, entry -> found.add(entry.location()));

    assertThat(found, contains(BUCKET.child("a")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 70_000, 3_000_000})
  void readsOnBehindACut(int bytes) throws Exception {
    byte[] content = new byte[12 << 20];
    new Random(7).nextBytes(content);
    storage.write(FILE, content);
    front.inject(3, line -> line.startsWith("GET"), Fault.cutBehind(bytes));
    byte[] found = new byte[content.length];

    try (OpenFile open = storage.open(storage.status(FILE).orElseThrow())) {
      open.read(0, found, 0, found.length);
    }

    assertThat(Arrays.equals(found, content), is(true));
  }

  @Test
  void readsAWholeFileAgainThatWasCut() throws Exception {
    byte[] content = new byte[200_000];
    new Random(7).nextBytes(content);
    storage.write(FILE, content);
    front.inject(2, line -> line.startsWith("GET"), Fault.cutBehind(70_000));

    assertThat(storage.read(FILE).orElseThrow(), is(content));
  }

  @Test
  void givesUpAFileThatIsCutAgainAndAgain() throws Exception {
    storage.write(FILE, new byte[100_000]);
    front.inject(999, line -> line.startsWith("GET"), Fault.cutBehind(0));
    Entry entry = storage.status(FILE).orElseThrow();

    try (OpenFile open = storage.open(entry)) {
      IOException e =
          assertThrows(IOException.class, () -> open.read(0, new byte[100_000], 0, 100_000));

      assertThat(e.getMessage(), containsString("Cannot read " + FILE));
    }
  }

  @Test
  void noticesAnotherFileWhereTheStoreIgnoresConditions() throws Exception {
    storage.write(FILE, ONE);
    Entry listed = storage.status(FILE).orElseThrow();
    front.inject(
        1,
        line -> line.startsWith("GET"),
        Fault.text(206, "two", "ETag: \"other\"", "Content-Range: bytes 0-2/3"));

    try (OpenFile open = storage.open(listed)) {
      IOException e =
          assertThrows(ChangedWhileReadingException.class, () -> open.read(0, new byte[3], 0, 3));

      assertThat(e.getMessage(), containsString("now other"));
    }
  }

  @Test
  void noticesAStoreThatIgnoresRanges() throws Exception {
    storage.write(FILE, ONE);
    Entry listed = storage.status(FILE).orElseThrow();
    front.inject(
        1,
        line -> line.startsWith("GET"),
        Fault.text(200, "one", "ETag: \"" + listed.identity() + "\""));

    try (OpenFile open = storage.open(listed)) {
      IOException e = assertThrows(StorageException.class, () -> open.read(0, new byte[3], 0, 3));

      assertThat(e.getMessage(), containsString("answered with another range"));
    }
  }

  @Test
  void sweepsUploadsAgainUntilNoneIsFound() throws Exception {
    stage(FILE, ONE);
    front.inject(1, line -> line.startsWith("DELETE"), Fault.answer(404, "NoSuchUpload"));

    assertThat(storage.discardStagedExcept(Set.of()), is(1));

    assertThat(
        front.requests().stream().filter(line -> line.startsWith("GET /bucket?")).count(), is(3L));
  }

  @Test
  void saysThatAnUploadCanNotBeAborted() throws Exception {
    StagedFile staged = stage(FILE, ONE);
    front.inject(99, line -> line.startsWith("DELETE"), Fault.answer(403, "AccessDenied"));

    for (IOException e :
        List.of(
            assertThrows(StorageException.class, () -> storage.discard(staged)),
            assertThrows(StorageException.class, () -> storage.discardStagedExcept(Set.of())))) {
      assertThat(
          e.getMessage(),
          containsString("Cannot remove the staged file of " + FILE + ": AccessDenied"));
    }
  }

  @Test
  void carriesOnThoughEveryTenthRequestFails() throws Exception {
    Random dice = new Random(7);
    Predicate<String> everyTenth = line -> dice.nextInt(10) == 0;
    front.inject(9_999, everyTenth, Fault.answer(503, "SlowDown"));
    front.inject(9_999, everyTenth, Fault.RESET);
    List<StagedFile> staged = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      names.add("run-1/" + i);
      staged.add(stage(BUCKET.child("run-1/" + i), ONE));
    }

    storage.complete(staged);

    List<String> found = new ArrayList<>();
    storage.list(BUCKET, entry -> found.add(entry.location().relativeTo(BUCKET)));
    assertThat(found, is(names));
    assertThat(storages.requests().retries(), is(greaterThan(20L)));
  }

  /** Says that the file is as it was listed, though it has changed by now. */
  private Fault changedBehindTheLook(Entry listed) {
    return exchange -> {
      s3Directly().write(FILE, TWO);
      Fault.answer(
              200,
              "",
              "ETag: \"" + listed.identity() + "\"",
              "Last-Modified: Sat, 31 Jan 2026 00:00:00 GMT")
          .serve(exchange);
    };
  }

  private Storage s3Directly() {
    return storages.withAws(AwsSettings.ofTheMachine().withEndpoint(s3.endpoint())).of(BUCKET);
  }

  private StagedFile stage(Location file, byte[] content) throws IOException {
    try (StagedUpload upload = storage.stage(file, "x")) {
      upload.write(content);
      return upload.finish();
    }
  }

  private static String listing(String... keys) {
    StringBuilder page = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
    for (String key : keys) {
      page.append("<Contents><Key>")
          .append(key)
          .append("</Key><LastModified>2026-01-31T00:00:00.000Z</LastModified>")
          .append("<ETag>\"x\"</ETag><Size>0</Size></Contents>");
    }
    return page.append("<IsTruncated>false</IsTruncated></ListBucketResult>").toString();
  }
}
