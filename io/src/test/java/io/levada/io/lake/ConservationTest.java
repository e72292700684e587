/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.levada.rows.GroupCount;
import io.levada.rows.ReadCount;
import io.levada.rows.SlotSink;
import io.levada.rows.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConservationTest {

  private final Map<String, Long> figures = new TreeMap<>();
  private final List<DataFile> files = new ArrayList<>();
  private final List<ReadCount> reads = new ArrayList<>();
  private final List<GroupCount> groups = new ArrayList<>();
  private final FateTallies.Counter fates = new FateTallies.Counter();

  @Test
  void findsNothingWhereEveryRecordHasOneFate() {
    read(0, 4);
    fate(Fate.WRITTEN, 0, 0, 1);
    fate(Fate.DUPLICATE, 0, 2);
    fate(Fate.REJECTED, 0, 3);
    file(DataFile.Content.DATA, "a", 2, 2);
    file(DataFile.Content.REJECTS, "r", 1, 1);

    assertThat(problems(), empty());
  }

  @Test
  void takesWhatASinkHasWrittenForRowsInFiles() {
    read(0, 2);
    fate(Fate.WRITTEN, 0, 0, 1);
    figures.put(SlotSink.WRITTEN, 2L);

    assertThat(problems(), empty());
  }

  @Test
  void findsARowThatASinkHasNotWritten() {
    read(0, 2);
    fate(Fate.WRITTEN, 0, 0, 1);
    figures.put(SlotSink.WRITTEN, 1L);

    assertThat(problems(), contains("Rows in the sink: 1, but 2 were given to them"));
  }

  @Test
  void findsALostRecord() {
    read(0, 3);
    fate(Fate.WRITTEN, 0, 0, 1);
    file(DataFile.Content.DATA, "a", 2, 2);

    assertThat(
        problems(),
        contains(
            "Input 0: 3 records read, but 2 written + 0 duplicate + 0 rejected + 0 filtered = 2"));
  }

  @Test
  void findsADoubledRecord() {
    read(0, 2);
    fate(Fate.WRITTEN, 0, 0, 1, 1);
    file(DataFile.Content.DATA, "a", 3, 3);

    assertThat(
        problems(),
        contains(
            "Input 0: 2 records read, but 3 written + 0 duplicate + 0 rejected + 0 filtered = 3"));
  }

  @Test
  void findsARecordExchangedForAnother() {
    read(0, 2);
    fate(Fate.WRITTEN, 0, 0, 0);
    file(DataFile.Content.DATA, "a", 2, 2);

    assertThat(
        problems(),
        contains("Input 0: 2 records read and accounted for, but they are not the same ones"));
  }

  @Test
  void findsARecordThatCountsForAnotherFile() {
    read(0, 1);
    read(1, 1);
    fate(Fate.WRITTEN, 0, 0, 0);
    file(DataFile.Content.DATA, "a", 2, 2);

    assertThat(
        problems(),
        contains(
            "Input 0: 1 records read, but 2 written + 0 duplicate + 0 rejected + 0 filtered = 2",
            "Input 1: 1 records read, but 0 written + 0 duplicate + 0 rejected + 0 filtered = 0"));
  }

  @Test
  void findsAFooterThatStatesOtherRows() {
    read(0, 2);
    fate(Fate.WRITTEN, 0, 0, 1);
    file(DataFile.Content.DATA, "a", 2, 1);

    assertThat(
        problems(),
        contains(
            "File a: 2 rows written, but its footer states 1",
            "Rows in the staged files: 1, but 2 were given to them"));
  }

  @Test
  void findsANameThatIsStagedTwice() {
    read(0, 2);
    fate(Fate.WRITTEN, 0, 0, 1);
    file(DataFile.Content.DATA, "a", 1, 1);
    file(DataFile.Content.DATA, "a", 1, 1);

    assertThat(problems(), contains("File a is staged twice"));
  }

  @Test
  void findsRejectsThatAreInNoFile() {
    read(0, 1);
    fate(Fate.REJECTED, 0, 0);

    assertThat(problems(), contains("Records in the rejects: 0, but 1 were given to them"));
  }

  @Test
  void holdsRowsWithoutAFileAgainstTheFilesOnly() {
    fate(Fate.WRITTEN, -1, 0, 0, 0);
    file(DataFile.Content.DATA, "a", 3, 3);

    assertThat(problems(), empty());
  }

  @Test
  void findsNothingWhereGroupsAreMadeOfAllThatWasTaken() {
    read(0, 3);
    read(1, 2);
    fate(Fate.REJECTED, 1, 1);
    file(DataFile.Content.REJECTS, "r", 1, 1);
    grouped(tally(0, 0, 1, 2).plus(tally(1, 0)), 7, 8);
    fate(Fate.WRITTEN, -1, 7, 8);
    file(DataFile.Content.DATA, "a", 2, 2);

    assertThat(problems(), empty());
  }

  @Test
  void findsARecordThatIsInNoGroup() {
    read(0, 3);
    grouped(tally(0, 0, 1), 7);
    fate(Fate.WRITTEN, -1, 7);
    file(DataFile.Content.DATA, "a", 1, 1);

    assertThat(
        problems(),
        contains(
            "All inputs: 3 records read, but 2 grouped + 0 written + 0 duplicate + 0 rejected"
                + " + 0 filtered = 2"));
  }

  @Test
  void findsARecordGroupedForAnother() {
    read(0, 3);
    grouped(tally(0, 0, 1, 1), 7);
    fate(Fate.WRITTEN, -1, 7);
    file(DataFile.Content.DATA, "a", 1, 1);

    assertThat(
        problems(),
        contains("All inputs: 3 records read and accounted for, but they are not the same ones"));
  }

  @Test
  void findsALostGroup() {
    read(0, 3);
    grouped(tally(0, 0, 1, 2), 7, 8);
    fate(Fate.WRITTEN, -1, 7);
    file(DataFile.Content.DATA, "a", 1, 1);

    assertThat(
        problems(),
        contains(
            "Groups: 2 rows made of them, but 1 written + 0 duplicate + 0 rejected + 0 filtered"
                + " = 1"));
  }

  @Test
  void findsAGroupWrittenForAnother() {
    read(0, 3);
    grouped(tally(0, 0, 1, 2), 7, 8);
    fate(Fate.WRITTEN, -1, 7, 7);
    file(DataFile.Content.DATA, "a", 2, 2);

    assertThat(
        problems(),
        contains("Groups: 2 rows made of them and accounted for, but they are not the same ones"));
  }

  @Test
  void findsThatTheCountOfTheGroupsIsLost() {
    read(0, 3);
    fate(Fate.WRITTEN, -1, 7, 8);
    file(DataFile.Content.DATA, "a", 2, 2);

    assertThat(
        problems(),
        contains(
            "Input 0: 3 records read, but 0 written + 0 duplicate + 0 rejected + 0 filtered = 0"));
  }

  private void grouped(Tally in, long... groups) {
    this.groups.add(new GroupCount(in, tally(-1, groups)));
  }

  private static Tally tally(int file, long... offsets) {
    Tally.Counter counter = new Tally.Counter();
    for (long offset : offsets) {
      counter.add(file, offset);
    }
    return counter.tally();
  }

  private void read(int file, int records) {
    Tally.Counter counter = new Tally.Counter();
    LongStream.range(0, records).forEach(offset -> counter.add(file, offset));
    reads.add(new ReadCount(file, 0, records, true, counter.tally()));
  }

  private void fate(Fate fate, int file, long... offsets) {
    for (long offset : offsets) {
      fates.add(fate, file, offset);
    }
  }

  private void file(DataFile.Content content, String path, long rows, long footerRows) {
    files.add(new DataFile(content, path, "staged", 1, rows, footerRows));
  }

  private List<String> problems() {
    Manifest manifest = new Manifest("run");
    manifest.add(
        new SlotEntry("slot", "attempt", files, fates.tallies(), Map.of(), reads, groups, figures));
    return Conservation.problems(manifest);
  }
}
