/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.levada.rows.GroupCount;
import io.levada.rows.ReadCount;
import io.levada.rows.SlotSink;
import io.levada.rows.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  /** What gzip appends to the data: a checksum, which the manifest has of its own. */
  private static final int GZIP_TRAILER = 10;

  private static final DataFile FILE =
      new DataFile(DataFile.Content.DATA, "p=%23 é/part-0.parquet", "staged-1", 1234, 10, 10);
  private static final GroupCount GROUPS = new GroupCount(new Tally(9, 1, -2), new Tally(4, -3, 6));
  private static final ReadCount READ = new ReadCount(3, 0, 99, true, new Tally(12, -5, 7));

  @Test
  void givesBackWhatWasWritten() throws IOException {
    Manifest copy = Manifest.decode(manifest().encode(), "run-1");

    assertThat(copy.files(), contains(FILE));
    assertThat(copy.reads(), contains(READ));
    assertThat(copy.groups(), equalTo(Optional.of(GROUPS)));
    assertThat(copy.tallies(), equalTo(manifest().tallies()));
    assertThat(copy.rejectsByCode(), equalTo(Map.of("NOT_JSON", 2L)));
  }

  @Test
  void addsUpTheGroupsOfItsSlots() {
    Manifest manifest = manifest();
    manifest.add(
        new SlotEntry(
            "slot-2",
            "attempt-a",
            List.of(),
            new FateTallies(),
            Map.of(),
            List.of(),
            List.of(GROUPS, GROUPS)));

    assertThat(manifest.groups(), equalTo(Optional.of(GROUPS.plus(GROUPS).plus(GROUPS))));
  }

  @Test
  void addsUpTheFiguresOfASink() throws IOException {
    Manifest manifest = new Manifest("run-1");
    manifest.add(sinkEntry("slot-1", 3));
    manifest.add(SlotEntry.decode(sinkEntry("slot-2", 4).encode()));

    assertThat(
        Manifest.decode(manifest.encode(), "run-1").figures(),
        equalTo(Map.of(SlotSink.WRITTEN, 7L)));
  }

  private static SlotEntry sinkEntry(String slot, long written) {
    return new SlotEntry(
        slot,
        "attempt-a",
        List.of(),
        new FateTallies(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(SlotSink.WRITTEN, written));
  }

  @Test
  void hasNoGroupsWithoutAnAggregation() throws IOException {
    Manifest copy = Manifest.decode(new Manifest("run-1").encode(), "run-1");

    assertThat(copy.groups(), equalTo(Optional.empty()));
  }

  @Test
  void refusesASecondAttemptOfASlot() {
    Manifest manifest = manifest();

    InvalidManifestException twice =
        assertThrows(InvalidManifestException.class, () -> manifest.add(entry("attempt-b")));

    assertThat(
        twice.getMessage(),
        equalTo(
            "Invalid manifest of run run-1: slot slot-1 is in it twice, by attempts attempt-a and"
                + " attempt-b"));
  }

  @Test
  void refusesAnotherRunsManifest() throws IOException {
    byte[] bytes = manifest().encode();

    InvalidManifestException foreign =
        assertThrows(InvalidManifestException.class, () -> Manifest.decode(bytes, "run-2"));

    assertThat(foreign.getMessage(), containsString("it belongs to run run-1"));
  }

  @Test
  void refusesAChangedLine() throws IOException {
    String lines = text(manifest().encode()).replace("\"rows\":10", "\"rows\":11");

    InvalidManifestException changed =
        assertThrows(InvalidManifestException.class, () -> Manifest.decode(gzip(lines), "run-1"));

    assertThat(changed.getMessage(), containsString("its checksum does not fit"));
  }

  @Test
  void refusesAManifestWithoutItsEnd() throws IOException {
    String lines = text(manifest().encode());
    String cut = lines.substring(0, lines.lastIndexOf("{\"lines\""));

    InvalidManifestException shortened =
        assertThrows(InvalidManifestException.class, () -> Manifest.decode(gzip(cut), "run-1"));

    assertThat(shortened.getMessage(), containsString("it is cut short"));
  }

  @Test
  void refusesALineThatIsNoneOfAManifest() throws IOException {
    String lines = text(manifest().encode()).replace("\"sum\":", "\"sun\":");

    InvalidManifestException strange =
        assertThrows(InvalidManifestException.class, () -> Manifest.decode(gzip(lines), "run-1"));

    assertThat(strange.getMessage(), equalTo("Invalid manifest of run run-1: it can't be decoded"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no gzip", "{\"levada\":1}"})
  void refusesAFileThatIsNoManifest(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);

    assertThrows(InvalidManifestException.class, () -> Manifest.decode(bytes, "run-1"));
  }

  @Test
  void refusesAManifestCutAtAnyByte() throws IOException {
    byte[] bytes = manifest().encode();

    for (int length = 0; length < bytes.length - GZIP_TRAILER; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(InvalidManifestException.class, () -> Manifest.decode(cut, "run-1"));
    }
  }

  @Test
  void givesBackHundredsOfThousandsOfFilesInSeconds() throws IOException {
    Manifest manifest = new Manifest("run-1");
    for (int slot = 0; slot < 2_000; slot++) {
      List<DataFile> files = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String path = "year=2026/month=01/day=" + i + "/part-" + slot + "-" + i + ".parquet";
        files.add(new DataFile(DataFile.Content.DATA, path, path + ".staged", 1, slot, slot));
      }
      manifest.add(
          SlotEntry.decode(
              new SlotEntry(
                      "slot-" + slot, "a", files, new FateTallies(), Map.of(), List.of(), List.of())
                  .encode()));
    }

    Manifest copy =
        assertTimeout(Duration.ofSeconds(20), () -> Manifest.decode(manifest.encode(), "run-1"));

    assertThat(copy.files(), equalTo(manifest.files()));
    assertThat(copy.files().size(), equalTo(200_000));
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest("run-1");
    manifest.add(entry("attempt-a"));
    return manifest;
  }

  private static SlotEntry entry(String attempt) {
    FateTallies tallies = new FateTallies();
    tallies.add(3, Fate.WRITTEN, new Tally(10, 1, 2));
    tallies.add(3, Fate.REJECTED, new Tally(2, -6, 5));
    SlotEntry entry =
        new SlotEntry(
            "slot-1",
            attempt,
            List.of(FILE),
            tallies,
            Map.of("NOT_JSON", 2L),
            List.of(READ),
            List.of(GROUPS));
    return SlotEntry.decode(entry.encode());
  }

  private static String text(byte[] gzip) throws IOException {
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
