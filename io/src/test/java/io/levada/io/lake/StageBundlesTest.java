/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import io.levada.rows.FilterCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.SlotStep;
import io.levada.rows.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageBundlesTest {

  @TempDir private Path folder;
  private StagedFiles staged;
  private StagingArea area;

  @BeforeEach
  void begin() {
    staged = new StagedFiles(folder);
    area = staged.area();
  }

  @Test
  void writesABundleToAFileInTheOrderOfItsRows() throws IOException {
    List<Row> rows = IntStream.range(0, 1_000).mapToObj(i -> Rows.row(i, "t" + i, "x")).toList();

    Bundles.write(Rows.SCHEMA, List.of(rows), write());

    staged.publish();
    LakeTable table = LakeTable.list(area.storages(), area.table());
    assertThat(table.files(), hasSize(1));
    assertThat(LakeIO.read(area.storages(), table).sample(1_000, 1_000), equalTo(rows));
  }

  @Test
  void writesEachBundleToAFileOfItsOwn() throws IOException {
    Bundles.write(
        Rows.SCHEMA,
        List.of(
            List.of(Rows.row(1, "a", "x"), Rows.row(2, "b", "x")), List.of(Rows.row(3, "c", "x"))),
        write());

    assertThat(
        Manifest.read(area).files().stream().map(DataFile::rows).toList(),
        containsInAnyOrder(2L, 1L));
  }

  @Test
  void tellsWhatBecameOfEachRecord() throws IOException {
    ReadCount read = new ReadCount(0, 0, 30, true, Notes.tally(0, 10, 20));

    Bundles.write(
        Rows.ENVELOPED,
        List.of(
            List.of(
                Rows.enveloped(0, 0, 1, "a", "x"),
                note(Notes.reject(10)),
                note(new FilterCount(0, Notes.tally(20))),
                note(read))),
        write());

    Manifest manifest = Manifest.read(area);
    assertThat(manifest.reads(), contains(read));
    assertThat(
        manifest.tallies(),
        equalTo(
            Map.of(
                0,
                Map.of(
                    Fate.WRITTEN, Notes.tally(0),
                    Fate.REJECTED, Notes.tally(10),
                    Fate.FILTERED, Notes.tally(20)))));
    assertThat(manifest.rejectsByCode(), equalTo(Map.of("NOT_JSON", 1L)));
    assertThat(Conservation.problems(manifest), empty());
  }

  @Test
  void writesNoFileForABundleWithoutRowsAndRejects() throws IOException {
    ReadCount read = new ReadCount(0, 0, 0, true, Tally.ZERO);

    Bundles.write(Rows.ENVELOPED, List.of(List.of(note(read))), write());

    assertThat(Manifest.read(area).files(), empty());
    assertThat(Manifest.read(area).reads(), contains(read));
    assertThat(staged.all(), empty());
  }

  @Test
  void stagesTheSameRowsUnderAnotherNameWhenItIsRepeated() throws IOException {
    List<List<Row>> bundle = List.of(List.of(Rows.row(1, "a", "x")));
    Bundles.write(Rows.SCHEMA, bundle, write());
    List<DataFile> first = Manifest.read(area).files();

    Bundles.write(Rows.SCHEMA, bundle, write());

    assertThat(staged.all(), hasSize(2));
    assertThat(Manifest.read(area).files(), equalTo(first));
  }

  @Test
  void leavesNothingStagedWhenItFails() throws IOException {
    InputNames unreadable =
        file -> {
          throw new IOException("no listing");
        };
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2 * DistinctColumns.SAMPLE_ROWS; i++) {
      rows.add(Rows.enveloped(0, i, i, "a", "x"));
    }
    rows.add(note(Notes.reject(2 * DistinctColumns.SAMPLE_ROWS)));

    RuntimeException failed =
        assertThrows(
            RuntimeException.class,
            () -> Bundles.write(Rows.ENVELOPED, List.of(rows), write().withInputNames(unreadable)));

    assertThat(failed.getMessage(), containsString("no listing"));
    assertThat(staged.all(), empty());
  }

  @Test
  void beginsAnotherFileWhenOneIsLargeEnough() throws IOException {
    List<Row> rows =
        IntStream.range(0, 30_000)
            .mapToObj(i -> Rows.row(i, "text that hardly repeats " + i * 7919L, "x"))
            .toList();

    Bundles.write(
        Rows.SCHEMA,
        List.of(rows),
        write()
            .withFormat(
                FileFormat.DEFAULT
                    .withTargetFileBytes(1 << 20)
                    .withCompression(FileFormat.Compression.NONE)));

    assertThat(Manifest.read(area).files().size(), greaterThan(1));
    assertThat(Manifest.read(area).count(Fate.WRITTEN), equalTo(30_000L));
  }

  @Test
  void refusesAPartition() {
    assertRefused(write().withPartition(List.of("part")));
  }

  @Test
  void refusesAStepForWhichRowsMustMeet() {
    assertRefused(write().withStep((codec, chunks, outcome, workspace) -> {}));
  }

  @Test
  void takesAStepThatKeepsAll() throws IOException {
    Bundles.write(
        Rows.SCHEMA, List.of(List.of(Rows.row(1, "a", "x"))), write().withStep(SlotStep.keepAll()));

    assertThat(Manifest.read(area).count(Fate.WRITTEN), equalTo(1L));
  }

  private void assertRefused(LakeWrite write) {
    List<List<Row>> bundles = List.of(List.of(Rows.row(1, "a", "x")));

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Bundles.write(Rows.SCHEMA, bundles, write));

    assertThat(refused.getMessage(), containsString("Cannot write without a shuffle"));
  }

  private LakeWrite write() {
    return LakeIO.write(area).withoutShuffle();
  }

  private static Row note(Note note) {
    return Envelope.of(Rows.ENVELOPED, note);
  }
}
