/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBytesTest {

  private static final int[] EDGES = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void agreesWithTheJdkOnAllCombinationsOfTheBytesThatMatter() {
    for (int first : EDGES) {
      for (int second : EDGES) {
        for (int third : EDGES) {
          for (int fourth : EDGES) {
            assertAgrees(
                new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth, 'a'});
          }
        }
      }
    }
  }

  @Test
  void agreesWithTheJdkOnTextThatIsDamagedSomewhere() {
    byte[] text = "abcdefgh ärger 日本語 \uD83D\uDE00 0123456789".getBytes(StandardCharsets.UTF_8);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] damaged = text.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      assertAgrees(damaged);
    }
  }

  private static void assertAgrees(byte[] bytes) {
    if (RecordBytes.isUtf8(bytes, 0, bytes.length) != isUtf8(bytes)) {
      assertThat(java.util.HexFormat.of().formatHex(bytes), false);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void looksOnlyAtTheRecord() {
    byte[] bytes = {(byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xA4, (byte) 0xFF};

    assertThat(RecordBytes.isUtf8(bytes, 1, 4), is(true));
    assertThat(RecordBytes.isUtf8(bytes, 1, 3), is(false));
  }

  @ParameterizedTest
  @CsvSource({
    "ab, false",
    "a\uD83D\uDE00b, false",
    "a\uD83D, true",
    "\uD83Da, true",
    "\uDE00\uD83D, true",
    "\uD83D\uD83D\uDE00, true"
  })
  void findsHalvesOfPairs(String text, boolean isFound) {
    assertThat(RecordBytes.hasLoneSurrogate(text.toCharArray(), 0, text.length()), is(isFound));
  }
}
