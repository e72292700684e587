/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputCoverageTest {

  private static final InputFile A = file(0, "/a", 10);
  private static final InputFile EMPTY = file(1, "/empty", 0);
  private static final ReadCount EMPTY_READ = end(1, 0, 0);

  @Test
  void isCompleteWhenTheCountsTileEveryFileInAnyOrder() {
    assertThat(
        InputCoverage.problems(
            List.of(A, EMPTY), List.of(end(0, 7, 10), EMPTY_READ, part(0, 0, 3), part(0, 3, 7))),
        is(empty()));
  }

  @Test
  void allowsRangesInWhichNoRecordStarts() {
    assertThat(problems(part(0, 5, 5), part(0, 0, 3), part(0, 3, 3), end(0, 3, 10)), is(empty()));
  }

  @Test
  void isCompleteWithoutFiles() {
    assertThat(InputCoverage.problems(List.of(), List.of()), is(empty()));
  }

  @Test
  void noticesAFileThatWasNotRead() {
    assertThat(problems(), contains("/a: not read: [0, 10)"));
  }

  @Test
  void noticesAFileWithoutContentThatWasNotRead() {
    assertThat(
        InputCoverage.problems(List.of(A, EMPTY), List.of(end(0, 0, 10))),
        contains("/empty: its end was not seen"));
  }

  @Test
  void noticesAMissingBeginning() {
    assertThat(problems(end(0, 4, 10)), contains("/a: not read: [0, 4)"));
  }

  @Test
  void noticesAGap() {
    assertThat(problems(part(0, 0, 3), end(0, 5, 10)), contains("/a: not read: [3, 5)"));
  }

  @Test
  void noticesAMissingEnd() {
    assertThat(problems(part(0, 0, 6)), contains("/a: not read: [6, 10)"));
  }

  @Test
  void noticesAnOverlap() {
    assertThat(problems(part(0, 0, 6), end(0, 4, 10)), contains("/a: read twice: [4, 6)"));
  }

  @Test
  void noticesARangeReadTwice() {
    assertThat(
        problems(part(0, 0, 6), part(0, 0, 6), end(0, 6, 10)), contains("/a: read twice: [0, 6)"));
  }

  @Test
  void noticesARangeWithinAnother() {
    assertThat(
        problems(part(0, 0, 9), part(0, 2, 4), end(0, 9, 10)), contains("/a: read twice: [2, 4)"));
  }

  @Test
  void noticesThatTheEndWasNotSeen() {
    assertThat(problems(part(0, 0, 10)), contains("/a: its end was not seen"));
  }

  @Test
  void noticesThatItWasReadBehindItsEnd() {
    assertThat(problems(end(0, 0, 12)), contains("/a: read to 12, behind its end at 10"));
  }

  @Test
  void noticesRecordsInARangeWithoutBytes() {
    ReadCount impossible = new ReadCount(0, 4, 4, false, new Tally(2, 1, 1));

    assertThat(
        problems(impossible, end(0, 0, 10)),
        contains("/a: records were counted in no bytes: [4, 4)"));
  }

  @Test
  void noticesAFileThatWasNotListed() {
    assertThat(
        problems(end(0, 0, 10), end(1, 0, 5), end(-1, 0, 5)),
        contains(
            "A file that was not listed was read: index -1, [0, 5)",
            "A file that was not listed was read: index 1, [0, 5)"));
  }

  @Test
  void refusesFilesThatAreNotAtTheirPlaces() {
    assertThrows(
        IllegalArgumentException.class, () -> InputCoverage.problems(List.of(EMPTY), List.of()));
  }

  private static List<String> problems(ReadCount... counts) {
    return InputCoverage.problems(List.of(A), List.of(counts));
  }

  private static ReadCount part(int file, long from, long to) {
    return new ReadCount(file, from, to, false, Tally.ZERO);
  }

  private static ReadCount end(int file, long from, long to) {
    return new ReadCount(file, from, to, true, Tally.ZERO);
  }

  private static InputFile file(int index, String path, long size) {
    return new InputFile(index, new Entry(Location.of(path), size, "identity", Instant.EPOCH));
  }
}
