/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.lake.HivePath.PartitionValue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HivePathTest {

  @ParameterizedTest
  @CsvSource(
      value = {
        "#en.wikipedia|%23en.wikipedia",
        "a=b|a%3Db",
        "50%|50%25",
        "[x]|%5Bx%5D",
        "{x}|%7Bx}",
        "a b|a b",
        "a/b\\c|a%2Fb%5Cc",
        "it's|it%27s",
        "Đà Nẵng|Đà Nẵng"
      },
      delimiter = '|',
      quoteCharacter = '~')
  void escapesAsHiveDoes(String value, String escaped) {
    assertThat(HivePath.folder("p", value), equalTo("p=" + escaped));
  }

  @ParameterizedTest
  @CsvSource({
    "a%C3%A7%C3%A3o%20x, ação x",
    "%F0%9F%98%80, 😀",
    "a%2Fb%25, a/b%",
    "%C3, Ã",
    "%C3ç%A7, Ãç§",
    "100%, 100%",
    "%zz%4, %zz%4",
  })
  void readsWhatOthersEscape(String escaped, String value) {
    assertThat(HivePath.unescape(escaped), equalTo(value));
  }

  @ParameterizedTest
  @CsvSource({
    "__HIVE_DEFAULT_PARTITION__, p=%5F_HIVE_DEFAULT_PARTITION__",
    "null, p=%6Eull",
    "NULL, p=%4EULL",
  })
  void tellsTextFromWhatReadersTakeForNull(String value, String folder) {
    assertThat(HivePath.folder("p", value), equalTo(folder));
    assertThat(HivePath.parse(folder + "/f.parquet").get(0).value(), equalTo(value));
  }

  @Test
  void escapesControlCharactersAndDelete() {
    assertThat(HivePath.folder("p", "\u0001\n\u001f\u007f"), equalTo("p=%01%0A%1F%7F"));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void namesTheDefaultPartitionForNullAndEmpty(String value) {
    assertThat(HivePath.folder("p", value), equalTo("p=__HIVE_DEFAULT_PARTITION__"));
  }

  @Test
  void parsesEveryPartitionColumnOfAPath() {
    assertThat(
        HivePath.parse("type=%23a-b/year=2015/day=__HIVE_DEFAULT_PARTITION__/part-0.parquet"),
        contains(
            new PartitionValue("type", "#a-b"),
            new PartitionValue("year", "2015"),
            new PartitionValue("day", null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "%", "%4", "%zz", "a%2"})
  void leavesAPercentSignThatEscapesNothing(String text) {
    assertThat(HivePath.unescape(text), equalTo(text));
  }

  @Test
  void givesBackEveryEscapedValue() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String value =
          random
              .ints(random.nextInt(200), 0, 0x3000)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();

      assertThat(HivePath.unescape(HivePath.escape(value)), equalTo(value));
    }
  }

  @ParameterizedTest
  @CsvSource({"768,true", "769,false"})
  void fitsStoragesUpToTheLongestPath(int length, boolean fits) {
    String folders = (HivePath.folder("p", "x".repeat(188)) + "/").repeat(4);

    assertThat(HivePath.fits(folders + "y".repeat(length - folders.length())), is(fits));
  }

  @Test
  void looksAtEveryNameOfAPath() {
    String longName = HivePath.folder("p", "x".repeat(254));

    assertThat(HivePath.fits("a=1/" + longName), is(false));
    assertThat(HivePath.fits(longName + "/a=1/"), is(false));
    assertThat(HivePath.fits("a=1/" + longName.substring(1) + "/"), is(true));
  }

  @ParameterizedTest
  @CsvSource({"253,true", "254,false"})
  void fitsFileSystemsUpTo255Bytes(int length, boolean fits) {
    assertThat(HivePath.fits(HivePath.folder("p", "x".repeat(length))), is(fits));
  }
}
