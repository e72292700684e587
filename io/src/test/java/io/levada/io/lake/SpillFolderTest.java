/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.SlotStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpillFolderTest {

  private static final int BUFFER = 64 << 10;

  @ParameterizedTest
  @ValueSource(
      ints = {16, 17, 100, BUFFER / 2, BUFFER / 2 + 1, BUFFER - 1, BUFFER, BUFFER + 1, 1 << 20})
  void givesBackRowsOfAnySizeInWholeChunks(int length) throws IOException {
    List<byte[]> rows = rows(length, length, length, 16, length, 16, 16, length);

    assertThat(throughDisk(rows), equalTo(bytesOf(rows)));
  }

  @Test
  void givesBackRowsOfManySizesInTheirOrder() throws IOException {
    int[] lengths = new Random(1).ints(5_000, 16, 3_000).toArray();
    lengths[2_500] = 1 << 20;
    List<byte[]> rows = rows(lengths);

    assertThat(throughDisk(rows), equalTo(bytesOf(rows)));
  }

  @Test
  void givesBackNothingWhereNothingWasWritten() throws IOException {
    try (SpillFolder folder = SpillFolder.withMemory(1)) {
      SlotStep.Spill spill = folder.newSpill();

      assertThat(spill.isEmpty(), is(true));
      assertThat(spill.read().hasNext(), is(false));
    }
  }

  @Test
  void hasNoMoreThanWasWritten() throws IOException {
    try (SpillFolder folder = SpillFolder.withMemory(1)) {
      SlotStep.Spill spill = folder.newSpill();
      spill.write(row(16), 0, 16);
      Iterator<byte[]> chunks = spill.read();
      chunks.next();

      assertThat(spill.isEmpty(), is(false));
      assertThrows(NoSuchElementException.class, chunks::next);
    }
  }

  @Test
  void keepsSpillsApart() throws IOException {
    try (SpillFolder folder = SpillFolder.withMemory(1)) {
      SlotStep.Spill first = folder.newSpill();
      SlotStep.Spill second = folder.newSpill();
      first.write(row(20), 0, 20);
      second.write(row(30), 0, 30);

      assertThat(first.read().next().length, equalTo(20));
      assertThat(second.read().next().length, equalTo(30));
    }
  }

  @Test
  void failsWhenAllSpillsTogetherSpendTheQuota() throws IOException {
    try (SpillFolder folder = new SpillFolder(1, 100)) {
      folder.newSpill().write(row(60), 0, 60);
      SlotStep.Spill second = folder.newSpill();

      IOException spent = assertThrows(IOException.class, () -> second.write(row(41), 0, 41));

      assertThat(spent.getMessage(), startsWith("Cannot spill 101 bytes of one slot to "));
    }
  }

  @Test
  void givesBackTheQuotaOfWhatIsDiscarded() throws IOException {
    try (SpillFolder folder = new SpillFolder(1, 100)) {
      for (int i = 0; i < 10; i++) {
        SlotStep.Spill spill = folder.newSpill();
        spill.write(row(60), 0, 60);
        spill.discard();
        spill.discard();
      }
      SlotStep.Spill last = folder.newSpill();

      last.write(row(100), 0, 100);

      assertThat(last.isEmpty(), is(false));
    }
  }

  @Test
  void makesNoFolderBeforeItIsNeeded() throws IOException {
    Set<Path> before = spillFolders();

    try (SpillFolder folder = SpillFolder.withMemory(5)) {
      assertThat(folder.memoryBytes(), equalTo(5L));
      assertThat(spillFolders(), equalTo(before));
    }
  }

  @Test
  void leavesNothingOnTheDiskOrOpenInWhateverStateItIsClosed() throws IOException {
    Set<Path> before = spillFolders();
    try (SpillFolder folder = SpillFolder.withMemory(1)) {
      folder.newSpill();
      folder.newSpill().write(row(20), 0, 20);
      SlotStep.Spill half = folder.newSpill();
      half.write(row(500_000), 0, 500_000);
      half.write(row(500_000), 0, 500_000);
      half.read().next();
      SlotStep.Spill discarded = folder.newSpill();
      discarded.write(row(20), 0, 20);
      discarded.discard();
    }

    assertThat(spillFolders(), equalTo(before));
    assertThat(openSpills(), equalTo(0L));
  }

  private static byte[] throughDisk(List<byte[]> rows) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (SpillFolder folder = SpillFolder.withMemory(1)) {
      SlotStep.Spill spill = folder.newSpill();
      for (byte[] row : rows) {
        byte[] around = new byte[row.length + 20];
        System.arraycopy(row, 0, around, 10, row.length);
        spill.write(around, 10, row.length);
      }
      spill
          .read()
          .forEachRemaining(
              chunk -> {
                checkWhole(chunk);
                all.writeBytes(chunk);
              });
    }
    return all.toByteArray();
  }

  private static void checkWhole(byte[] chunk) {
    int at = 0;
    while (at < chunk.length) {
      at += ByteBuffer.wrap(chunk).getInt(at);
    }
    assertThat(at, equalTo(chunk.length));
  }

  private static byte[] bytesOf(List<byte[]> rows) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    rows.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static List<byte[]> rows(int... lengths) {
    List<byte[]> rows = new ArrayList<>();
    for (int length : lengths) {
      byte[] row = row(length);
      Arrays.fill(row, 4, length, (byte) rows.size());
      rows.add(row);
    }
    return rows;
  }

  private static byte[] row(int length) {
    return ByteBuffer.allocate(length).putInt(length).array();
  }

  private static Set<Path> spillFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new TreeSet<>(
          files.filter(file -> file.getFileName().toString().startsWith("levada-spill-")).toList());
    }
  }

  /** How many spill files this process has open, where the system tells; else none. */
  private static long openSpills() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(descriptors)) {
      return files.filter(SpillFolderTest::isSpill).count();
    }
  }

  private static boolean isSpill(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("levada-spill-");
    } catch (IOException e) {
      return false;
    }
  }
}
