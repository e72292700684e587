/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.CsvDialect;
import java.util.ArrayList;
import java.util.List;

/** Goes through bytes from every state at once; where two come to one state, they go on as one. */
final class PartLook {

  private static final int FIRST_BYTES = 256;

  /** Those that are not in one state. */
  private final List<CsvScanner> scanners = new ArrayList<>();

  /** The scanner of each state in which the bytes may have begun. */
  private final CsvScanner[] byStart = new CsvScanner[CsvScanner.STATES];

  private boolean begun;

  PartLook(CsvDialect dialect) {
    for (int state = 0; state < CsvScanner.STATES; state++) {
      byStart[state] = new CsvScanner(dialect, state);
      scanners.add(byStart[state]);
    }
  }

  void pass(byte[] bytes, int from, int to) {
    int at = from;
    if (!begun) {
      at = Math.min(to, from + FIRST_BYTES);
      passAll(bytes, from, at);
      begun = true;
    }
    passAll(bytes, at, to);
  }

  private void passAll(byte[] bytes, int from, int to) {
    scanners.forEach(scanner -> scanner.pass(bytes, from, to));
    for (int start = 1; start < byStart.length; start++) {
      for (int earlier = 0; earlier < start; earlier++) {
        if (byStart[earlier] != byStart[start]
            && byStart[earlier].state() == byStart[start].state()) {
          scanners.remove(byStart[start]);
          byStart[start] = byStart[earlier];
        }
      }
    }
  }

  /** The state for each in which the bytes may have begun. */
  int[] endByStart() {
    int[] ends = new int[byStart.length];
    for (int start = 0; start < ends.length; start++) {
      ends[start] = byStart[start].state();
    }
    return ends;
  }
}
