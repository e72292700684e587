/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventGeneratorTest {

  private static final EventSettings SETTINGS = EventSettings.of(20_000, 7).withFiles(3);

  @TempDir private static Path shared;
  private static ExpectedCounts expected;
  private static BruteForceCount counted;

  @TempDir private Path folder;

  @BeforeAll
  static void generate() throws IOException {
    expected = EventGenerator.generate(SETTINGS, shared, 2);
    counted = BruteForceCount.of(EventGenerator.input(shared));
  }

  @Test
  void countsEachPartitionAsAReadingOfTheFilesDoes() {
    assertThat(expected.rowsPerPartition(), equalTo(counted.rowsPerPartition()));
  }

  @Test
  void countsDuplicatesAsAReadingOfTheFilesDoes() {
    assertThat(expected.duplicates(), equalTo(counted.duplicates()));
  }

  @Test
  void countsEachRejectCodeAsAReadingOfTheFilesDoes() {
    assertThat(expected.malformed(), equalTo(counted.malformed()));
  }

  @Test
  void countsTheRecordsOfEachFileAsAReadingOfTheFilesDoes() {
    assertThat(expected.recordsPerFile(), equalTo(counted.recordsPerFile()));
  }

  @Test
  void countsTheBytesOfTheFiles() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(EventGenerator.input(shared))) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }

    assertThat(expected.bytes(), is(bytes));
  }

  @Test
  void recordsAreRowsDuplicatesAndRejects() {
    assertThat(
        expected.records(), equalTo(expected.rows() + expected.duplicates() + expected.rejected()));
  }

  @Test
  void writesAsManyRecordsAsWereAskedFor() {
    assertThat(expected.records(), is(20_000L));
  }

  @Test
  void malformsOneLineInAThousand() {
    assertThat(expected.rejected(), is(20L));
  }

  @Test
  void malformsInEachWayThatHasACode() {
    assertThat(
        expected.malformed().keySet(),
        containsInAnyOrder(
            "NOT_JSON", "NOT_AN_OBJECT", "MISSING_FIELD", "BAD_TIMESTAMP", "BAD_TYPE"));
  }

  @Test
  void repeatsAboutOneEventInTen() {
    assertThat((double) expected.duplicates(), closeTo(2_000, 150));
  }

  @Test
  void someDuplicatesDifferFromTheirEvent() {
    assertThat(counted.differingDuplicates(), both(greaterThan(350L)).and(lessThan(650L)));
  }

  @Test
  void someDuplicatesStandInAnotherFileThanTheirEvent() {
    assertThat(counted.duplicatesAcrossFiles(), greaterThan(500L));
  }

  @Test
  void fillsEachTypeOnEachDay() {
    assertThat(expected.partitions(), is(90));
  }

  @Test
  void aRecordIsAboutThreeHundredAndElevenBytes() {
    assertThat((double) expected.bytes() / expected.records(), closeTo(311, 2));
  }

  @Test
  void equalSettingsGiveEqualBytesOnAnyNumberOfThreads() throws IOException {
    EventGenerator.generate(SETTINGS, folder, 1);

    assertThat(sameFiles(folder, shared), is(true));
  }

  @Test
  void filesDoNotChangeTheLines() throws IOException {
    EventGenerator.generate(SETTINGS.withFiles(1), folder);

    assertThat(sameText(folder, shared), is(true));
  }

  @Test
  void anotherSeedGivesOtherEvents() throws IOException {
    EventGenerator.generate(EventSettings.of(20_000, 8).withFiles(3), folder);

    List<String> common = new ArrayList<>(BruteForceCount.of(EventGenerator.input(folder)).keys());
    common.retainAll(counted.keys());
    assertThat(common, empty());
  }

  @Test
  void readsBackWhatItExpects() throws IOException {
    assertThat(ExpectedCounts.read(EventGenerator.expected(shared)), equalTo(expected));
  }

  @Test
  void noRecordsAreOneEmptyFile() throws IOException {
    EventGenerator.generate(EventSettings.of(0, 1), folder);

    assertThat(contents(folder), contains(""));
  }

  @Test
  void refusesAFolderThatHasFiles() {
    assertThrows(DirectoryNotEmptyException.class, () -> EventGenerator.generate(SETTINGS, shared));
  }

  @Test
  void withoutDuplicatesEveryEventIsDistinct() throws IOException {
    EventSettings settings = SETTINGS.withDuplicatePercent(0).withMalformedEvery(0);

    assertThat(EventGenerator.generate(settings, folder).rows(), is(20_000L));
    assertThat(BruteForceCount.of(EventGenerator.input(folder)).keys().size(), is(20_000));
  }

  @Test
  void refusesSettingsThatCannotBe() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SETTINGS.withDuplicatePercent(100));

    assertThat(e.getMessage(), is("Invalid duplicate percent: 100 (take 0 to 99)"));
  }

  private static List<String> contents(Path folder) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(EventGenerator.input(folder))) {
      for (Path file : files.sorted().toList()) {
        contents.add(Files.readString(file));
      }
    }
    return contents;
  }

  private static boolean sameFiles(Path left, Path right) throws IOException {
    return contents(left).equals(contents(right));
  }

  private static boolean sameText(Path left, Path right) throws IOException {
    return String.join("", contents(left)).equals(String.join("", contents(right)));
  }
}
