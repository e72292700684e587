/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "/a/b/, /a/b",
    "/a//b/./c/../d, /a/b/d",
    "file:///a/b, /a/b",
    "file:/a/b, /a/b",
    "file:///a%20b#c?d, /a%20b#c?d",
    "s3://bucket/a//b, s3://bucket/a//b",
    "s3://bucket/a/, s3://bucket/a",
    "s3://bucket, s3://bucket",
    "/, /"
  })
  void hasOneTextForOnePlace(String text, String uri) {
    assertThat(Location.of(text).uri(), is(uri));
  }

  @Test
  void takesARelativePathFromTheWorkingDirectory() {
    assertThat(Location.of("a/b").uri(), is(Path.of("a/b").toAbsolutePath().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file://host/a", "s3://", "/a\u0000b"})
  void refusesWhatNamesNothing(String text) {
    assertThrows(IllegalArgumentException.class, () -> Location.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "100%", "%2F", "#1", "a+b", "what?", "日本", "e\u0301", "a=b:c", "a\\b"})
  void leavesOddNamesAsTheyAre(String name) {
    Location child = Location.of("/folder").child(name);

    assertThat(child.name(), is(name));
    assertThat(child.parent(), is(Location.of("/folder")));
    assertThat(Location.of(child.uri()), is(child));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "..", "a/../b", "./a"})
  void refusesAChildThatLeadsElsewhere(String name) {
    assertThrows(IllegalArgumentException.class, () -> Location.of("/folder").child(name));
  }

  @Test
  void isWithinItsFolderButNotWithinOneThatSharesItsBeginning() {
    Location gold = Location.of("/lake/gold");

    assertThat(Location.of("/lake/gold/a").isWithin(gold), is(true));
    assertThat(gold.isWithin(gold), is(true));
    assertThat(Location.of("/lake/gold_old/a").isWithin(gold), is(false));
    assertThat(gold.isWithin(Location.of("/")), is(true));
  }

  @Test
  void isRelativeToItsFolder() {
    assertThat(Location.of("/a/b/c").relativeTo(Location.of("/a")), is("b/c"));
    assertThat(Location.of("/a/b").relativeTo(Location.of("/")), is("a/b"));
  }

  @Test
  void knowsWhetherAFolderHoldsIt() {
    assertThat(
        Stream.of("/", "/a", "/a/b", "s3://bucket", "s3://bucket/a")
            .filter(text -> Location.of(text).hasParent())
            .toList(),
        contains("/a", "/a/b", "s3://bucket/a"));
  }

  @Test
  void hasNoFolderAboveARootOrBucket() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> Location.of("s3://bucket").parent());

    assertThat(e.getMessage(), containsString("s3://bucket"));
    assertThrows(IllegalStateException.class, () -> Location.of("/").parent());
    assertThat(Location.of("s3://bucket/a").parent().uri(), is("s3://bucket"));
    assertThat(Location.of("/a").parent().uri(), is("/"));
  }

  @Test
  void isOrderedByCodePoints() {
    Location supplementary = new Location("/\ud83d\ude00");
    Location lastOfThePlane = new Location("/\uffee");
    List<Location> sorted = new ArrayList<>(List.of(supplementary, lastOfThePlane));

    sorted.sort(null);

    assertThat(sorted, contains(lastOfThePlane, supplementary));
  }
}
