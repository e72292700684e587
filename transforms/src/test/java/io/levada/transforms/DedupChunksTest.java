/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DedupChunksTest {

  private final List<String> emitted = new ArrayList<>();
  private final DedupChunks chunks =
      new DedupChunks(
          2,
          6,
          (number, chunk) ->
              emitted.add(number + " " + new String(chunk, StandardCharsets.US_ASCII)));

  @Test
  void holdsPiecesUntilTheyAreFlushed() {
    append(1, "ab");
    append(0, "cd");
    append(1, "ef");
    assertThat(emitted, is(empty()));

    chunks.flush();

    assertThat(emitted, contains("0 cd", "1 abef"));
  }

  @Test
  void givesAwayAChunkThatThePieceDoesNotFitIn() {
    append(0, "abc");
    append(0, "def");
    append(0, "g");

    assertThat(emitted, contains("0 abcdef"));
  }

  @Test
  void givesALargePieceAChunkOfItsOwn() {
    append(0, "a");
    append(0, "bcdefghij");
    append(0, "k");
    chunks.flush();

    assertThat(emitted, contains("0 a", "0 bcdefghij", "0 k"));
  }

  @Test
  void givesNothingAwayTwice() {
    append(0, "a");
    chunks.flush();
    chunks.flush();

    assertThat(emitted, contains("0 a"));
  }

  private void append(int number, String piece) {
    byte[] padded = ("<" + piece + ">").getBytes(StandardCharsets.US_ASCII);
    chunks.append(number, padded, 1, piece.length());
  }
}
