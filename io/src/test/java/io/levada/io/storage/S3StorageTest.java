/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(SandboxExtension.class)
class S3StorageTest extends StorageContract {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  /** In every key, as a run's id is. */
  private static final String RUN = "run-1";

  private AwsSettings aws;
  private S3Client client;
  private String bucket;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    client = S3Connection.of(aws).client();
    bucket = space.bucket();
  }

  @Override
  Location folder() {
    return Location.of("s3://" + bucket + "/" + RUN);
  }

  @Override
  Storages storages() {
    return Storages.stagingIn(Location.of("/nowhere"))
        .forRun(RUN, List.of(Location.of("/local"), folder()))
        .withAws(aws);
  }

  private Storage storage() {
    return storages().of(folder());
  }

  @Test
  void leavesOutMarkersOfFolders() throws Exception {
    storage().write(folder().child("a/b"), CONTENT);
    put(RUN + "/", 0);
    put(RUN + "/empty/", 0);

    assertThat(listed(), contains("a/b"));
    assertThat(storage().folderExists(folder().child("empty")), is(true));
  }

  @Test
  void knowsABucketAsAFolder() throws Exception {
    Location empty = Location.of("s3://" + bucket);

    assertThat(storage().folderExists(empty), is(true));
    assertThat(storage().status(empty), is(Optional.empty()));
  }

  @Test
  void listsAWholeBucket() throws Exception {
    Location whole = Location.of("s3://" + bucket);
    storage().write(whole.child("a"), CONTENT);
    storage().write(whole.child("b/c"), CONTENT);
    List<Location> found = new ArrayList<>();

    storage().list(whole, entry -> found.add(entry.location()));

    assertThat(found, contains(whole.child("a"), whole.child("b/c")));
  }

  @Test
  void hidesUnfinishedFilesOfLocalFolders() throws Exception {
    put(RUN + "/.levada-1", 1);
    put(RUN + "/.levada-2/a", 1);
    put(RUN + "/a", 1);

    assertThat(listed(), contains("a"));
  }

  @Test
  void listsAndDeletesAKeyThatXmlCannotHold() throws Exception {
    Location odd = folder().child("tab\tand\u0001");
    storage().write(odd, CONTENT);

    assertThat(listed(), contains("tab\tand\u0001"));
    storage().deleteAll(List.of(odd));

    assertThat(storage().status(odd).isPresent(), is(false));
  }

  @Test
  void listsAndDeletesThousandsOfFiles() throws Exception {
    List<Location> files = fill("", 2_500);

    assertThat(listedLocations(location -> true), is(files));
    StorageRequests before = storages().requests();
    storage().deleteAll(files.subList(0, 1_100));

    assertThat(storages().requests().since(before).byOperation(), is(Map.of("DeleteObjects", 2L)));
    assertThat(listedLocations(location -> true), is(files.subList(1_100, 2_500)));
  }

  @Test
  void jumpsOverALargeFolderThatIsRefused() throws Exception {
    fill("refused/", 2_100);
    storage().write(folder().child("refused0"), CONTENT);
    storage().write(folder().child("wanted/a"), CONTENT);
    StorageRequests before = storages().requests();

    List<Location> found = listedLocations(location -> !location.equals(folder().child("refused")));

    assertThat(found, contains(folder().child("refused0"), folder().child("wanted/a")));
    assertThat(storages().requests().since(before).byOperation(), is(Map.of("ListObjectsV2", 2L)));
  }

  @Test
  void takesThreeRequestsForANewFile() throws Exception {
    StorageRequests before = storages().requests();

    storage().complete(List.of(staged("a", CONTENT)));

    assertThat(
        storages().requests().since(before),
        is(
            new StorageRequests(
                Map.of(
                    "CreateMultipartUpload", 1L, "UploadPart", 1L, "CompleteMultipartUpload", 1L),
                0)));
  }

  @Test
  void readsASmallFileByOneRequest() throws Exception {
    storage().write(folder().child("a"), CONTENT);
    Entry entry = storage().status(folder().child("a")).orElseThrow();
    StorageRequests before = storages().requests();

    try (OpenFile open = storage().open(entry)) {
      open.read(5, new byte[2], 0, 2);
      open.read(0, new byte[100], 0, 100);
      open.checkUnchanged();
    }

    assertThat(storages().requests().since(before).byOperation(), is(Map.of("GetObject", 1L)));
  }

  @Test
  void readsALargeFileByLargeRanges() throws Exception {
    byte[] content = bytes(20 << 20);
    storage().write(folder().child("a"), content);
    Entry entry = storage().status(folder().child("a")).orElseThrow();
    StorageRequests before = storages().requests();
    byte[] found = new byte[content.length];

    try (OpenFile open = storage().open(entry)) {
      for (int at = 0; at < found.length; at += 1 << 20) {
        open.read(at, found, at, 1 << 20);
      }
    }

    assertThat(Arrays.equals(found, content), is(true));
    assertThat(storages().requests().since(before).byOperation(), is(Map.of("GetObject", 3L)));
  }

  @Test
  void readsAFooterAndWhatItPointsToByFewRequests() throws Exception {
    byte[] content = bytes(1 << 20);
    storage().write(folder().child("a"), content);
    Entry entry = storage().status(folder().child("a")).orElseThrow();
    StorageRequests before = storages().requests();
    byte[] found = new byte[300_000];

    try (OpenFile open = storage().open(entry)) {
      open.read(content.length - 8, found, 0, 8);
      open.read(content.length - 5_000, found, 0, 5_000);
      open.read(4, found, 0, found.length);
    }

    assertThat(found, is(Arrays.copyOfRange(content, 4, 300_004)));
    assertThat(storages().requests().since(before).byOperation(), is(Map.of("GetObject", 2L)));
  }

  @Test
  void readsWhatIsAskedForInAnyOrder() throws Exception {
    byte[] content = bytes(300_000);
    storage().write(folder().child("a"), content);
    byte[] found = new byte[content.length];

    try (OpenFile open = storage().open(storage().status(folder().child("a")).orElseThrow())) {
      for (int step = 0; step < 1_000; step++) {
        int from = (int) (step * 7_919L * 131 % content.length);
        int length = Math.min(step * 97 % 100_000, content.length - from);
        assertThat(open.read(from, found, from, length), is(length));
        assertThat(
            Arrays.equals(found, from, from + length, content, from, from + length), is(true));
      }
    }
  }

  @Test
  void keepsTheUploadOfAnotherRun() throws Exception {
    String other = RUN + "0";
    Storage theirs = storages().forRun(other, List.of(Location.of("s3://" + bucket))).of(folder());
    StagedFile kept;
    try (StagedUpload upload = theirs.stage(folder().child("part-" + other + "-1"), "x")) {
      kept = upload.finish();
    }
    Storage ours = storages().forRun("7", List.of(folder())).of(folder());
    ours.stage(folder().child("part-7-1"), "x");

    assertThat(ours.discardStagedExcept(Set.of()), is(1));
    theirs.complete(List.of(kept));

    assertThat(listed(), contains("part-" + other + "-1"));
  }

  @Test
  void discardsMoreUploadsThanOnePageShows() throws Exception {
    for (int i = 0; i < 1_020; i++) {
      storage().stage(folder().child("a" + i), "x");
    }

    assertThat(storage().discardStagedExcept(Set.of()), is(1_020));
    assertThat(
        client.listMultipartUploads(request -> request.bucket(bucket).prefix(RUN)).uploads(),
        is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/elsewhere", "s3://other/a"})
  void stagesNothingThatNoSweepWouldFind(String location) {
    assertThrows(IllegalArgumentException.class, () -> storage().stage(Location.of(location), "x"));
  }

  @Test
  void marksAStagedFileWithRunAndAttempt() throws Exception {
    storage().complete(List.of(staged("a", CONTENT)));

    assertThat(
        client.headObject(request -> request.bucket(bucket).key(RUN + "/a")).metadata(),
        is(Map.of("levada", RUN + "/x")));
  }

  @Test
  void doesNotTakeAFileOfTheSameSizeForTheOneItHasStaged() throws Exception {
    StagedFile staged = staged("a", CONTENT);
    storage().discard(staged);
    storage().write(folder().child("a"), CONTENT);

    assertThrows(StagedFileLostException.class, () -> storage().complete(List.of(staged)));
  }

  @Test
  void completesOnlyWhatItHasStaged() {
    StagedFile wrong = new StagedFile(folder().child("a"), "/staging/a.staged", 1);

    assertThrows(IllegalArgumentException.class, () -> storage().complete(List.of(wrong)));
    assertThrows(IllegalArgumentException.class, () -> storage().discard(wrong));
  }

  @Test
  void finishesAMoveThatWasCutOffHalfWay() throws Exception {
    storage().write(folder().child("a"), CONTENT);
    Entry source = storage().status(folder().child("a")).orElseThrow();
    S3Move.run(S3Connection.of(aws), source, folder().child("b"));
    assertThat(listed(), contains("a", "b"));

    assertThat(storage().moveIfUnchanged(source, folder().child("b")), is(true));

    assertThat(listed(), contains("b"));
  }

  @Test
  void knowsAgainWhatItHasMovedThoughItCameInParts() throws Exception {
    storage().complete(List.of(staged("a", CONTENT)));
    Entry source = storage().status(folder().child("a")).orElseThrow();
    storage().moveIfUnchanged(source, folder().child("b"));

    assertThat(storage().moveIfUnchanged(source, folder().child("b")), is(true));
    assertThat(source.identity().endsWith("-1"), is(true));
  }

  @Test
  void movesAFileWithItsMetadata() throws Exception {
    client.putObject(
        request ->
            request
                .bucket(bucket)
                .key(RUN + "/a")
                .contentType("text/csv")
                .metadata(Map.of("origin", "till 7")),
        RequestBody.fromBytes(CONTENT));
    Entry source = storage().status(folder().child("a")).orElseThrow();

    storage().moveIfUnchanged(source, folder().child("b"));

    var moved = client.headObject(request -> request.bucket(bucket).key(RUN + "/b"));
    assertThat(moved.contentType(), is("text/csv"));
    assertThat(moved.metadata(), is(Map.of("origin", "till 7", "levada-moved", source.identity())));
  }

  @Test
  void copiesALargeFileByParts() throws Exception {
    byte[] content = bytes(11 << 20);
    storage().write(folder().child("a"), content);
    Entry source = storage().status(folder().child("a")).orElseThrow();
    Location target = folder().child("b");
    client.createMultipartUpload(request -> request.bucket(bucket).key(RUN + "/b"));
    client.createMultipartUpload(request -> request.bucket(bucket).key(RUN + "/b2"));
    S3Move move = new S3Move(S3Connection.of(aws), source, target);

    assertThat(move.copy(5 << 20, 5 << 20), is(true));
    assertThat(move.copy(5 << 20, 5 << 20), is(true));

    assertThat(Arrays.equals(storage().read(target).orElseThrow(), content), is(true));
    assertThat(
        client
            .listMultipartUploads(request -> request.bucket(bucket).prefix(RUN))
            .uploads()
            .stream()
            .map(upload -> upload.key())
            .toList(),
        contains(RUN + "/b2"));
  }

  @Test
  void growsItsPartsSoThatTenThousandHoldTerabytes() {
    long total = 0;
    for (int number = 1; number <= 10_000; number++) {
      total += S3StagedUpload.bytesOfPart(number);
    }

    assertThat(S3StagedUpload.bytesOfPart(1), is(5L << 20));
    assertThat(S3StagedUpload.bytesOfPart(1_001), is(10L << 20));
    assertThat(total >> 30, is(4_995L));
    assertThat(S3StagedUpload.bytesOfPart(10_000), is(lessThan(5L << 30)));
  }

  @Test
  void hasNoFileInThePlaceOfABucket() {
    Location place = Location.of("s3://bucket");

    for (IllegalArgumentException e :
        List.of(
            assertThrows(IllegalArgumentException.class, () -> storage().read(place)),
            assertThrows(IllegalArgumentException.class, () -> storage().delete(place)),
            assertThrows(IllegalArgumentException.class, () -> storage().write(place, CONTENT)))) {
      assertThat(
          e.getMessage(), is("Not a file: s3://bucket (a file has a name behind its bucket)"));
    }
  }

  @Test
  void hasNoFileWithoutABucket() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> storage().read(Location.of("s3:///a")));

    assertThat(e.getMessage(), is("Invalid location: 's3:///a' (the bucket's name is missing)"));
  }

  @Test
  void movesNothingToAnotherStorage() throws Exception {
    storage().write(folder().child("a"), CONTENT);
    Entry source = storage().status(folder().child("a")).orElseThrow();

    assertThrows(
        IllegalArgumentException.class,
        () -> storage().moveIfUnchanged(source, Location.of("/elsewhere/a")));
  }

  private List<Location> fill(String folderName, int count) throws IOException {
    List<Location> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(folder().child(folderName + String.format("%05d +%%é", i)));
    }
    InParallel.forEach(files, 16, file -> storage().write(file, CONTENT));
    return files;
  }

  private StagedFile staged(String name, byte[] content) throws IOException {
    try (StagedUpload upload = storage().stage(folder().child(name), "x")) {
      upload.write(content);
      return upload.finish();
    }
  }

  private List<String> listed() throws IOException {
    return listedLocations(location -> true).stream()
        .map(location -> location.relativeTo(folder()))
        .toList();
  }

  private List<Location> listedLocations(Predicate<Location> wanted) throws IOException {
    List<Location> found = new ArrayList<>();
    storage().list(folder(), wanted, entry -> found.add(entry.location()));
    return found;
  }

  private void put(String key, int size) {
    client.putObject(
        request -> request.bucket(bucket).key(key), RequestBody.fromBytes(new byte[size]));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 65_537);
    }
    return bytes;
  }
}
