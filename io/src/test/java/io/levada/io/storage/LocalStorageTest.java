/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends StorageContract {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path temporary;

  private Path lake;

  @BeforeEach
  void makeFolder() throws IOException {
    lake = Files.createDirectory(temporary.resolve("lake"));
  }

  @Override
  Location folder() {
    return Location.of(lake.toString());
  }

  @Override
  Storages storages() {
    return Storages.stagingIn(Location.of(temporary.resolve("staging").toString()));
  }

  private Storage storage() {
    return storages().of(folder());
  }

  @Test
  void knowsAnEmptyFolder() throws Exception {
    assertThat(storage().folderExists(folder()), is(true));
  }

  @Test
  void keepsStagedFilesFlatInTheStagingFolder() throws Exception {
    StagedFile staged;
    try (StagedUpload upload = storage().stage(folder().child("p=a b/part-1.parquet"), "x1")) {
      staged = upload.finish();
    }

    Path file = Path.of(staged.stagingId());

    assertThat(file.getParent(), is(temporary.resolve("staging")));
    assertThat(
        file.getFileName().toString().matches("part-1.parquet-[0-9a-f]{16}-x1.staged"), is(true));
  }

  @Test
  void stagesAFileOfTheLongestName() throws Exception {
    Location file = folder().child("日".repeat(85));
    StagedFile staged;
    try (StagedUpload upload = storage().stage(file, "x".repeat(64))) {
      upload.write(CONTENT);
      staged = upload.finish();
    }

    storage().complete(List.of(staged));

    assertThat(storage().read(file).orElseThrow(), is(CONTENT));
  }

  @Test
  void removesTheStagingFolderWhenNothingIsLeftInIt() throws Exception {
    storage().stage(folder().child("a"), "x");

    storage().discardStagedExcept(Set.of());

    assertThat(Files.exists(temporary.resolve("staging")), is(false));
  }

  @Test
  void completesOnlyWhatIsNamedAsStaged() throws Exception {
    Path other = Files.write(temporary.resolve("other"), CONTENT);
    StagedFile wrong = new StagedFile(folder().child("a"), other.toString(), CONTENT.length);

    assertThrows(IllegalArgumentException.class, () -> storage().complete(List.of(wrong)));
    assertThrows(IllegalArgumentException.class, () -> storage().discard(wrong));
    assertThat(Files.exists(other), is(true));
  }

  @Test
  void noticesAFileOfTheSameSizeByItsTime() throws Exception {
    Path file = Files.write(lake.resolve("a"), CONTENT);
    Entry listed = storage().status(folder().child("a")).orElseThrow();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertThrows(ChangedWhileReadingException.class, () -> storage().open(listed));
  }

  @Test
  void noticesThatAFileHasBecomeShorter() throws Exception {
    Path file = Files.write(lake.resolve("a"), CONTENT);
    try (OpenFile open = storage().open(storage().status(folder().child("a")).orElseThrow())) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(3);
      }

      assertThrows(ChangedWhileReadingException.class, () -> open.read(0, new byte[9], 0, 9));
    }
  }

  @Test
  void noticesThatAFileWasRewrittenWhileItWasRead() throws Exception {
    Path file = Files.write(lake.resolve("a"), CONTENT);
    try (OpenFile open = storage().open(storage().status(folder().child("a")).orElseThrow())) {
      open.read(0, new byte[9], 0, 9);
      Files.write(file, "other content".getBytes(StandardCharsets.UTF_8));

      assertThrows(ChangedWhileReadingException.class, open::checkUnchanged);
    }
  }

  @Test
  void listsByCodePointsNotByTheirHalves() throws Exception {
    Files.write(lake.resolve("\uffee"), CONTENT);
    Files.write(lake.resolve("\ud83d\ude00"), CONTENT);

    assertThat(listed(), contains("\uffee", "\ud83d\ude00"));
  }

  @Test
  void saysThatAStagedFileToSyncIsLost() throws Exception {
    StagedFile staged;
    try (StagedUpload upload = storage().stage(folder().child("a"), "x")) {
      staged = upload.finish();
    }
    storage().discard(staged);

    assertThrows(StagedFileLostException.class, () -> storage().syncStaged(List.of(staged)));
  }

  @Test
  void finishesAMoveThatWasCutOffHalfWay() throws Exception {
    Path from = Files.write(lake.resolve("a"), CONTENT);
    Entry source = storage().status(folder().child("a")).orElseThrow();
    Files.copy(from, lake.resolve("b"), StandardCopyOption.COPY_ATTRIBUTES);

    assertThat(storage().moveIfUnchanged(source, folder().child("b")), is(true));

    assertThat(listed(), contains("b"));
  }

  @Test
  void movesNoFileOverOneThatOnlyLooksLikeIt() throws Exception {
    Path from = Files.writeString(lake.resolve("a"), "one");
    Path to = Files.writeString(lake.resolve("b"), "two");
    Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    Entry source = storage().status(folder().child("a")).orElseThrow();

    assertThrows(
        StorageException.class, () -> storage().moveIfUnchanged(source, folder().child("b")));

    assertThat(listed(), contains("a", "b"));
  }

  @Test
  void movesNoFileToItselfByAnotherPath() throws Exception {
    Files.writeString(lake.resolve("a"), "one");
    Files.createSymbolicLink(temporary.resolve("again"), lake);
    Entry source = storage().status(folder().child("a")).orElseThrow();
    Location target = Location.of(temporary.resolve("again/a").toString());

    assertThrows(IllegalArgumentException.class, () -> storage().moveIfUnchanged(source, target));

    assertThat(listed(), contains("a"));
  }

  @Test
  void movesNoFileOverAFolder() throws Exception {
    Files.writeString(lake.resolve("a"), "one");
    Files.createDirectory(lake.resolve("b"));
    Entry source = storage().status(folder().child("a")).orElseThrow();

    IOException e =
        assertThrows(
            StorageException.class, () -> storage().moveIfUnchanged(source, folder().child("b")));

    assertThat(e.getMessage(), containsString("Is a directory (a folder is there"));
  }

  @Test
  void movesWhatALinkLeadsTo() throws Exception {
    Path elsewhere = Files.write(temporary.resolve("elsewhere"), CONTENT);
    Files.createSymbolicLink(lake.resolve("a"), Path.of("../elsewhere"));
    Entry source = storage().status(folder().child("a")).orElseThrow();

    assertThat(storage().moveIfUnchanged(source, folder().child("p/b")), is(true));

    assertThat(listed(), contains("p/b"));
    assertThat(Files.readAllBytes(lake.resolve("p/b")), is(CONTENT));
    assertThat(Files.exists(elsewhere), is(true));
  }

  @Test
  void movesToAnotherFileSystem() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory));
    Path other = Files.createTempDirectory(memory, "levada");
    try {
      Files.write(lake.resolve("a"), CONTENT);
      Entry source = storage().status(folder().child("a")).orElseThrow();
      Location target = Location.of(other.resolve("b").toString());

      assertThat(storage().moveIfUnchanged(source, target), is(true));
      assertThat(storage().moveIfUnchanged(source, target), is(true));

      assertThat(storage().read(target).orElseThrow(), is(CONTENT));
      assertThat(listed(), is(empty()));
    } finally {
      Files.deleteIfExists(other.resolve("b"));
      Files.delete(other);
    }
  }

  @Test
  void hidesItsOwnUnfinishedFiles() throws Exception {
    Files.write(lake.resolve(".levada-0815"), CONTENT);
    Files.write(lake.resolve("a"), CONTENT);

    assertThat(listed(), contains("a"));
  }

  @Test
  void removesUnfinishedFilesAndWhatIsEmptyWithoutThem() throws Exception {
    Files.createDirectories(lake.resolve("runs/1"));
    Files.createDirectories(lake.resolve("runs/2"));
    Files.write(lake.resolve(".levada-0815"), CONTENT);
    Files.write(lake.resolve("runs/1/.levada-0816"), CONTENT);
    Files.write(lake.resolve("runs/2/.levada-0817"), CONTENT);
    Files.write(lake.resolve("runs/2/state-1.json"), CONTENT);

    storage().discardUnfinished(folder());

    assertThat(everythingIn(lake), contains("runs", "runs/2", "runs/2/state-1.json"));
  }

  @Test
  void leavesNothingUnfinishedWhereAFileIsEmpty() throws Exception {
    storage().write(folder().child("_SUCCESS"), new byte[0]);
    storage().write(folder().child("_SUCCESS"), new byte[0]);
    boolean createdAgain = storage().createIfAbsent(folder().child("_SUCCESS"), new byte[0]);

    assertThat(createdAgain, is(false));
    assertThat(everythingIn(lake), contains("_SUCCESS"));
  }

  @Test
  void followsLinks() throws Exception {
    Files.createDirectory(temporary.resolve("elsewhere"));
    Files.write(temporary.resolve("elsewhere/a"), CONTENT);
    Files.createSymbolicLink(lake.resolve("linked"), temporary.resolve("elsewhere"));

    assertThat(listed(), contains("linked/a"));
  }

  @Test
  void failsOnLinksThatLeadBack() throws Exception {
    Files.createSymbolicLink(lake.resolve("self"), lake);

    IOException e = assertThrows(StorageException.class, this::listed);

    assertThat(e.getMessage(), containsString("Too many levels of symbolic links"));
  }

  @Test
  void failsOnALinkToNothing() throws Exception {
    Files.createSymbolicLink(lake.resolve("dangling"), lake.resolve("nothing"));

    IOException e = assertThrows(StorageException.class, this::listed);

    assertThat(
        e.getMessage(),
        is(
            "Cannot list "
                + lake.resolve("dangling")
                + ": The link leads to nothing (remove it, or restore what it names)"));
  }

  @Test
  void failsOnADevice() {
    assumeTrue(Files.exists(Path.of("/dev/null")));

    IOException e =
        assertThrows(StorageException.class, () -> storage().status(Location.of("/dev/null")));

    assertThat(e.getMessage(), containsString("Neither a file nor a folder"));
  }

  @Test
  void saysThatAPartOfThePathIsAFile() throws Exception {
    Files.write(lake.resolve("a"), CONTENT);
    Location below = folder().child("a/b");

    for (IOException e :
        List.of(
            assertThrows(IOException.class, () -> storage().write(below, CONTENT)),
            assertThrows(IOException.class, () -> storage().createIfAbsent(below, CONTENT)))) {
      assertThat(
          e.getMessage(),
          allOf(
              containsString(below.uri()),
              containsString("Not a directory (a part of the path is a file")));
    }
  }

  @Test
  void saysThatAFolderIsInThePlaceOfAFile() throws Exception {
    Files.createDirectory(lake.resolve("a"));
    Location file = folder().child("a");

    for (IOException e :
        List.of(
            assertThrows(IOException.class, () -> storage().write(file, CONTENT)),
            assertThrows(IOException.class, () -> storage().delete(file)),
            assertThrows(IOException.class, () -> storage().read(file)))) {
      assertThat(
          e.getMessage(), allOf(containsString(file.uri()), containsString("a folder is there")));
    }
    assertThat(Files.isDirectory(lake.resolve("a")), is(true));
  }

  @Test
  void saysThatANameIsTooLong() {
    Location file = folder().child("x".repeat(256));

    IOException e = assertThrows(IOException.class, () -> storage().write(file, CONTENT));

    assertThat(
        e.getMessage(),
        is("Cannot write " + file + ": File name too long (a name may have up to 255 bytes)"));
  }

  @Test
  void saysThatPermissionIsDenied() {
    IOException e =
        StorageException.of("read", "/landing/a", new AccessDeniedException("/landing/a"));

    assertThat(
        e.getMessage(),
        is(
            "Cannot read /landing/a: Permission denied (give this user the permission, or choose"
                + " another place)"));
  }

  @Test
  void saysThatTheDiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));

    IOException cause = assertThrows(IOException.class, () -> Files.write(full, CONTENT));
    IOException e = StorageException.of("write", "/lake/a", cause);

    assertThat(
        e.getMessage(),
        is(
            "Cannot write /lake/a: No space left on device (free space there, or choose another"
                + " folder)"));
  }

  private List<String> listed() throws IOException {
    List<String> names = new ArrayList<>();
    storage().list(folder(), entry -> names.add(entry.location().relativeTo(folder())));
    return names;
  }

  private static List<String> everythingIn(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !path.equals(folder))
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
