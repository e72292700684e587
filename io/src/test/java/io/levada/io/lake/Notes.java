/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.nio.charset.StandardCharsets;

/** Rejects and tallies for tests, of the first file where none is named. */
final class Notes {

  private Notes() {}

  static Reject reject(long offset) {
    return rejectOf(0, offset);
  }

  static Reject rejectOf(int file, long offset) {
    return new Reject(
        new SourcePosition(file, offset),
        "NOT_JSON",
        "it is not",
        Reject.Content.raw("oops".getBytes(StandardCharsets.UTF_8)));
  }

  static Tally tally(long... offsets) {
    Tally.Counter counter = new Tally.Counter();
    for (long offset : offsets) {
      counter.add(0, offset);
    }
    return counter.tally();
  }
}
