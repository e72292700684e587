/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {

  @TempDir Path folder;

  @Test
  void tellsTheFolderInFrontOfAPattern() throws Exception {
    assertThat(
        InputFiles.around(Storages.withoutStaging(), folder + "/a/*/people/*.json"),
        equalTo(Location.of(folder + "/a")));
  }

  @Test
  void tellsTheFolderThatAFolderWithABracketIsIn() throws Exception {
    make("a/[b]/c.json");

    assertThat(
        InputFiles.around(Storages.withoutStaging(), folder + "/a/[b]"),
        equalTo(Location.of(folder + "/a")));
  }

  @Test
  void listsAFile() throws Exception {
    make("_a.json");

    List<InputFile> files = InputFiles.list(folder.resolve("_a.json").toString());

    assertThat(files.size(), is(1));
    assertThat(files.get(0).index(), is(0));
    assertThat(files.get(0).location(), is(Location.of(folder.resolve("_a.json").toString())));
    assertThat(files.get(0).size(), is(1L));
  }

  @Test
  void listsAFolderAtAnyDepthSortedByName() throws Exception {
    make("b", "a/d/c", "a.x", "a/z");

    assertThat(list(""), contains("a.x", "a/d/c", "a/z", "b"));
  }

  @Test
  void givesEachFileItsPlaceAsIndex() throws Exception {
    make("b", "a", "c");

    List<InputFile> files = InputFiles.list(folder.toString());

    assertThat(files.stream().map(InputFile::index).toList(), contains(0, 1, 2));
  }

  @Test
  void leavesOutHiddenNamesBelowTheFolder() throws Exception {
    make("_SUCCESS", ".DS_Store", "_temporary/0/a", "x/.crc", "x/a", "x/_y/b", "a_b", "a.b");

    assertThat(list(""), contains("a.b", "a_b", "x/a"));
    assertThat(list("/*"), contains("a.b", "a_b"));
  }

  @Test
  void listsAFolderWhoseOwnNameIsHidden() throws Exception {
    make("_landing/a");

    assertThat(list("/_landing"), contains("_landing/a"));
  }

  @Test
  void listsFilesWithoutContent() throws Exception {
    Files.createFile(folder.resolve("empty"));

    assertThat(list(""), contains("empty"));
  }

  @Test
  void findsNothingInAnEmptyFolder() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));

    assertThat(list("/a"), is(empty()));
  }

  @Test
  void doesNotHideADanglingLinkButIgnoresAHiddenOne() throws Exception {
    make("a");
    Files.createSymbolicLink(folder.resolve(".#a"), folder.resolve("nothing"));

    assertThat(list(""), contains("a"));

    Files.createSymbolicLink(folder.resolve("b"), folder.resolve("nothing"));
    assertThrows(IOException.class, () -> list(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/missing", "/missing/*.json", "/x/*.json", "/x/*"})
  void saysThatAnInputIsMissing(String spec) throws Exception {
    make("x/_a");

    IOException e = assertThrows(MissingInputException.class, () -> list(spec));

    assertThat(
        e.getMessage(),
        allOf(containsString("Input not found: " + folder + spec), containsString("(")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/*.json | a.json b.json",
        "/**.json | a.json b.json d/a.json d/e/c.json",
        "/**/*.json | a.json b.json d/a.json d/e/c.json",
        "/**/a.json | a.json d/a.json",
        "/d/** | d/a.json d/e/c.json d/x.csv",
        "/*/*.json | d/a.json",
        "/?.json | a.json b.json",
        "/[ab].json | a.json b.json",
        "/[!a].json | b.json",
        "/[a-c].json | a.json b.json",
        "/{a,d/e/c}.json | a.json d/e/c.json",
        "/d/*.{csv,json} | d/a.json d/x.csv",
        "/d/x.cs\\v | d/x.csv",
        "/d*/e/* | d/e/c.json"
      })
  void matchesAPattern(String spec, String expected) throws Exception {
    make("a.json", "b.json", "d/a.json", "d/e/c.json", "d/x.csv");

    assertThat(list(spec).toArray(), is(arrayContaining((Object[]) expected.split(" "))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[1].json", "{x}", "what?", "*", "a\\b"})
  void takesANameThatExistsLiterally(String name) throws Exception {
    make(name, "other");

    assertThat(list("/" + name), contains(name));
  }

  @Test
  void matchesOddCharactersAsThemselves() throws Exception {
    make("d/a.b+(c)$^|x 100%#1&&", "d/aXb");

    assertThat(list("/d/a.b+(c)$^|x 100%#1&*"), contains("d/a.b+(c)$^|x 100%#1&&"));
    assertThat(list("/d/[a].*"), contains("d/a.b+(c)$^|x 100%#1&&"));
    assertThat(list("/d/a.b+(c)$^|x 100%#1[&][&]"), contains("d/a.b+(c)$^|x 100%#1&&"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/[a", "/{a,b", "/*\\", "/[z-a]"})
  void refusesAPatternThatIsNotClosed(String spec) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> list(spec));

    assertThat(e.getMessage(), containsString("Invalid pattern: '" + folder + spec));
  }

  @Test
  void numbersAnewTheFilesThatAreLeft() throws Exception {
    make("a", "b", "c");
    List<InputFile> files = InputFiles.list(folder.toString());

    List<InputFile> left = InputFiles.without(files, List.of(files.get(1)));

    assertThat(left, contains(files.get(0), new InputFile(1, files.get(2).entry())));
  }

  private void make(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  private List<String> list(String spec) throws IOException {
    Location base = Location.of(folder.toString());
    return InputFiles.list(folder + spec).stream()
        .map(file -> file.location().relativeTo(base))
        .toList();
  }
}
