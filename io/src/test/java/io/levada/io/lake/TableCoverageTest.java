/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.junit.jupiter.api.Test;

class TableCoverageTest {

  private static final Location FOLDER = Location.of("/table");
  private static final LakeTable TABLE = table(10, 0);
  private static final ReadCount EMPTY = count(1, 0, 0, true);

  @Test
  void findsNothingWrongWithCountsThatTileEachFile() {
    assertThat(problems(count(0, 6, 10, true), EMPTY, count(0, 0, 6, false)), empty());
  }

  @Test
  void takesAnEmptyCountAnywhere() {
    assertThat(
        problems(count(0, 0, 10, true), EMPTY, count(0, 4, 4, false), count(0, 0, 0, false)),
        empty());
  }

  @Test
  void namesAFileThatWasNotRead() {
    assertThat(problems(EMPTY), contains("/table/0.parquet: not read: rows [0, 10)"));
  }

  @Test
  void namesAFileWithoutRowsThatWasNotRead() {
    assertThat(problems(count(0, 0, 10, true)), contains("/table/1.parquet: its end was not seen"));
  }

  @Test
  void findsAGap() {
    assertThat(
        problems(EMPTY, count(0, 0, 3, false), count(0, 5, 10, true)),
        contains("/table/0.parquet: not read: rows [3, 5)"));
  }

  @Test
  void findsAMissingEnd() {
    assertThat(
        problems(EMPTY, count(0, 0, 9, false)),
        contains("/table/0.parquet: not read: rows [9, 10)"));
  }

  @Test
  void findsWhatWasReadTwice() {
    assertThat(
        problems(EMPTY, count(0, 0, 6, false), count(0, 4, 10, true)),
        contains("/table/0.parquet: read twice: rows [4, 6)"));
    assertThat(
        problems(EMPTY, count(0, 0, 10, true), count(0, 0, 10, true)),
        contains("/table/0.parquet: read twice: rows [0, 10)"));
  }

  @Test
  void findsRowsBehindTheLast() {
    assertThat(
        problems(EMPTY, count(0, 0, 11, true)),
        contains("/table/0.parquet: read to row 11, behind its last, 10"));
  }

  @Test
  void findsAnEndThatNobodySaw() {
    assertThat(
        problems(EMPTY, count(0, 0, 10, false)),
        contains("/table/0.parquet: its end was not seen"));
  }

  @Test
  void findsACountOfOtherRecordsThanRows() {
    assertThat(
        problems(EMPTY, new ReadCount(0, 0, 10, true, new Tally(9, 1, 1))),
        contains("/table/0.parquet: 9 records in rows [0, 10)"));
  }

  @Test
  void findsAFileThatWasNotListed() {
    assertThat(
        problems(EMPTY, count(0, 0, 10, true), count(2, 0, 1, true), count(-1, 0, 1, true)),
        contains(
            "A file that was not listed was read: index 2, [0, 1)",
            "A file that was not listed was read: index -1, [0, 1)"));
  }

  private static List<String> problems(ReadCount... counts) {
    return TableCoverage.problems(TABLE, List.of(counts));
  }

  private static ReadCount count(int file, long from, long to, boolean reachedEnd) {
    return new ReadCount(file, from, to, reachedEnd, new Tally(to - from, 7, 7));
  }

  private static LakeTable table(long... rows) {
    List<TableFile> files =
        IntStream.range(0, rows.length)
            .mapToObj(i -> file(i, rows[i] == 0 ? List.of() : List.of(rows[i])))
            .toList();
    return new LakeTable(FOLDER, files, Schema.builder().build(), List.of());
  }

  private static TableFile file(int index, List<Long> groups) {
    Location location = FOLDER.child(index + ".parquet");
    return new TableFile(
        new Entry(location, 1000, "identity", Instant.EPOCH),
        List.of(),
        groups,
        Collections.nCopies(groups.size(), 100L));
  }
}
