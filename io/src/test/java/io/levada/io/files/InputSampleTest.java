/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.gzip;
import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.RecordBlock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSampleTest {

  @TempDir Path folder;

  @Test
  void takesBlocksFromAllOverALargeFile() throws Exception {
    byte[] content = utf8("0123456789abcdef\n".repeat(200_000));
    Files.write(folder.resolve("a"), content);

    InputSample sample = InputSample.of(files(), 4);

    List<Long> eighths =
        sample.blocks().stream().map(block -> block.offset() * 8 / content.length).toList();
    assertThat(eighths, contains(1L, 3L, 5L, 7L));
    assertThat(sample.expectedBytes(), is((long) content.length));
  }

  @Test
  void takesNoRecordTwice() throws Exception {
    Files.write(folder.resolve("a"), utf8("one\n".repeat(10_000)));
    Files.write(folder.resolve("b"), utf8("two\n".repeat(300)));

    List<FilesFixture.Found> found =
        FilesFixture.records(
            InputSample.of(files(), 50).blocks().stream().filter(b -> b.file() == 0).toList());

    assertThat(new HashSet<>(found).size(), is(found.size()));
  }

  @Test
  void tellsAboutHowManyRecordsThereAre() throws Exception {
    Files.write(folder.resolve("a"), utf8("x\n".repeat(300_000)));
    Files.write(folder.resolve("b"), utf8("y\n".repeat(200_000)));

    assertThat((double) InputSample.of(files(), 10).expectedRecords(), is(closeTo(5e5, 2e3)));
  }

  @Test
  void countsALargeRecordAsOne() throws Exception {
    Files.write(folder.resolve("a"), utf8("x".repeat(999_999) + "\n"));

    assertThat(InputSample.of(files(), 4).expectedRecords(), is(1L));
  }

  @Test
  void expectsNoRecordsOfNoFiles() throws Exception {
    assertThat(InputSample.of(List.of(), 4).expectedRecords(), is(0L));
  }

  @Test
  void takesTheBeginningWhereNoLineStarts() throws Exception {
    Files.write(folder.resolve("a"), utf8("one long line"));

    InputSample sample = InputSample.of(files(), 3);

    assertThat(FilesFixture.texts(sample.blocks()), contains("one long line"));
  }

  @Test
  void estimatesWhatIsCompressed() throws Exception {
    byte[] plain = utf8(numbers());
    Files.write(folder.resolve("a.gz"), gzip(plain));
    Files.write(folder.resolve("b.json"), plain);

    InputSample sample = InputSample.of(files(), 40);

    assertThat(
        (double) sample.expectedBytes(), is(closeTo(2.0 * plain.length, plain.length * 0.3)));
    assertThat(sample.blocks().get(0).offset(), is(0L));
    assertThat(sample.blocks().stream().map(RecordBlock::file).distinct().toList(), contains(0, 1));
  }

  @Test
  void takesTheFirstBlocksOfAnArray() throws Exception {
    String content = "[" + "{\"a\":1},\n".repeat(100_000) + "{}]";
    Files.write(folder.resolve("a"), utf8(content));

    InputSample sample = InputSample.of(files(), 2);

    assertThat(sample.blocks().stream().map(RecordBlock::offset).toList(), contains(1L, 65530L));
    assertThat(FilesFixture.texts(sample.blocks()).get(0), is("{\"a\":1}"));
    assertThat(sample.expectedBytes(), is((long) content.length()));
  }

  @Test
  void estimatesUtf16() throws Exception {
    String content = "{\"a\":1}\n".repeat(100_000);
    Files.write(folder.resolve("a"), ("\ufeff" + content).getBytes(StandardCharsets.UTF_16LE));

    InputSample sample = InputSample.of(files(), 3);

    assertThat(
        (double) sample.expectedBytes(), is(closeTo(content.length(), content.length() * 0.1)));
  }

  @Test
  void findsNothingInFilesWithoutContent() throws Exception {
    Files.write(folder.resolve("a"), new byte[0]);

    InputSample sample = InputSample.of(files(), 3);

    assertThat(sample.blocks(), is(empty()));
    assertThat(sample.expectedBytes(), is(0L));
  }

  @Test
  void tellsHowLargeTheLargestFileIsThatIsNotDivided() throws Exception {
    byte[] content = utf8(numbers());
    Files.write(folder.resolve("a"), content);
    Files.write(folder.resolve("b.gz"), gzip(content));
    Files.write(folder.resolve("c.gz"), gzip(utf8("{\"a\":1}\n")));

    long whole = InputSample.of(files(), 64).expectedWholeBytes();

    assertThat((double) whole, is(closeTo(content.length, content.length * 0.3)));
  }

  @Test
  void expectsPlainLinesToBeDivided() throws Exception {
    Files.write(folder.resolve("a"), utf8("{\"a\":1}\n".repeat(400_000)));

    assertThat(InputSample.of(files(), 4).expectedWholeBytes(), is(0L));
  }

  @Test
  void refusesNoPlaces() {
    assertThrows(IllegalArgumentException.class, () -> InputSample.of(List.of(), 0));
  }

  /** Lines that take a fourth of their bytes when they are compressed. */
  private static String numbers() {
    StringBuilder content = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      content.append("{\"id\":").append(random.nextInt()).append(",\"type\":\"creation\"}\n");
    }
    return content.toString();
  }

  private List<InputFile> files() throws Exception {
    return InputFiles.list(folder.toString());
  }
}
