/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage keeps to. */
abstract class StorageContract {

  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two, longer".getBytes(StandardCharsets.UTF_8);

  /** A folder that is there and empty, or would be if folders existed by themselves. */
  abstract Location folder();

  /** How the storage under test is reached, with a place for staged files. */
  abstract Storages storages();

  private Storage storage() {
    return storages().of(folder());
  }

  @Test
  void readsWhatWasWritten() throws Exception {
    Location file = folder().child("a/b/c");

    storage().write(file, ONE);

    assertThat(storage().read(file).orElseThrow(), is(ONE));
  }

  @Test
  void takesNamesOfUsualLength() throws Exception {
    Location file = folder().child("é".repeat(100));

    storage().write(file, ONE);

    assertThat(storage().takesName(file), is(true));
  }

  @Test
  void takesNoNameThatIsTooLong() {
    Location file = folder().child("é".repeat(600));

    assertThat(storage().takesName(file), is(false));
    assertThrows(IOException.class, () -> storage().write(file, ONE));
  }

  @Test
  void writesOverAFile() throws Exception {
    Location file = folder().child("a");
    storage().write(file, TWO);

    storage().write(file, ONE);

    assertThat(storage().read(file).orElseThrow(), is(ONE));
  }

  @Test
  void readsNothingWhereNothingIs() throws Exception {
    storage().write(folder().child("a"), ONE);

    assertThat(storage().read(folder().child("b")).isPresent(), is(false));
    assertThat(storage().read(folder().child("a/b")).isPresent(), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "100%", "%2F%20", "#1", "a+b", "what?", "k=ü:日本", "e\u0301", "a'\"b", "a\\b",
        "[a]{b}*"
      })
  void takesAnyName(String name) throws Exception {
    Location file = folder().child(name).child(name);

    assertThat(storage().createIfAbsent(file, ONE), is(true));

    assertThat(storage().read(file).orElseThrow(), is(ONE));
    assertThat(listed(folder()), contains(name + "/" + name));
    Entry listed = storage().status(file).orElseThrow();
    assertThat(storage().moveIfUnchanged(listed, folder().child(name + "2")), is(true));
    assertThat(listed(folder()), contains(name + "2"));
    storage().deleteAll(List.of(folder().child(name + "2")));
    assertThat(listed(folder()), is(empty()));
  }

  @Test
  void listsEveryFileAtAnyDepthInOrder() throws Exception {
    List<String> names =
        List.of("B", "a", "a-b/x", "a.b", "d/c/b", "d/z", "d-/y", "e", "\u00e9", "\uffee");
    for (String name : names) {
      storage().write(folder().child(name), ONE);
    }

    assertThat(
        listed(folder()),
        contains("B", "a", "a-b/x", "a.b", "d-/y", "d/c/b", "d/z", "e", "\u00e9", "\uffee"));
  }

  @Test
  void listsByTheFolderNotByTheBeginningOfItsName() throws Exception {
    storage().write(folder().child("gold/a"), ONE);
    storage().write(folder().child("gold_old/b"), ONE);

    assertThat(listed(folder().child("gold")), contains("a"));
  }

  @Test
  void leavesOutNamesThatAreRefusedWithAllBelowThem() throws Exception {
    for (String name : List.of("_x/a", "a/_b", "a/c", "a/_d/e/f")) {
      storage().write(folder().child(name), ONE);
    }

    assertThat(listed(folder(), location -> !location.name().startsWith("_")), contains("a/c"));
  }

  @Test
  void asksForEachLocationOnceAndForNoneBelowOneThatIsRefused() throws Exception {
    for (String name : List.of("a/b/c", "a/b/d", "a/e/f", "g")) {
      storage().write(folder().child(name), ONE);
    }
    Location refused = folder().child("a/b");
    List<String> asked = new ArrayList<>();

    List<String> found =
        listed(
            folder(),
            location -> {
              asked.add(location.relativeTo(folder()));
              return !location.equals(refused);
            });

    assertThat(found, contains("a/e/f", "g"));
    assertThat(asked, containsInAnyOrder("a", "a/b", "a/e", "a/e/f", "g"));
  }

  @Test
  void listsNothingInAMissingFolderOrAFile() throws Exception {
    storage().write(folder().child("a"), ONE);

    assertThat(listed(folder().child("missing")), is(empty()));
    assertThat(listed(folder().child("a")), is(empty()));
  }

  @Test
  void stopsListingWhenTheVisitorFails() throws Exception {
    storage().write(folder().child("a"), ONE);

    IOException e =
        assertThrows(
            IOException.class,
            () ->
                storage()
                    .list(
                        folder(),
                        entry -> {
                          throw new IOException("stop");
                        }));

    assertThat(e.getMessage(), is("stop"));
  }

  @Test
  void knowsTheSameEntryByListingAndByStatus() throws Exception {
    Location file = folder().child("a");
    storage().write(file, TWO);
    List<Entry> entries = new ArrayList<>();
    storage().list(folder(), entries::add);

    Entry status = storage().status(file).orElseThrow();

    assertThat(entries, contains(status));
    assertThat(status.size(), is((long) TWO.length));
    assertThat(status.location(), is(file));
  }

  @Test
  void tellsFilesFromFoldersAndFromNothing() throws Exception {
    storage().write(folder().child("f/a"), ONE);

    assertThat(storage().status(folder().child("f")).isPresent(), is(false));
    assertThat(storage().folderExists(folder().child("f")), is(true));
    assertThat(storage().folderExists(folder().child("f/a")), is(false));
    assertThat(storage().status(folder().child("missing")).isPresent(), is(false));
    assertThat(storage().folderExists(folder().child("missing")), is(false));
    assertThat(storage().folderExists(folder().child("f/a/b")), is(false));
  }

  @Test
  void readsAnyRangeOfAFile() throws Exception {
    Location file = folder().child("a");
    storage().write(file, "0123456789".getBytes(StandardCharsets.UTF_8));
    byte[] buffer = new byte[8];

    try (OpenFile open = storage().open(storage().status(file).orElseThrow())) {
      assertThat(open.read(3, buffer, 2, 4), is(4));
      assertThat(new String(buffer, 2, 4, StandardCharsets.UTF_8), is("3456"));
      assertThat(open.read(8, buffer, 0, 8), is(2));
      assertThat(open.read(10, buffer, 0, 8), is(0));
      assertThat(open.read(99, buffer, 0, 8), is(0));
      open.checkUnchanged();
    }
  }

  @Test
  void readsNothingOfAFileThatHasChangedOrGone() throws Exception {
    Location file = folder().child("a");
    storage().write(file, ONE);
    Entry listed = storage().status(file).orElseThrow();
    storage().write(file, TWO);

    IOException changed =
        assertThrows(ChangedWhileReadingException.class, () -> readFirstByte(listed));
    storage().delete(file);
    IOException gone =
        assertThrows(ChangedWhileReadingException.class, () -> readFirstByte(listed));

    assertThat(changed.getMessage(), containsString(file.uri()));
    assertThat(gone.getMessage(), allOf(containsString(file.uri()), containsString("gone")));
  }

  @Test
  void givesTheBytesOfOneFileOnlyWhenItIsRewrittenWhileItIsRead() throws Exception {
    Location file = folder().child("a");
    byte[] before = new byte[12 << 20];
    byte[] after = before.clone();
    Arrays.fill(after, (byte) 1);
    storage().write(file, before);
    byte[] buffer = new byte[before.length];

    try (OpenFile open = storage().open(storage().status(file).orElseThrow())) {
      open.read(0, buffer, 0, 100_000);
      storage().write(file, after);

      assertThrows(
          ChangedWhileReadingException.class,
          () -> {
            open.read(100_000, buffer, 100_000, buffer.length - 100_000);
            open.checkUnchanged();
          });
    }
  }

  @Test
  void createsAFileOnlyWhereNoneIs() throws Exception {
    Location file = folder().child("a/b");

    assertThat(storage().createIfAbsent(file, ONE), is(true));
    assertThat(storage().createIfAbsent(file, TWO), is(false));

    assertThat(storage().read(file).orElseThrow(), is(ONE));
    assertThat(listed(folder()), contains("a/b"));
  }

  @Test
  void letsExactlyOneOfManyCreateAFile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      for (int round = 0; round < 20; round++) {
        Location file = folder().child("race-" + round);
        List<Future<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          byte[] content = ("winner " + i).getBytes(StandardCharsets.UTF_8);
          tries.add(threads.submit(() -> storage().createIfAbsent(file, content)));
        }

        List<String> winners = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          if (tries.get(i).get()) {
            winners.add("winner " + i);
          }
        }
        String content = new String(storage().read(file).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(winners, contains(content));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void deletesExactlyOneFileAndCanRepeatIt() throws Exception {
    storage().write(folder().child("gold"), ONE);
    storage().write(folder().child("gold_old"), ONE);

    storage().delete(folder().child("gold"));
    storage().delete(folder().child("gold"));

    assertThat(listed(folder()), contains("gold_old"));
  }

  @Test
  void deletesManyFiles() throws Exception {
    List<Location> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      files.add(folder().child("p=" + i + "/a"));
      storage().write(files.get(i), ONE);
    }
    files.add(folder().child("missing/a"));

    storage().deleteAll(files);

    assertThat(listed(folder()), is(empty()));
  }

  @Test
  void deletesAFileOnlyIfItIsTheOneListed() throws Exception {
    Location file = folder().child("a");
    storage().write(file, ONE);
    Entry first = storage().status(file).orElseThrow();
    storage().write(file, TWO);

    assertThat(storage().deleteIfUnchanged(first), is(false));
    assertThat(storage().deleteIfUnchanged(storage().status(file).orElseThrow()), is(true));
    assertThat(storage().deleteIfUnchanged(first), is(true));
    assertThat(listed(folder()), is(empty()));
  }

  @Test
  void movesAFileAndCanRepeatIt() throws Exception {
    Location target = folder().child("processed/date=2026-01-31/a");
    Entry source = written("pending/a", ONE);

    assertThat(storage().moveIfUnchanged(source, target), is(true));
    assertThat(storage().moveIfUnchanged(source, target), is(true));

    assertThat(listed(folder()), contains("processed/date=2026-01-31/a"));
    assertThat(storage().read(target).orElseThrow(), is(ONE));
  }

  @Test
  void movesAnEmptyFile() throws Exception {
    assertThat(storage().moveIfUnchanged(written("a", new byte[0]), folder().child("b")), is(true));

    assertThat(listed(folder()), contains("b"));
  }

  @Test
  void movesNoFileToItself() throws Exception {
    Entry source = written("a", ONE);

    assertThrows(
        IllegalArgumentException.class, () -> storage().moveIfUnchanged(source, source.location()));

    assertThat(listed(folder()), contains("a"));
  }

  @Test
  void movesNoFileThatHasChangedOrGone() throws Exception {
    Entry source = written("a", ONE);
    storage().write(source.location(), TWO);

    assertThat(storage().moveIfUnchanged(source, folder().child("b")), is(false));
    assertThat(listed(folder()), contains("a"));
    storage().delete(source.location());
    assertThat(storage().moveIfUnchanged(source, folder().child("b")), is(false));
    assertThat(listed(folder()), is(empty()));
  }

  @Test
  void leavesAFileThatHasComeSinceTheMove() throws Exception {
    Entry source = written("a", ONE);
    storage().moveIfUnchanged(source, folder().child("b"));
    storage().write(source.location(), TWO);

    assertThat(storage().moveIfUnchanged(source, folder().child("b")), is(true));

    assertThat(storage().read(folder().child("a")).orElseThrow(), is(TWO));
    assertThat(storage().read(folder().child("b")).orElseThrow(), is(ONE));
  }

  @Test
  void neverMovesOverAnotherFile() throws Exception {
    Entry source = written("a", ONE);
    Location target = written("b", TWO).location();

    IOException e =
        assertThrows(IOException.class, () -> storage().moveIfUnchanged(source, target));

    assertThat(
        e.getMessage(),
        is(
            "Cannot move "
                + source.location()
                + " to "
                + target
                + ": Another file is there"
                + " (move or remove one of them)"));
    assertThat(storage().read(source.location()).orElseThrow(), is(ONE));
    assertThat(storage().read(target).orElseThrow(), is(TWO));
  }

  @Test
  void movesNoFileThatHasChangedOrGoneWhateverIsAtTheTarget() throws Exception {
    Entry source = written("a", ONE);
    Location target = written("b", new byte[7]).location();
    storage().write(source.location(), TWO);

    assertThat(storage().moveIfUnchanged(source, target), is(false));
    storage().delete(source.location());
    assertThat(storage().moveIfUnchanged(source, target), is(false));
    assertThat(storage().read(target).orElseThrow(), is(new byte[7]));
  }

  @Test
  void keepsAStagedFileInvisibleUntilItIsCompleted() throws Exception {
    Location file = folder().child("p=1/a");
    StagedFile staged = stage(file, "try-1", ONE);

    assertThat(listed(folder()), is(empty()));
    storage().complete(List.of(staged));

    assertThat(listed(folder()), contains("p=1/a"));
    assertThat(storage().read(file).orElseThrow(), is(ONE));
    assertThat(staged.length(), is((long) ONE.length));
  }

  @Test
  void knowsThePositionInAStagedFile() throws Exception {
    byte[] large = new byte[100_000];
    large[99_999] = 7;
    StagedFile staged;
    try (StagedUpload upload = storage().stage(folder().child("a"), "x")) {
      upload.write(1);
      upload.write(TWO, 1, 2);
      assertThat(upload.position(), is(3L));
      upload.write(large);
      upload.write(9);
      assertThat(upload.position(), is(100_004L));
      staged = upload.finish();
    }

    storage().complete(List.of(staged));

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(1);
    expected.write(TWO, 1, 2);
    expected.write(large);
    expected.write(9);
    assertThat(storage().read(folder().child("a")).orElseThrow(), is(expected.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5 * 1024 * 1024, 5 * 1024 * 1024 + 1, 12_345_678})
  void completesAFileOfAnySize(int size) throws Exception {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31 + i / 65_537);
    }

    storage().complete(List.of(stage(folder().child("a"), "x", content)));

    assertThat(storage().read(folder().child("a")).orElseThrow(), is(content));
    assertThat(storage().status(folder().child("a")).orElseThrow().size(), is((long) size));
  }

  @Test
  void completesManyFiles() throws Exception {
    List<StagedFile> staged = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 10; i < 60; i++) {
      names.add("p=" + i + "/a");
      staged.add(stage(folder().child("p=" + i + "/a"), "x", ONE));
    }

    storage().complete(staged);

    assertThat(listed(folder()), is(names));
  }

  @Test
  void completesAgainWhatIsComplete() throws Exception {
    StagedFile first = stage(folder().child("a"), "x", ONE);
    StagedFile second = stage(folder().child("b"), "x", TWO);
    storage().complete(List.of(first));

    storage().complete(List.of(first, second));
    storage().syncStaged(List.of(first, second));
    storage().complete(List.of(first, second));

    assertThat(listed(folder()), contains("a", "b"));
  }

  @Test
  void completesWhatAnotherProcessHasStaged() throws Exception {
    StagedFile staged = throughBytes(stage(folder().child("a"), "x", ONE));
    Storage other = throughBytes(storages()).of(folder());

    other.syncStaged(List.of(staged));
    other.complete(List.of(staged));

    assertThat(other.read(folder().child("a")).orElseThrow(), is(ONE));
  }

  @Test
  void neverCompletesOverAnotherFile() throws Exception {
    Location file = folder().child("a");
    StagedFile staged = stage(file, "x", ONE);
    storage().write(file, TWO);

    IOException e = assertThrows(IOException.class, () -> storage().complete(List.of(staged)));

    assertThat(e.getMessage(), containsString(file.uri()));
    assertThat(storage().read(file).orElseThrow(), is(TWO));
  }

  @Test
  void saysThatAStagedFileIsLost() throws Exception {
    StagedFile staged = stage(folder().child("a"), "x", ONE);
    storage().discard(staged);

    IOException complete =
        assertThrows(StagedFileLostException.class, () -> storage().complete(List.of(staged)));

    assertThat(complete.getMessage(), containsString(folder().child("a").uri()));
    assertThat(listed(folder()), is(empty()));
  }

  @Test
  void saysThatAStagedFileIsLostWhenAnotherIsInItsPlace() throws Exception {
    StagedFile staged = stage(folder().child("a"), "x", ONE);
    storage().discard(staged);
    storage().write(folder().child("a"), TWO);

    assertThrows(StagedFileLostException.class, () -> storage().complete(List.of(staged)));
  }

  @Test
  void keepsTwoAttemptsApart() throws Exception {
    Location file = folder().child("a");
    StagedFile first = stage(file, "one", ONE);
    StagedFile second = stage(file, "two", TWO);

    storage().discard(first);
    storage().complete(List.of(second));

    assertThat(first.stagingId(), is(not(second.stagingId())));
    assertThat(storage().read(file).orElseThrow(), is(TWO));
  }

  @Test
  void keepsFilesOfOneNameInTwoFoldersApart() throws Exception {
    StagedFile first = stage(folder().child("p=1/a"), "x", ONE);
    StagedFile second = stage(folder().child("p=2/a"), "x", TWO);

    storage().complete(List.of(first, second));

    assertThat(storage().read(folder().child("p=1/a")).orElseThrow(), is(ONE));
    assertThat(storage().read(folder().child("p=2/a")).orElseThrow(), is(TWO));
  }

  @Test
  void discardsAgainWhatIsDiscardedOrCompleted() throws Exception {
    StagedFile discarded = stage(folder().child("a"), "x", ONE);
    StagedFile completed = stage(folder().child("b"), "x", ONE);
    storage().discard(discarded);
    storage().complete(List.of(completed));

    storage().discard(discarded);
    storage().discard(completed);

    assertThat(listed(folder()), contains("b"));
  }

  @Test
  void leavesNothingOfAnAbortedUpload() throws Exception {
    try (StagedUpload upload = storage().stage(folder().child("a"), "x")) {
      upload.write(ONE);
      upload.abort();
      assertThrows(IllegalStateException.class, upload::finish);
    }
    try (StagedUpload closed = storage().stage(folder().child("a"), "x")) {
      closed.write(ONE);
    }

    assertThat(storage().discardStagedExcept(Set.of()), is(0));
  }

  @Test
  void discardsAllThatIsStagedButWhatIsKept() throws Exception {
    StagedFile kept = stage(folder().child("a"), "x", ONE);
    stage(folder().child("b"), "x", ONE);
    StagedUpload unfinished = storage().stage(folder().child("c"), "x");

    assertThat(storage().discardStagedExcept(Set.of(kept.stagingId())), is(2));

    unfinished.abort();
    storage().complete(List.of(kept));
    assertThat(storage().discardStagedExcept(Set.of()), is(0));
    assertThat(listed(folder()), contains("a"));
  }

  @Test
  void stagesNothingWithoutAPlaceForIt() {
    Storage storage = Storages.withoutStaging().of(folder());

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> storage.stage(folder().child("a"), "x"));

    assertThat(e.getMessage(), containsString(folder().child("a").uri()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "a b"})
  void refusesAnAttemptThatIsNoPlainWord(String attempt) {
    assertThrows(
        IllegalArgumentException.class, () -> storage().stage(folder().child("a"), attempt));
  }

  private Entry written(String name, byte[] content) throws IOException {
    storage().write(folder().child(name), content);
    return storage().status(folder().child(name)).orElseThrow();
  }

  private void readFirstByte(Entry listed) throws IOException {
    try (OpenFile open = storage().open(listed)) {
      open.read(0, new byte[1], 0, 1);
    }
  }

  private StagedFile stage(Location file, String attempt, byte[] content) throws IOException {
    try (StagedUpload upload = storage().stage(file, attempt)) {
      upload.write(content);
      return upload.finish();
    }
  }

  private List<String> listed(Location folder) throws IOException {
    return listed(folder, location -> true);
  }

  private List<String> listed(Location folder, Predicate<Location> wanted) throws IOException {
    List<String> found = new ArrayList<>();
    storage().list(folder, wanted, entry -> found.add(entry.location().relativeTo(folder)));
    return found;
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"})
  private static <T> T throughBytes(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
