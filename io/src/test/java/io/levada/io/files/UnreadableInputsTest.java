/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.gzip;
import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.ChangedWhileReadingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableInputsTest {

  @TempDir Path folder;

  @Test
  void findsNothingAmongReadableFiles() throws Exception {
    Files.write(folder.resolve("a"), utf8("one"));
    Files.write(folder.resolve("b"), gzip(utf8("two")));
    Files.write(folder.resolve("c"), new byte[0]);

    assertThat(UnreadableInputs.find(InputFiles.list(folder.toString())), is(empty()));
  }

  @Test
  void findsFilesDamagedAtTheirVeryEnd() throws Exception {
    byte[] gzip = gzip(utf8("one\n".repeat(100_000)));
    Files.write(folder.resolve("a"), gzip);
    Files.write(folder.resolve("b"), Arrays.copyOf(gzip, gzip.length - 1));
    Files.write(folder.resolve("c"), utf8("PK\u0003\u0004"));
    Files.write(folder.resolve("d"), utf8("plain"));
    List<InputFile> files = InputFiles.list(folder.toString());

    List<UnreadableInputs.Unreadable> unreadable = UnreadableInputs.find(files);

    assertThat(
        unreadable.stream().map(UnreadableInputs.Unreadable::file).toList(),
        contains(files.get(1), files.get(2)));
    assertThat(
        unreadable.get(0).reason(),
        allOf(containsString(folder.resolve("b").toString()), containsString("truncated")));
    assertThat(unreadable.get(1).reason(), containsString("a zip archive"));
  }

  @Test
  void readsAllShapesToTheirEnd() throws Exception {
    Files.write(folder.resolve("a"), utf8("[{},\n{\"a\":"));
    Files.write(folder.resolve("b"), "\ufeff{}{}".getBytes(StandardCharsets.UTF_16LE));
    Files.write(folder.resolve("c"), "\ufeff{}{}".getBytes("UTF-32LE"));
    byte[] array = gzip(utf8("[" + "{\"a\":1},".repeat(100_000) + "{}]"));
    Files.write(folder.resolve("d"), Arrays.copyOf(array, array.length - 1));
    List<InputFile> files = InputFiles.list(folder.toString());

    List<UnreadableInputs.Unreadable> unreadable = UnreadableInputs.find(files);

    assertThat(
        unreadable.stream().map(UnreadableInputs.Unreadable::file).toList(),
        contains(files.get(2), files.get(3)));
    assertThat(unreadable.get(0).reason(), containsString("UTF-32 text"));
  }

  @Test
  void doesNotSetAsideAFileThatHasChanged() throws Exception {
    Files.write(folder.resolve("a"), utf8("one"));
    List<InputFile> files = InputFiles.list(folder.toString());
    Files.write(folder.resolve("a"), utf8("other"));

    assertThrows(ChangedWhileReadingException.class, () -> UnreadableInputs.find(files));
  }
}
