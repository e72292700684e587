/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.rows.CsvDialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CsvScannerTest {

  /** Where records end, and the state behind the last byte. */
  private record Found(List<Integer> ends, int state) {}

  @Property(tries = 3000)
  void findsTheSameInManyBytesAsInOneAfterTheOther(
      @ForAll("csv") String text,
      @ForAll("dialects") CsvDialect dialect,
      @ForAll @IntRange(min = 0, max = CsvScanner.STATES - 1) int state) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(
        found(bytes, dialect, state, bytes.length), equalTo(found(bytes, dialect, state, 1)));
  }

  /** Cells longer than the bytes that are looked at together, and much that means something. */
  @Provide
  Arbitrary<String> csv() {
    Arbitrary<String> cells =
        Arbitraries.of("", "a", "é", "eightlet", "the first one of sixteen", "the seco\"nd\\");
    Arbitrary<String> marks = Arbitraries.of(",", "\"", "\n", "\r", "\\", ",\"", "\",", "\r\n");
    return Arbitraries.oneOf(cells, marks).list().ofMaxSize(20).map(all -> String.join("", all));
  }

  @Provide
  Arbitrary<CsvDialect> dialects() {
    return Arbitraries.of(
        CsvDialect.RFC_4180,
        new CsvDialect('t', '"', '\\'),
        new CsvDialect(',', CsvDialect.NONE, CsvDialect.NONE),
        new CsvDialect(',', CsvDialect.NONE, '\\'));
  }

  private static Found found(byte[] bytes, CsvDialect dialect, int state, int step) {
    CsvScanner scanner = new CsvScanner(dialect, state);
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (scanner.isBehindReturn()) {
        at = scanner.skipNewline(bytes[at], at);
        continue;
      }
      int to = Math.min(bytes.length, at + step);
      at = scanner.toRecordEnd(bytes, at, to);
      if (at < to) {
        ends.add(at);
        scanner.endRecord(bytes[at++]);
      }
    }
    return new Found(ends, scanner.state());
  }
}
