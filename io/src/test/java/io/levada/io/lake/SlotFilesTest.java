/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.FileFormat.TimestampUnit;
import io.levada.io.storage.StagedFile;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotFilesTest {

  private static final RowCodec CODEC = RowCodec.of(Rows.SCHEMA, Rows.BY_PART);

  @TempDir private Path folder;
  private StagedFiles staged;
  private StagingArea area;

  @BeforeEach
  void begin() {
    staged = new StagedFiles(folder);
    area = staged.area();
  }

  @Test
  void writesThousandsOfPartitionsAndALargeOneInLittleMemory() throws IOException {
    List<DataFile> files;
    try (SpillFolder workspace = SpillFolder.withMemory(1 << 20);
        SlotFiles slot = slotFiles(SlotMemory.of(2 << 20), workspace)) {
      for (int i = 0; i < 2_000; i++) {
        write(slot, Rows.row(i, "text " + i, "small-" + i));
        for (int j = 0; j < 25; j++) {
          write(slot, Rows.row(i, "text " + i + " " + j, "large"));
        }
      }
      files = slot.finish();
    }

    Map<String, Long> rows =
        files.stream().collect(Collectors.toMap(DataFile::partition, DataFile::footerRows));
    assertThat(rows.remove("part=large"), equalTo(50_000L));
    assertThat(rows.keySet(), hasSize(2_000));
    assertThat(rows.values(), everyItem(equalTo(1L)));
  }

  @Test
  void writesEveryRowToItsPartition() throws IOException {
    List<Row> rows =
        IntStream.range(0, 5_000).mapToObj(i -> Rows.row(i, "text " + i, "p" + i % 40)).toList();

    publish(finish(rows, SlotMemory.of(2 << 20)));

    assertThat(read(), equalTo(byId(rows)));
  }

  @Test
  void givesValuesThatShareAFolderFilesOfTheirOwn() throws IOException {
    List<DataFile> files =
        finish(
            List.of(Rows.row(1, "a", null), Rows.row(2, "b", ""), Rows.row(3, "c", null)),
            SlotMemory.of(64 << 20));

    assertThat(
        files.stream().map(DataFile::path).toList(),
        contains(
            "part=__HIVE_DEFAULT_PARTITION__/part-slot-run-1-00000.snappy.parquet",
            "part=__HIVE_DEFAULT_PARTITION__/part-slot-run-1-00001.snappy.parquet"));
    publish(files);
    assertThat(
        read(),
        equalTo(
            byId(List.of(Rows.row(1, "a", null), Rows.row(2, "b", null), Rows.row(3, "c", null)))));
  }

  @Test
  void writesValuesThatLookLikePathsBelowTheTable() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String value : List.of("..", ".", "../../up", "a/b", "a ", "a.", "%2e%2e", "\u0000")) {
      rows.add(Rows.row(rows.size(), "text", value));
    }

    publish(finish(rows, SlotMemory.of(64 << 20)));

    assertThat(read(), equalTo(byId(rows)));
    try (Stream<Path> top = Files.list(folder)) {
      assertThat(
          top.map(path -> path.getFileName().toString()).sorted().toList(),
          contains("staging", "table"));
    }
  }

  @Test
  void holdsNoMoreOfTheSampleThanItMay() throws IOException {
    SlotMemory memory = new SlotMemory(1 << 20, 100_000, 1 << 20, 1 << 20);
    try (SpillFolder workspace = SpillFolder.withMemory(1 << 20);
        SlotFiles slot = slotFiles(memory, workspace)) {
      write(slot, Rows.row(1, "x".repeat(60_000), "p"));
      assertThat(staged.all(), empty());

      write(slot, Rows.row(2, "x".repeat(60_000), "p"));

      assertThat(staged.all(), hasSize(1));
    }
  }

  @Test
  void writesNoFileWithoutRows() throws IOException {
    assertThat(finish(List.of(), SlotMemory.of(64 << 20)), empty());
    assertThat(staged.all(), empty());
  }

  @Test
  void leavesNothingOfFilesThatAreNotFinished() throws IOException {
    try (SpillFolder workspace = SpillFolder.withMemory(1 << 20);
        SlotFiles slot = slotFiles(SlotMemory.of(2 << 20), workspace)) {
      for (int i = 0; i < 2_000; i++) {
        write(slot, Rows.row(i, "text " + i, "p" + i % 20));
      }
      assertThat(staged.all(), hasSize(SlotFiles.MAX_OPEN));
    }

    assertThat(staged.all(), empty());
    assertThat(openFiles(), empty());
  }

  @Test
  void leavesNothingOpenWhenTheNextFileCanNotBeStaged() throws IOException {
    Files.createFile(staged.folder());
    try (SpillFolder workspace = SpillFolder.withMemory(1 << 20);
        SlotFiles slot = slotFiles(SlotMemory.of(2 << 20), workspace)) {
      write(slot, Rows.row(1, "a", "p"));

      IOException refused = assertThrows(IOException.class, slot::finish);

      assertThat(refused.getMessage(), startsWith("Cannot write staged file "));
    }
    assertThat(openFiles(), empty());
  }

  @Test
  void spillsFewFilesAtATimeHoweverManyItNeeds() throws IOException {
    int most = 0;
    try (SpillFolder workspace = SpillFolder.withMemory(1 << 20);
        SlotFiles slot = slotFiles(new SlotMemory(1 << 20, 5_000, 1 << 20, 1 << 20), workspace)) {
      for (int i = 0; i < 40_000; i++) {
        write(slot, Rows.row(i, "text " + i, "p" + i % 50));
        if (i % 1_000 == 0) {
          most = Math.max(most, openFiles().size());
        }
      }
      Map<String, Long> rows = new HashMap<>();
      slot.finish().forEach(file -> rows.merge(file.partition(), file.footerRows(), Long::sum));

      assertThat(rows.keySet(), hasSize(50));
      assertThat(rows.values(), everyItem(equalTo(800L)));
    }
    assertThat(most, lessThan(150));
  }

  private List<DataFile> finish(List<Row> rows, SlotMemory memory) throws IOException {
    try (SpillFolder workspace = SpillFolder.withMemory(1 << 20);
        SlotFiles slot = slotFiles(memory, workspace)) {
      for (Row row : rows) {
        write(slot, row);
      }
      return slot.finish();
    }
  }

  private SlotFiles slotFiles(SlotMemory memory, SpillFolder workspace) {
    return new SlotFiles(
        CODEC,
        BeamToParquet.schema(Rows.SCHEMA, Set.of("part"), TimestampUnit.MICROS),
        FileFormat.DEFAULT,
        area,
        "slot",
        "attempt",
        memory,
        workspace);
  }

  private static void write(SlotFiles slot, Row row) throws IOException {
    EncodedRow encoded = CODEC.newRow();
    CODEC.encode(row, encoded);
    slot.write(encoded.bytes(), 0);
  }

  private void publish(List<DataFile> files) throws IOException {
    List<StagedFile> staged = files.stream().map(area::staged).toList();
    area.storages().of(area.table()).complete(staged);
  }

  private Map<Long, Row> read() throws IOException {
    LakeTable table = LakeTable.list(area.storages(), area.table());
    return byId(LakeIO.read(area.storages(), table).sample(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  private static Map<Long, Row> byId(List<Row> rows) {
    Map<Long, Row> byId = new TreeMap<>();
    rows.forEach(row -> byId.put(row.getInt64("id"), row));
    assertThat(byId.keySet(), hasSize(rows.size()));
    return byId;
  }

  /** The staged and spilled files that this process has open, where the system tells. */
  private List<String> openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    List<String> open = new ArrayList<>();
    try (Stream<Path> files = Files.list(descriptors)) {
      for (Path file : files.toList()) {
        String target = Files.isSymbolicLink(file) ? target(file) : "";
        if (target.startsWith(folder.toString()) || target.contains("levada-spill-")) {
          open.add(target);
        }
      }
    }
    return open;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
