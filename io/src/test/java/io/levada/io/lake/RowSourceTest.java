/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSourceTest {

  private static final long MIB = 1024 * 1024;

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();

  @Test
  void readsTheRowGroupsOfAFileInPartsThatTileIt() throws Exception {
    writeGroups("f.parquet", 2_000);
    LakeTable table = list();
    TableFile file = table.files().get(0);
    assertThat(file.groups(), greaterThan(3));

    List<Row> rows = new ArrayList<>();
    List<ReadCount> counts = new ArrayList<>();
    for (int group = 0; group < file.groups(); group++) {
      read(table, List.of(new GroupRange(0, file, group, group + 1)), rows, counts);
    }

    assertThat(
        rows.stream().map(row -> row.getInt64("id")).toList(),
        equalTo(LongStream.range(0, 2_000).boxed().toList()));
    assertThat(
        rows.stream().map(row -> Envelope.positionOf(row).offset()).toList(),
        equalTo(LongStream.range(0, 2_000).boxed().toList()));
    assertThat(counts, hasSize(file.groups()));
    assertThat(TableCoverage.problems(table, counts), empty());
  }

  @Test
  void givesCountsThatSeeTheEndOfFilesWithoutRows() throws Exception {
    ExampleFiles.write(folder.resolve("f.parquet"), "required int64 id;");
    LakeTable table = list();
    List<ReadCount> counts = new ArrayList<>();
    List<Row> rows = new ArrayList<>();

    read(table, List.of(GroupRange.whole(0, table.files().get(0))), rows, counts);

    assertThat(rows, empty());
    assertThat(counts, hasSize(1));
    assertThat(TableCoverage.problems(table, counts), empty());
  }

  @Test
  void isMissedWhenARowGroupIsNotRead() throws Exception {
    writeGroups("f.parquet", 2_000);
    LakeTable table = list();
    TableFile file = table.files().get(0);
    List<ReadCount> counts = new ArrayList<>();

    read(table, List.of(new GroupRange(0, file, 1, file.groups())), new ArrayList<>(), counts);

    assertThat(
        TableCoverage.problems(table, counts),
        contains(file.location() + ": not read: rows [0, " + file.rowsOf(0) + ")"));
  }

  @Test
  void hasTheSameRowsInPartsAsInOne() throws Exception {
    writeGroups("a.parquet", 500);
    writeGroups("b.parquet", 3);
    LakeTable table = list();
    RowSource whole = source(table);
    List<GroupRange> ranges = new ArrayList<>();
    for (int file = 0; file < 2; file++) {
      for (int group = 0; group < table.files().get(file).groups(); group++) {
        ranges.add(new GroupRange(file, table.files().get(file), group, group + 1));
      }
    }
    List<BoundedSource<Row>> parts = new ArrayList<>();
    for (GroupRange range : ranges) {
      parts.add(new RowSource(storages, RowShape.of(table, table.schema()), List.of(range)));
    }

    SourceTestUtils.assertSourcesEqualReferenceSource(
        whole, parts, PipelineOptionsFactory.create());
    SourceTestUtils.assertUnstartedReaderReadsSameAsItsSource(
        whole.createReader(PipelineOptionsFactory.create()), PipelineOptionsFactory.create());
  }

  @Test
  void packsSmallFilesTogether() {
    List<GroupRange> files = IntStream.range(0, 90).mapToObj(i -> range(i, 100 * 1024)).toList();

    List<List<GroupRange>> parts = GroupPlan.divide(files, 8 * MIB);

    assertThat(parts, hasSize(2));
    assertThat(flat(parts), equalTo(files));
  }

  @Test
  void dividesALargeFileWhereRowGroupsEnd() {
    GroupRange file = range(0, 6 * MIB, 6 * MIB, 6 * MIB, MIB);

    List<List<GroupRange>> parts = GroupPlan.divide(List.of(file), 8 * MIB);

    assertThat(
        parts,
        contains(
            List.of(new GroupRange(0, file.file(), 2, 4)),
            List.of(new GroupRange(0, file.file(), 0, 1)),
            List.of(new GroupRange(0, file.file(), 1, 2))));
  }

  @Test
  void keepsPartsBoundedWhateverTheRunnerWants() {
    GroupRange file = range(0, LongStream.generate(() -> 4 * MIB).limit(64).toArray());

    assertThat(GroupPlan.divide(List.of(file), Long.MAX_VALUE), hasSize(greaterThan(7)));
    assertThat(GroupPlan.divide(List.of(file), 1), hasSize(64));
  }

  @Test
  void dealsOutEveryRowGroupOnce() {
    List<GroupRange> files =
        List.of(
            range(0, 20 * MIB, 1, 1, 40 * MIB, 3 * MIB),
            range(1),
            range(2, 1),
            range(3, 100 * MIB),
            range(4, 5 * MIB, 5 * MIB, 5 * MIB));

    for (long wanted : List.of(1L, MIB, 7 * MIB, 32 * MIB, Long.MAX_VALUE)) {
      List<List<GroupRange>> parts = GroupPlan.divide(files, wanted);
      assertThat(parts, not(empty()));
      assertThat(groups(flat(parts)), equalTo(groups(files)));
    }
  }

  @Test
  void isOneSourceWithoutFiles() {
    LakeTable nothing =
        new LakeTable(Location.of("/t"), List.of(), Schema.builder().build(), List.of());

    assertThat(source(nothing).split(MIB, PipelineOptionsFactory.create()), hasSize(1));
  }

  private static List<String> groups(List<GroupRange> ranges) {
    List<String> groups = new ArrayList<>();
    for (GroupRange range : ranges) {
      if (range.file().groups() == 0) {
        groups.add(range.index() + ":");
      }
      for (int group = range.from(); group < range.to(); group++) {
        groups.add(range.index() + ":" + group);
      }
    }
    Collections.sort(groups);
    return groups;
  }

  private static List<GroupRange> flat(List<List<GroupRange>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static GroupRange range(int index, long... bytes) {
    Entry entry = new Entry(Location.of("/t/" + index), 1, "identity", Instant.EPOCH);
    return GroupRange.whole(
        index,
        new TableFile(
            entry,
            List.of(),
            Collections.nCopies(bytes.length, 10L),
            LongStream.of(bytes).boxed().toList()));
  }

  private RowSource source(LakeTable table) {
    List<GroupRange> ranges = new ArrayList<>();
    table.files().forEach(file -> ranges.add(GroupRange.whole(ranges.size(), file)));
    return new RowSource(storages, RowShape.of(table, table.schema()), ranges);
  }

  private void read(
      LakeTable table, List<GroupRange> ranges, List<Row> rows, List<ReadCount> counts)
      throws IOException {
    RowShape shape = RowShape.of(table, Envelope.around(table.schema()));
    RowSource source = new RowSource(storages, shape, ranges);
    try (BoundedSource.BoundedReader<Row> reader =
        source.createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        byte[] note = Envelope.noteOf(reader.getCurrent());
        if (note == null) {
          rows.add(reader.getCurrent());
        } else {
          counts.add((ReadCount) Note.decode(note, 0, note.length));
        }
      }
    }
  }

  private LakeTable list() throws IOException {
    return LakeTable.list(storages, Location.of(folder.toString()));
  }

  /** A file of row groups of about 100 rows, and the rest. */
  private void writeGroups(String name, int rows) throws IOException {
    ExampleFiles.write(
        folder.resolve(name),
        "required int64 id;",
        builder ->
            builder
                .withRowGroupSize(1L)
                .withMinRowCountForPageSizeCheck(100)
                .withMaxRowCountForPageSizeCheck(100),
        LongStream.range(0, rows)
            .<ExampleFiles.Fill>mapToObj(id -> row -> row.append("id", id))
            .toList());
  }
}
