/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.levada.io.lake.HivePath.PartitionValue;
import io.levada.rows.AnyTable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HivePathPropertyTest {

  @Property(tries = 10_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void givesBackEveryTextOfUpTo200CodePoints(@ForAll("texts") String value) {
    Assume.that(!value.isEmpty());

    assertThat(
        HivePath.parse(HivePath.folder("p", value) + "/f.parquet"),
        contains(new PartitionValue("p", value)));
  }

  @Example
  void givesBackEveryCharacterByItself() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String value = Character.toString(point);

        assertThat(
            HivePath.parse(HivePath.folder("p", value) + "/f.parquet"),
            contains(new PartitionValue("p", value)));
      }
    }
  }

  @Example
  void givesBackTheEmptyTextAsNull() {
    assertThat(
        HivePath.parse(HivePath.folder("p", "") + "/f.parquet"),
        contains(new PartitionValue("p", null)));
  }

  @Property(tries = 2_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void givesBackEveryColumnOfAPath(
      @ForAll("texts") String firstColumn,
      @ForAll("texts") String firstValue,
      @ForAll("texts") String secondColumn,
      @ForAll("texts") String secondValue) {
    Assume.that(!firstColumn.isEmpty() && !secondColumn.isEmpty());
    String path =
        HivePath.folder(firstColumn, firstValue) + "/" + HivePath.folder(secondColumn, secondValue);

    assertThat(
        HivePath.parse(path + "/f.parquet"),
        contains(
            new PartitionValue(firstColumn, nullIfEmpty(firstValue)),
            new PartitionValue(secondColumn, nullIfEmpty(secondValue))));
  }

  @Property(tries = 2_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void givesOtherValuesOtherFolders(@ForAll("texts") String left, @ForAll("texts") String right) {
    Assume.that(!left.equals(right));

    assertThat(HivePath.folder("p", left), not(equalTo(HivePath.folder("p", right))));
  }

  @Property(tries = 5_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void readsEveryTextThatDuckDbOrPyArrowHasEscapedByTheBytesOfItsCharacters(
      @ForAll("texts") String value) {
    Assume.that(!value.isEmpty());
    String escaped = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");

    assertThat(
        HivePath.parse("p=" + escaped + "/f.parquet"), contains(new PartitionValue("p", value)));
  }

  @Provide
  Arbitrary<String> texts() {
    return AnyTable.texts(200);
  }

  private static String nullIfEmpty(String value) {
    return value.isEmpty() ? null : value;
  }
}
