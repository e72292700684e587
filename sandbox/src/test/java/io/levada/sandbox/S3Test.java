/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a commit protocol relies on, as strict as AWS. */
@ExtendWith(SandboxExtension.class)
@Timeout(120)
class S3Test {

  private static final int RACERS = 12;

  private S3Client s3;
  private String bucket;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    s3 = Clients.s3(sandbox);
    bucket = space.bucket();
  }

  @AfterEach
  void disconnect() {
    s3.close();
  }

  // Objects

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 1_048_576, 20_000_001})
  void givesBackWhatWasPut(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);

    s3.putObject(b -> b.bucket(bucket).key("key"), RequestBody.fromBytes(content));

    assertThat(Arrays.equals(get("key").asByteArray(), content), is(true));
  }

  @Test
  void readsARange() {
    put("key", "0123456789");

    String read =
        s3.getObjectAsBytes(b -> b.bucket(bucket).key("key").range("bytes=2-4")).asUtf8String();

    assertThat(read, is("234"));
  }

  @Test
  void readsARangeOfAnObjectThatIsStillTheSame() {
    String etag = put("key", "0123456789");

    String read =
        s3.getObjectAsBytes(b -> b.bucket(bucket).key("key").range("bytes=2-4").ifMatch(etag))
            .asUtf8String();

    assertThat(read, is("234"));
  }

  @Test
  void readsNoRangeOfAnObjectThatHasChanged() {
    String old = put("key", "0123456789");
    put("key", "abc");

    assertThat(
        error(
            () ->
                s3.getObjectAsBytes(
                    b -> b.bucket(bucket).key("key").range("bytes=0-1").ifMatch(old))),
        is("412 PreconditionFailed"));
  }

  @Test
  void readsNoRangeBeyondTheEnd() {
    put("key", "0123456789");

    assertThat(
        error(() -> s3.getObjectAsBytes(b -> b.bucket(bucket).key("key").range("bytes=10-"))),
        is("416 InvalidRange"));
  }

  @Test
  void refusesAWriteToABucketThatIsNotThere() {
    byte[] content = new byte[5 << 20];

    assertThat(
        error(() -> s3.putObject(b -> b.bucket("none").key("key"), RequestBody.fromBytes(content))),
        is("404 NoSuchBucket"));
  }

  @Test
  void goesOnAfterARefusal() {
    byte[] content = new byte[5 << 20];
    error(() -> s3.putObject(b -> b.bucket("none").key("k"), RequestBody.fromBytes(content)));

    put("key", "content");

    assertThat(get("key").asUtf8String(), is("content"));
  }

  // Keys

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a+b",
        "a%b",
        "a%2Fb",
        "ä€😀",
        "a&b",
        "a<b>",
        "a\"b'",
        ".hidden",
        "_x",
        "a=b/c=d e",
        "~!@$()*=:;,?#[]\\^`{|}",
        "a\nb",
        "a\u007fb",
        "%",
        "+",
        "folder/"
      })
  void holdsOddKeys(String key) {
    String odd = "odd/" + key;
    put(odd, odd.endsWith("/") ? "" : "content");
    s3.headObject(b -> b.bucket(bucket).key(odd));

    assertThat(keys("odd/"), contains(odd));

    s3.deleteObjects(
        b -> b.bucket(bucket).delete(d -> d.objects(ObjectIdentifier.builder().key(odd).build())));
    assertThat(keys("odd/"), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "/a", "a/./b", "a/../b", "..", "a//"})
  void refusesKeysThatWouldBeAnothersFile(String key) {
    assertThat(status(() -> put(key, "x")), is(501));
  }

  @Test
  void refusesAnObjectBesideThoseBelowItsName() {
    put("a/b", "x");

    assertThat(error(() -> put("a", "x")), is("501 NotImplemented"));
  }

  @Test
  void refusesAnObjectBelowAnothersName() {
    put("a", "x");

    assertThat(error(() -> put("a/b/c", "x")), is("501 NotImplemented"));
  }

  @Test
  void refusesAKeyOfMoreThan1024Bytes() {
    assertThat(status(() -> put("é".repeat(513), "x")), is(400));
  }

  @Test
  void copiesOddKeys() {
    put("from/a +%ä&", "content");

    copy("from/a +%ä&", "to/b +%ä&", c -> {});

    assertThat(get("to/b +%ä&").asUtf8String(), is("content"));
  }

  // Listings

  @Test
  void listsPageByPage() {
    for (int i = 0; i < 7; i++) {
      put("list/" + i, "x");
    }
    put("list2", "x");

    List<List<String>> pages = new ArrayList<>();
    s3.listObjectsV2Paginator(b -> b.bucket(bucket).prefix("list/").maxKeys(3)).stream()
        .forEach(page -> pages.add(page.contents().stream().map(S3Object::key).toList()));

    assertThat(
        pages,
        contains(
            List.of("list/0", "list/1", "list/2"),
            List.of("list/3", "list/4", "list/5"),
            List.of("list/6")));
  }

  @Test
  void listsFolders() {
    put("f/a/1", "x");
    put("f/a/2", "x");
    put("f/b/1", "x");
    put("f/c", "x");

    var listing = s3.listObjectsV2(b -> b.bucket(bucket).prefix("f/").delimiter("/"));

    assertThat(
        listing.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
        contains("f/a/", "f/b/"));
    assertThat(listing.contents().stream().map(S3Object::key).toList(), contains("f/c"));
  }

  @Test
  void listsFromAKey() {
    put("a", "x");
    put("b", "x");
    put("c", "x");

    var listing = s3.listObjectsV2(b -> b.bucket(bucket).startAfter("a"));

    assertThat(listing.contents().stream().map(S3Object::key).toList(), contains("b", "c"));
  }

  @Test
  void listsInTheOrderOfKeys() {
    List<String> ordered = List.of("B", "a ", "a-", "a.b", "a/b", "a0", "aé", "b", "é", "😀");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(key -> put(key, "x"));

    assertThat(keys(""), is(ordered));
  }

  @Test
  void listsAnObjectOnlyOnceItIsWhole() throws Exception {
    boolean done = false;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 2; w++) {
        int writer = w;
        writers.add(
            threads.submit(
                () -> {
                  byte[] content = new byte[3 << 20];
                  for (int i = 0; i < 15; i++) {
                    s3.putObject(
                        b -> b.bucket(bucket).key("w" + writer), RequestBody.fromBytes(content));
                  }
                }));
      }
      List<String> strange = new ArrayList<>();
      while (!done) {
        keys("").stream().filter(key -> key.length() > 2).forEach(strange::add);
        done = writers.stream().allMatch(Future::isDone);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }

      assertThat(strange, is(empty()));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void keepsAFolderWhileOthersEmptyIt() throws Exception {
    List<Integer> answers =
        race(
            8,
            i -> {
              for (int n = 0; n < 40; n++) {
                String key = "deep/er/" + i + "-" + n;
                put(key, "x");
                s3.deleteObject(b -> b.bucket(bucket).key(key));
              }
              return 200;
            });

    assertThat(answers, is(Collections.nCopies(8, 200)));
  }

  // Conditions

  @RepeatedTest(5)
  void letsOneOfManyCreateAnObject() throws Exception {
    assertThat(race(RACERS, i -> putIf("key", "If-None-Match", "*", "writer " + i)), oneWins(412));
  }

  @RepeatedTest(5)
  void letsOneOfManyReplaceAnObject() throws Exception {
    String etag = put("key", "first");

    assertThat(race(RACERS, i -> putIf("key", "If-Match", etag, "writer " + i)), oneWins(412));
  }

  @Test
  void replacesNoObjectThatIsNotThere() {
    assertThat(putIf("key", "If-Match", "\"0123\"", "x"), is(404));
  }

  @Test
  void createsAnObjectAgainOnceItIsDeleted() {
    put("key", "x");
    s3.deleteObject(b -> b.bucket(bucket).key("key"));

    assertThat(putIf("key", "If-None-Match", "*", "again"), is(200));
  }

  @Test
  void copiesAnObjectThatIsStillTheSame() {
    String etag = put("from", "content");

    copy("from", "to", c -> c.copySourceIfMatch(etag));

    assertThat(get("to").asUtf8String(), is("content"));
  }

  @Test
  void copiesNoObjectThatHasChanged() {
    String old = put("from", "old");
    put("from", "new");

    assertThat(
        error(() -> copy("from", "to", c -> c.copySourceIfMatch(old))),
        is("412 PreconditionFailed"));
    assertThat(keys(""), contains("from"));
  }

  @Test
  void copiesOntoNoObject() {
    put("from", "x");
    put("to", "y");

    assertThat(
        error(() -> copy("from", "to", c -> c.overrideConfiguration(header("If-None-Match", "*")))),
        is("412 PreconditionFailed"));
    assertThat(get("to").asUtf8String(), is("y"));
  }

  @Test
  void copiesMetadata() {
    s3.putObject(
        b -> b.bucket(bucket).key("from").metadata(Map.of("levada", "run/1")),
        RequestBody.fromString("x"));

    copy("from", "to", c -> {});

    assertThat(
        s3.headObject(b -> b.bucket(bucket).key("to")).metadata(), is(Map.of("levada", "run/1")));
  }

  @Test
  void copiesWithNewMetadata() {
    put("from", "x");

    copy(
        "from",
        "to",
        c -> c.metadataDirective(MetadataDirective.REPLACE).metadata(Map.of("source", "etag")));

    assertThat(
        s3.headObject(b -> b.bucket(bucket).key("to")).metadata(), is(Map.of("source", "etag")));
  }

  @Test
  void deletesNoObjectThatHasChanged() {
    String old = put("key", "old");
    put("key", "new");

    assertThat(
        error(
            () ->
                s3.deleteObject(
                    b ->
                        b.bucket(bucket)
                            .key("key")
                            .overrideConfiguration(header("If-Match", old)))),
        is("412 PreconditionFailed"));
    assertThat(get("key").asUtf8String(), is("new"));
  }

  @Test
  void deletesAnObjectThatIsStillTheSame() {
    String etag = put("key", "x");

    s3.deleteObject(
        b -> b.bucket(bucket).key("key").overrideConfiguration(header("If-Match", etag)));

    assertThat(keys(""), is(empty()));
  }

  // Multipart uploads

  @Test
  void showsNoObjectBeforeItsUploadIsCompleted() {
    String id = create("key");
    part("key", id, 1, "content");

    assertThat(keys(""), is(empty()));
    assertThat(
        assertThrows(S3Exception.class, () -> s3.headObject(b -> b.bucket(bucket).key("key")))
            .statusCode(),
        is(404));
  }

  @Test
  void makesAnObjectOfParts() {
    String id = create("key");
    String first = "a".repeat(5 << 20);
    List<CompletedPart> parts = List.of(part("key", id, 1, first), part("key", id, 2, "b"));

    complete("key", id, parts);

    assertThat(get("key").asUtf8String(), is(first + "b"));
  }

  @Test
  void keepsAnUploadsMetadata() {
    String id =
        s3.createMultipartUpload(
                b -> b.bucket(bucket).key("key").metadata(Map.of("levada", "run/attempt")))
            .uploadId();

    complete("key", id, List.of(part("key", id, 1, "x")));

    assertThat(
        s3.headObject(b -> b.bucket(bucket).key("key")).metadata(),
        is(Map.of("levada", "run/attempt")));
  }

  @Test
  void completesTheSameUploadTwice() {
    String id = create("key");
    List<CompletedPart> parts = List.of(part("key", id, 1, "x"));

    String etag = complete("key", id, parts);

    assertThat(complete("key", id, parts), is(etag));
  }

  @Test
  void completesNoUploadAgainWhoseObjectIsReplaced() {
    String id = create("key");
    List<CompletedPart> parts = List.of(part("key", id, 1, "x"));
    complete("key", id, parts);
    put("key", "another");

    assertThat(error(() -> complete("key", id, parts)), is("404 NoSuchUpload"));
  }

  @Test
  void completesNoUploadThatIsNotKnown() {
    put("key", "x");
    List<CompletedPart> parts =
        List.of(CompletedPart.builder().partNumber(1).eTag("\"0\"").build());

    assertThat(error(() -> complete("key", "unknown", parts)), is("404 NoSuchUpload"));
  }

  @Test
  void completesNoUploadOfAnotherKey() {
    String id = create("key");
    CompletedPart part = part("key", id, 1, "x");

    assertThat(error(() -> complete("other", id, List.of(part))), is("404 NoSuchUpload"));
  }

  @RepeatedTest(5)
  void letsOneOfManyUploadsCreateAnObject() throws Exception {
    List<String> ids = new ArrayList<>();
    List<CompletedPart> parts = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      ids.add(create("key"));
      parts.add(part("key", ids.get(i), 1, "writer " + i));
    }

    assertThat(race(RACERS, i -> completeIfNew(ids.get(i), parts.get(i))), oneWins(412));
  }

  @Test
  void letsAnUploadBeEitherCompletedOrAborted() throws Exception {
    for (int n = 0; n < 10; n++) {
      String key = "key" + n;
      String id = create(key);
      CompletedPart part = part(key, id, 1, "x");

      List<Integer> answers =
          race(
              2,
              i ->
                  i == 0
                      ? status(() -> complete(key, id, List.of(part)))
                      : status(
                          () ->
                              s3.abortMultipartUpload(
                                  b -> b.bucket(bucket).key(key).uploadId(id))));

      assertThat(answers, containsInAnyOrder(200, 404));
    }
  }

  @Test
  void takesNoPartOfAnUploadThatIsCompleted() {
    String id = create("key");
    complete("key", id, List.of(part("key", id, 1, "x")));

    assertThat(error(() -> part("key", id, 2, "y")), is("404 NoSuchUpload"));
  }

  @Test
  void abortsNoUploadThatIsCompleted() {
    String id = create("key");
    complete("key", id, List.of(part("key", id, 1, "x")));

    assertThat(
        error(() -> s3.abortMultipartUpload(b -> b.bucket(bucket).key("key").uploadId(id))),
        is("404 NoSuchUpload"));
    assertThat(get("key").asUtf8String(), is("x"));
  }

  @Test
  void forgetsAnUploadThatIsAborted() {
    String id = create("key");
    CompletedPart part = part("key", id, 1, "x");
    s3.abortMultipartUpload(b -> b.bucket(bucket).key("key").uploadId(id));

    assertThat(error(() -> complete("key", id, List.of(part))), is("404 NoSuchUpload"));
    assertThat(s3.listMultipartUploads(b -> b.bucket(bucket)).uploads(), is(empty()));
  }

  @Test
  void refusesAPartThatWasNotUploaded() {
    String id = create("key");
    part("key", id, 1, "x");
    CompletedPart wrong =
        CompletedPart.builder().partNumber(1).eTag("\"" + "0".repeat(32) + "\"").build();

    assertThat(error(() -> complete("key", id, List.of(wrong))), is("400 InvalidPart"));
  }

  @Test
  void refusesASmallPartInTheMiddle() {
    String id = create("key");
    List<CompletedPart> parts = List.of(part("key", id, 1, "x"), part("key", id, 2, "y"));

    assertThat(error(() -> complete("key", id, parts)), is("400 EntityTooSmall"));
  }

  @Test
  void listsUploadsByPrefixAndPage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(create("uploads/" + i / 2));
    }
    create("other");

    List<MultipartUpload> listed = new ArrayList<>();
    s3
        .listMultipartUploadsPaginator(b -> b.bucket(bucket).prefix("uploads/").maxUploads(2))
        .stream()
        .forEach(page -> listed.addAll(page.uploads()));

    assertThat(
        listed.stream().map(MultipartUpload::uploadId).toList(),
        containsInAnyOrder(ids.toArray(String[]::new)));
  }

  @Test
  void listsParts() {
    String id = create("key");
    CompletedPart first = part("key", id, 1, "x");
    CompletedPart third = part("key", id, 3, "yz");

    List<Part> parts = s3.listParts(b -> b.bucket(bucket).key("key").uploadId(id)).parts();

    assertThat(
        parts.stream().map(part -> part.partNumber() + part.eTag() + part.size()).toList(),
        contains("1" + first.eTag() + "1", "3" + third.eTag() + "2"));
  }

  @Test
  void listsNoPartsOfAnUploadThatIsNotKnown() {
    assertThat(
        error(() -> s3.listParts(b -> b.bucket(bucket).key("key").uploadId("unknown"))),
        is("404 NoSuchUpload"));
  }

  @Test
  void copiesARangeAsAPart() {
    put("from", "0123456789");
    String id = create("key");

    String etag =
        s3.uploadPartCopy(
                b ->
                    b.sourceBucket(bucket)
                        .sourceKey("from")
                        .copySourceRange("bytes=2-5")
                        .destinationBucket(bucket)
                        .destinationKey("key")
                        .uploadId(id)
                        .partNumber(1))
            .copyPartResult()
            .eTag();
    complete("key", id, List.of(CompletedPart.builder().partNumber(1).eTag(etag).build()));

    assertThat(get("key").asUtf8String(), is("2345"));
  }

  @Test
  void tellsWhatItCannotHold() {
    put("a", "x");

    S3Exception refused = assertThrows(S3Exception.class, () -> put("a/b", "x"));

    assertThat(refused.getMessage(), containsString("such as a and a/b"));
  }

  private String put(String key, String content) {
    return s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(content)).eTag();
  }

  private int putIf(String key, String header, String value, String content) {
    return status(
        () ->
            s3.putObject(
                b -> b.bucket(bucket).key(key).overrideConfiguration(header(header, value)),
                RequestBody.fromString(content)));
  }

  private int completeIfNew(String id, CompletedPart part) {
    return status(
        () ->
            s3.completeMultipartUpload(
                b ->
                    b.bucket(bucket)
                        .key("key")
                        .uploadId(id)
                        .multipartUpload(m -> m.parts(part))
                        .overrideConfiguration(header("If-None-Match", "*"))));
  }

  private ResponseBytes<GetObjectResponse> get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(bucket).key(key));
  }

  private void copy(String from, String to, Consumer<CopyObjectRequest.Builder> more) {
    s3.copyObject(
        b -> {
          b.sourceBucket(bucket).sourceKey(from).destinationBucket(bucket).destinationKey(to);
          more.accept(b);
        });
  }

  private String create(String key) {
    return s3.createMultipartUpload(b -> b.bucket(bucket).key(key)).uploadId();
  }

  private CompletedPart part(String key, String id, int number, String content) {
    String etag =
        s3.uploadPart(
                b -> b.bucket(bucket).key(key).uploadId(id).partNumber(number),
                RequestBody.fromBytes(content.getBytes(StandardCharsets.UTF_8)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private String complete(String key, String id, List<CompletedPart> parts) {
    return s3.completeMultipartUpload(
            b -> b.bucket(bucket).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)))
        .eTag();
  }

  private List<String> keys(String prefix) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
    return s3.listObjectsV2(request).contents().stream().map(S3Object::key).toList();
  }

  private static Consumer<AwsRequestOverrideConfiguration.Builder> header(
      String name, String value) {
    return c -> c.putHeader(name, value);
  }

  private static String error(Runnable call) {
    S3Exception error = assertThrows(S3Exception.class, call::run);
    return error.statusCode() + " " + error.awsErrorDetails().errorCode();
  }

  private static int status(Runnable call) {
    try {
      call.run();
      return 200;
    } catch (S3Exception e) {
      return e.statusCode();
    }
  }

  private static Matcher<Iterable<? extends Integer>> oneWins(int others) {
    List<Integer> expected = new ArrayList<>(Collections.nCopies(RACERS - 1, others));
    expected.add(200);
    return containsInAnyOrder(expected.toArray(Integer[]::new));
  }

  /** The answers of calls that begin at the same time. */
  private static List<Integer> race(int racers, IntFunction<Integer> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        int racer = i;
        Callable<Integer> waiting =
            () -> {
              start.await();
              return call.apply(racer);
            };
        running.add(threads.submit(waiting));
      }
      start.countDown();
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> each : running) {
        answers.add(each.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
