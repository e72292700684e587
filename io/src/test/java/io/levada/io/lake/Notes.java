/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.nio.charset.StandardCharsets;

/** Rejects and tallies of the first file for tests. */
final class Notes {

  private Notes() {}

  static Reject reject(long offset) {
    return new Reject(
        new SourcePosition(0, offset),
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
