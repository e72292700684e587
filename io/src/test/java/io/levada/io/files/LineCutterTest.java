/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.counts;
import static io.levada.io.files.FilesFixture.read;
import static io.levada.io.files.FilesFixture.records;
import static io.levada.io.files.FilesFixture.texts;
import static io.levada.io.files.FilesFixture.textsOf;
import static io.levada.io.files.FilesFixture.utf8;
import static io.levada.io.files.FilesFixture.write;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.levada.io.files.FilesFixture.Found;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineCutterTest {

  private static final int PREFIX_BYTES = 64 * 1024;

  @TempDir Path folder;

  @Test
  void givesEachLineWithWhereItStarts() throws Exception {
    InputFile file = write(folder, "a", utf8("one\ntwo\nthree\n"));

    List<Found> records = records(read(FileRange.whole(file)));

    assertThat(records, contains(new Found(0, "one"), new Found(4, "two"), new Found(8, "three")));
  }

  @Test
  void takesALastLineWithoutNewline() throws Exception {
    assertThat(textsOf(write(folder, "a", utf8("one\ntwo"))), contains("one", "two"));
  }

  @Test
  void leavesOutOneCarriageReturnBeforeTheNewline() throws Exception {
    InputFile file = write(folder, "a", utf8("one\r\ntwo\r\r\nthr\ree\r"));

    assertThat(textsOf(file), contains("one", "two\r", "thr\ree"));
  }

  @Test
  void makesNoRecordOfABlankLine() throws Exception {
    InputFile file = write(folder, "a", utf8("\n\none\n \t\r\n\r\n two \n\n   "));

    assertThat(textsOf(file), contains("one", " two "));
  }

  @Test
  void takesALineOfOtherControlCharactersAsARecord() throws Exception {
    assertThat(textsOf(write(folder, "a", utf8("\u0001\n\u00a0\n"))), contains("\u0001", "\u00a0"));
  }

  @Test
  void skipsAByteOrderMarkAtTheStartOnly() throws Exception {
    InputFile file = write(folder, "a", utf8("\ufeffone\n\ufefftwo"));

    List<Found> records = records(read(FileRange.whole(file)));

    assertThat(records, contains(new Found(3, "one"), new Found(7, "\ufefftwo")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff", "\n", " ", "\ufeff\n\n"})
  void countsAFileWithoutRecordsToItsEnd(String content) throws Exception {
    byte[] bytes = utf8(content);
    InputFile file = write(folder, "a", bytes);

    List<RecordBlock> blocks = read(FileRange.whole(file));

    assertThat(records(blocks), is(empty()));
    assertThat(counts(blocks), contains(new ReadCount(0, 0, bytes.length, true, Tally.ZERO)));
  }

  @Test
  void countsWhatItCuts() throws Exception {
    InputFile file = write(folder, "a", utf8("one\n\ntwo\n"));
    Tally.Counter expected = new Tally.Counter();
    expected.add(0, 0);
    expected.add(0, 5);

    List<RecordBlock> blocks = read(FileRange.whole(file));

    assertThat(counts(blocks), contains(new ReadCount(0, 0, 9, true, expected.tally())));
  }

  @Test
  void endsTheRangeWithItsCount() throws Exception {
    List<RecordBlock> blocks = read(FileRange.whole(write(folder, "a", utf8("one\n"))));

    assertThat(blocks.get(blocks.size() - 1).readCount(), is(notNullValue()));
  }

  @ParameterizedTest
  @CsvSource({
    // range, and the lines that start in it: "aa\nbb\ncc" has line starts 0, 3 and 6
    "0, 1, 0, 3",
    "0, 3, 0, 3",
    "0, 4, 0, 6",
    "1, 3, 1, 1",
    "1, 4, 3, 6",
    "3, 6, 3, 6",
    "4, 8, 6, 8",
    "6, 8, 6, 8",
    "7, 8, 7, 7"
  })
  void givesALineToTheRangeInWhichItStarts(long from, long to, long countFrom, long countTo)
      throws Exception {
    InputFile file = write(folder, "a", utf8("aa\nbb\ncc"));

    ReadCount count = counts(read(new FileRange(file, from, to))).get(0);

    assertThat(count.from(), is(countFrom));
    assertThat(count.to(), is(countTo));
  }

  @Test
  void givesTheSameRecordsOnceHoweverTheFileIsDivided() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      byte[] content = randomContent(new Random(seed));
      InputFile file = write(folder, "random-" + seed, content);
      List<Found> whole = records(read(FileRange.whole(file)));

      for (int size = 1; size <= content.length + 1; size++) {
        List<RecordBlock> blocks = readInRangesOf(file, size);

        assertThat("seed " + seed + ", size " + size, records(blocks), is(whole));
        assertThat(InputCoverage.problems(List.of(file), counts(blocks)), is(empty()));
      }
    }
  }

  @Test
  void agreesWithAPlainSplitAtNewlines() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      byte[] content = randomContent(new Random(seed));
      String text = new String(content, StandardCharsets.UTF_8);
      List<String> expected = new ArrayList<>();
      for (String line : text.replaceFirst("^\ufeff", "").split("\n", -1)) {
        String record = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (!record.isBlank()) {
          expected.add(record);
        }
      }

      assertThat("seed " + seed, textsOf(write(folder, "s" + seed, content)), is(expected));
    }
  }

  @Test
  void cutsLargeFilesIntoBlocksOfAbout64KiB() throws Exception {
    byte[] content = utf8(("x".repeat(299) + "\n").repeat(20_000));
    InputFile file = write(folder, "a", content);

    List<RecordBlock> blocks = read(FileRange.whole(file));

    for (RecordBlock block : blocks) {
      assertThat(block.bytes().length, is(lessThanOrEqualTo(64 * 1024 + 300)));
    }
    assertThat(blocks.size(), is(lessThanOrEqualTo(115)));
    assertThat(records(blocks).size(), is(20_000));
    assertThat(records(blocks).get(19_999).offset(), is(19_999L * 300));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_048_575, 1_048_576, 1_048_577, 3_000_000, 9_000_000})
  void carriesALargeRecordWholeAmongSmallOnes(int length) throws Exception {
    String large = "y".repeat(length);
    InputFile file = write(folder, "a", utf8("before\n" + large + "\r\nbehind\n"));

    assertThat(textsOf(file), contains("before", large, "behind"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\nbehind", "\r\nbehind\n"})
  void carriesARecordOfExactlyTheLimitWhole(String end) throws Exception {
    InputFile file = write(folder, "a", utf8("x".repeat(100) + end));

    RecordBlock block = read(FileRange.whole(file), 100).get(0);

    assertThat(block.cut(), is(nullValue()));
    assertThat(texts(List.of(block)).get(0), is("x".repeat(100)));
  }

  @ParameterizedTest
  @CsvSource({"101, 100", "8192, 100", "200000, 8000", "5000000, 100000", "2500000, 2000000"})
  void keepsTheBeginningLengthAndDigestOfALargerRecord(int length, int limit) throws Exception {
    byte[] record = utf8("x".repeat(length - 1) + "y");
    byte[] content = utf8("before\n" + "x".repeat(length - 1) + "y\r\nbehind\n");
    InputFile file = write(folder, "a", content);

    List<RecordBlock> blocks = read(FileRange.whole(file), limit);

    RecordBlock cut = blocks.get(1);
    assertThat(cut.offset(), is(7L));
    assertThat(cut.cut().length(), is((long) length));
    assertThat(cut.cut().sha256(), is(MessageDigest.getInstance("SHA-256").digest(record)));
    assertThat(cut.bytes(), is(Arrays.copyOf(record, Math.min(length, PREFIX_BYTES))));
    assertThat(texts(List.of(blocks.get(0), blocks.get(2))), contains("before", "behind"));
    assertThat(counts(blocks).get(0).records().count(), equalTo(3L));
  }

  @Test
  void makesNoRecordOfABlankLineAboveTheLimit() throws Exception {
    InputFile file = write(folder, "a", utf8("one\n" + " ".repeat(3_000_000) + "\ntwo"));

    assertThat(texts(read(FileRange.whole(file), 1000)), contains("one", "two"));
  }

  @Test
  void givesTheSameCutRecordsHoweverTheFileIsDivided() throws Exception {
    String line = "z".repeat(700) + "\r\n";
    InputFile file = write(folder, "a", utf8("a\n" + line + "b\n" + line.repeat(2)));
    List<RecordBlock> whole = read(FileRange.whole(file), 500);

    for (int size = 1; size < file.size(); size += 7) {
      List<RecordBlock> blocks = new ArrayList<>();
      for (long from = 0; from < file.size(); from += size) {
        blocks.addAll(read(new FileRange(file, from, Math.min(file.size(), from + size)), 500));
      }

      assertThat(cuts(blocks), is(cuts(whole)));
      assertThat(InputCoverage.problems(List.of(file), counts(blocks)), is(empty()));
    }
  }

  private static List<Object> cuts(List<RecordBlock> blocks) {
    List<Object> cuts = new ArrayList<>();
    for (RecordBlock block : blocks) {
      if (block.cut() != null) {
        cuts.add(List.of(block.offset(), block.cut(), block.bytes().length));
      }
    }
    return cuts;
  }

  private static List<RecordBlock> readInRangesOf(InputFile file, int size) throws Exception {
    List<RecordBlock> blocks = new ArrayList<>();
    for (long from = 0; from < file.size(); from += size) {
      blocks.addAll(read(new FileRange(file, from, Math.min(file.size(), from + size))));
    }
    return file.size() == 0 ? read(FileRange.whole(file)) : blocks;
  }

  /** Short lines of all kinds: blank, with either end, with a mark, without a last newline. */
  private static byte[] randomContent(Random random) {
    String[] pieces = {"a", "\"b\":1", "\n", "\n", "\r\n", " ", "\t", "é", "日本", "\n\n", "\r"};
    StringBuilder content = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      content.append(pieces[random.nextInt(pieces.length)]);
    }
    return utf8(content.toString());
  }
}
