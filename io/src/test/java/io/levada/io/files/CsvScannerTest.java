/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.rows.CsvDialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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

  /**
   * Where quotes are as RFC 4180 has them, what is guessed finds the next record as what is known.
   */
  @Property(tries = 5000)
  void guessesWhereTheNextRecordStarts(
      @ForAll("rows") String rows, @ForAll @IntRange(min = 1, max = 200) int from) {
    byte[] bytes = (rows + "\"last\",x\nx,\"\"\n").getBytes(StandardCharsets.UTF_8);
    int at = Math.min(from, rows.length() + 1);
    CsvScanner known = new CsvScanner(CsvDialect.RFC_4180, CsvScanner.RECORD_START);
    known.pass(bytes, 0, at);
    CsvScanner guessing =
        new CsvScanner(
            CsvDialect.RFC_4180,
            CsvScanner.guess(CsvDialect.RFC_4180, bytes, at - 1, bytes.length));
    guessing.pass(bytes, at - 1, at);

    assertThat(recordStart(guessing, bytes, at), equalTo(recordStart(known, bytes, at)));
  }

  private static int recordStart(CsvScanner scanner, byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && scanner.state() != CsvScanner.RECORD_START) {
      if (scanner.isBehindReturn()) {
        at = scanner.skipNewline(bytes[at], at);
      } else {
        at = scanner.toRecordEnd(bytes, at, bytes.length);
        if (at < bytes.length) {
          scanner.endRecord(bytes[at++]);
        }
      }
    }
    return at;
  }

  @Provide
  Arbitrary<String> rows() {
    Arbitrary<String> plain = Arbitraries.of("", "a", "long as a word", "5\" pipe");
    Arbitrary<String> quoted =
        Arbitraries.of("x", ",", "\n", "\r\n", "\"\"", "y,\"\"z", ",\"\"\n")
            .list()
            .ofMaxSize(5)
            .map(parts -> '"' + String.join("", parts) + '"');
    Arbitrary<String> row =
        Arbitraries.oneOf(plain, quoted)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(cells -> String.join(",", cells));
    return Combinators.combine(row.list().ofMaxSize(8), Arbitraries.of("\n", "\r\n", "\r"))
        .as((all, end) -> all.stream().map(one -> one + end).collect(joining()));
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
