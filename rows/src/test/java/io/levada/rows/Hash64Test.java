/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hash64Test {

  @ParameterizedTest
  @CsvSource({
    "'', 12ae30237b17df14",
    "levada, e719ed2cd6e4a029",
    "o canal que leva a agua da serra, 4215ef530648ddb"
  })
  void staysTheSameFromReleaseToRelease(String text, String hash) {
    long actual = Hash64.of(text.getBytes(StandardCharsets.UTF_8), 7);

    assertThat(Long.toHexString(actual), equalTo(hash));
  }

  @Test
  void doesNotDependOnWhereTheBytesLie() {
    byte[] bytes = "..levada..".getBytes(StandardCharsets.UTF_8);

    assertThat(
        Hash64.of(bytes, 2, 8, 5),
        equalTo(Hash64.of("levada".getBytes(StandardCharsets.UTF_8), 5)));
  }

  @Test
  void tellsLengthsOfZeroBytesApart() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length < 100; length++) {
      hashes.add(Hash64.of(new byte[length], 1));
    }

    assertThat(hashes, hasSize(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 32, 45, 60})
  void spreadsSimilarKeysOverAnyFourBits(int shift) {
    int[] counts = new int[16];
    for (int i = 0; i < 160_000; i++) {
      byte[] key = ("event-" + i).getBytes(StandardCharsets.UTF_8);
      counts[(int) (Hash64.of(key, 3) >>> shift) & 15]++;
    }

    for (int count : counts) {
      assertThat(count, allOf(greaterThan(9_500), lessThan(10_500)));
    }
  }

  @Test
  void spreadsTheKeysOfOneSlotOfAnotherSeed() {
    int[] counts = new int[16];
    for (int i = 0; i < 640_000; i++) {
      byte[] key = ("event-" + i).getBytes(StandardCharsets.UTF_8);
      if (Long.remainderUnsigned(Hash64.of(key, 1), 64) == 5) {
        counts[(int) Hash64.of(key, 2) & 15]++;
      }
    }

    for (int count : counts) {
      assertThat(count, allOf(greaterThan(500), lessThan(750)));
    }
  }
}
