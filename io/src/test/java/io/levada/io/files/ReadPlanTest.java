/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadPlanTest {

  private static final int MIB = 1024 * 1024;
  private static final byte[] PLAIN = {'{'};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};

  @TempDir Path folder;

  @Test
  void dividesNothingIntoNothing() throws Exception {
    assertThat(divide(List.of(), 1), is(empty()));
  }

  @Test
  void dividesALargePlainFileIntoEqualParts() throws Exception {
    FileRange file = file("a", 100L * MIB, PLAIN);

    List<List<FileRange>> parts = divide(List.of(file), 25L * MIB);

    assertThat(
        parts,
        contains(
            List.of(new FileRange(file.file(), 0, 25L * MIB)),
            List.of(new FileRange(file.file(), 25L * MIB, 50L * MIB)),
            List.of(new FileRange(file.file(), 50L * MIB, 75L * MIB)),
            List.of(new FileRange(file.file(), 75L * MIB, 100L * MIB))));
  }

  @Test
  void makesNoPartSmallerThanWorthTheEffort() throws Exception {
    FileRange file = file("a", 16L * MIB, PLAIN);

    assertThat(divide(List.of(file), 1).size(), is(2));
  }

  @Test
  void makesNoPartTooLargeToEvenOutTheWork() throws Exception {
    FileRange file = file("a", 1000L * MIB, PLAIN);

    List<List<FileRange>> parts = divide(List.of(file), 1000L * MIB);

    assertThat(parts.size(), is(8));
    for (List<FileRange> part : parts) {
      assertThat(ReadPlan.bytes(part), is(125L * MIB));
    }
  }

  @Test
  void givesEachOfTwoWorkersAsManyParts() throws Exception {
    FileRange file = file("a", 300L * MIB, PLAIN);

    List<List<FileRange>> parts = divide(List.of(file), 150L * MIB);

    assertThat(parts.stream().map(ReadPlan::bytes).toList(), is(Collections.nCopies(4, 75L * MIB)));
  }

  @Test
  void dealsOutFilesThatAreNotDividedEvenly() throws Exception {
    List<FileRange> files = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      files.add(file("f" + i, 5L * MIB, GZIP));
    }

    List<List<FileRange>> parts = divide(files, 70L * MIB / 4);

    assertThat(parts.stream().map(List::size).toList(), contains(4, 4, 3, 3));
    assertThat(inOrder(parts), is(files));
  }

  @Test
  void keepsALargeCompressedFileWhole() throws Exception {
    FileRange compressed = file("a", 100L * MIB, GZIP);

    assertThat(divide(List.of(compressed), 10L * MIB), contains(List.of(compressed)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{}", "[\n", "{}{}", "{\n\"a\":1\n}\n", "\ufeff{}\n"})
  void keepsALargeFileWholeThatIsNotOfPlainLines(String head) throws Exception {
    FileRange file = file("a", 100L * MIB, head.getBytes(StandardCharsets.UTF_16));
    FileRange plain = file("b", 100L * MIB, head.getBytes(StandardCharsets.UTF_8));

    assertThat(divide(List.of(file), 10L * MIB), contains(List.of(file)));
    assertThat(divide(List.of(plain), 10L * MIB).size() == 1, is(!head.startsWith("\ufeff")));
  }

  @Test
  void keepsSmallFilesWholeAndTogether() throws Exception {
    List<FileRange> files = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      files.add(file("f" + i, 100, PLAIN));
    }

    List<List<FileRange>> parts = divide(files, 10);

    assertThat(parts.size(), is(3));
    assertThat(inOrder(parts), is(files));
  }

  @Test
  void putsTheMostWorkFirst() throws Exception {
    FileRange small = file("a", 3L * MIB, PLAIN);
    FileRange compressed = file("b", 50L * MIB, GZIP);

    assertThat(
        divide(List.of(small, compressed), 8L * MIB),
        contains(List.of(compressed), List.of(small)));
  }

  @Test
  void coversEveryByteOnce() throws Exception {
    List<FileRange> files =
        List.of(
            file("a", 37L * MIB + 13, PLAIN),
            file("b", 9L * MIB, GZIP),
            file("c", 0, new byte[0]),
            file("d", 8L * MIB, PLAIN),
            file("e", 70L * MIB + 1, PLAIN));

    List<List<FileRange>> parts = divide(files, 11L * MIB);

    List<FileRange> ranges = inOrder(parts);
    for (FileRange file : files) {
      long covered = 0;
      for (FileRange range : ranges) {
        if (range.file().equals(file.file())) {
          assertThat(range.from(), is(covered));
          covered = range.to();
        }
      }
      assertThat(covered, is(file.to()));
    }
    assertThat(ranges.stream().anyMatch(range -> range.file().size() == 0), is(true));
    assertThat(parts.size(), is(greaterThanOrEqualTo(7)));
    assertThat(parts.size(), is(lessThanOrEqualTo(14)));
  }

  private List<List<FileRange>> divide(List<FileRange> ranges, long wantedBytes)
      throws IOException {
    return new ReadPlan(Storages.withoutStaging(), true, ReadPlan.SPLIT_BYTES)
        .divide(ranges, wantedBytes);
  }

  private static List<FileRange> inOrder(List<List<FileRange>> parts) {
    return parts.stream()
        .flatMap(List::stream)
        .sorted(
            Comparator.comparingInt((FileRange range) -> range.file().index())
                .thenComparingLong(FileRange::from))
        .toList();
  }

  private int files;

  private FileRange file(String name, long size, byte[] head) throws IOException {
    Path path = folder.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.write(head);
      sparse.setLength(size);
    }
    InputFile file = InputFiles.list(path.toString()).get(0);
    return FileRange.whole(new InputFile(files++, file.entry()));
  }
}
