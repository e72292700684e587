/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.CutFixture.blocks;
import static io.levada.io.files.CutFixture.extents;
import static io.levada.io.files.FilesFixture.texts;
import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.files.CutFixture.Extent;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.rows.CsvDialect;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CsvCutterTest {

  private static final CsvShape NO_HEADER = new CsvShape(CsvDialect.RFC_4180, false, false);
  private static final CsvShape WITH_HEADER = new CsvShape(CsvDialect.RFC_4180, true, false);
  private static final CsvShape BLANK_TOO = new CsvShape(CsvDialect.RFC_4180, false, true);
  private static final CsvShape ESCAPED =
      new CsvShape(new CsvDialect(',', '"', '\\'), false, false);
  private static final int MAX = FilesFixture.MAX_RECORD_BYTES;

  @Test
  void takesALineEndInQuotesForText() throws IOException {
    assertThat(cut(NO_HEADER, "a,\"b\nc\"\r\nd\n"), contains("a,\"b\nc\"", "d"));
  }

  @Test
  void takesAQuoteInsideACellForText() throws IOException {
    assertThat(cut(NO_HEADER, "a\"b\n\"c\nd\"\n"), contains("a\"b", "\"c\nd\""));
  }

  @Test
  void takesTheCharacterBehindAnEscapeForText() throws IOException {
    assertThat(cut(ESCAPED, "a\\\nb\n\"\\\"\n\"\nc\\"), contains("a\\\nb", "\"\\\"\n\"", "c\\"));
  }

  @Test
  void endsARecordAtEachLineEnd() throws IOException {
    assertThat(cut(NO_HEADER, "a\rb\r\nc\n\rd"), contains("a", "b", "c", "d"));
  }

  @Test
  void takesABlankLineForARecordIfAsked() throws IOException {
    assertThat(cut(BLANK_TOO, "a\n\r\n\nb\n"), contains("a", "", "", "b"));
  }

  @Test
  void leavesTheHeaderOutAndBlankLinesBeforeIt() throws IOException {
    assertThat(cut(WITH_HEADER, "\n\n\"a\nb\"\nc\n"), contains("c"));
  }

  @Test
  void leavesOutAByteOrderMark() throws IOException {
    assertThat(cut(NO_HEADER, "\ufeff\"a\nb\"\n"), contains("\"a\nb\""));
  }

  @Test
  void endsQuotesThatAreNotClosedWithTheFile() throws IOException {
    assertThat(cut(NO_HEADER, "a\n\"b\nc\n"), contains("a", "\"b\nc\n"));
  }

  @Test
  void countsAHeaderInTheRangeAndInNoRecord() throws IOException {
    byte[] content = utf8("a,b\n1,2\n");
    CsvCutter cutter = cutter(content, WITH_HEADER, new FileRange(file(content), 0, 8), MAX);

    assertThat(extents(cutter), contains(new Extent(4, 7)));
    assertThat(List.of(cutter.from(), cutter.to()), contains(0L, 8L));
  }

  @Test
  void carriesOnlyTheBeginningOfAnOversizeRecord() throws IOException {
    byte[] content = utf8("a\n\"" + "x\n".repeat(100_000) + "\"\nb\n");
    CsvCutter cutter =
        cutter(content, NO_HEADER, new FileRange(file(content), 0, content.length), 1000);

    assertThat(
        extents(cutter),
        contains(new Extent(0, 1), new Extent(2, 200_004), new Extent(200_005, 200_006)));
  }

  @Property(tries = 3000)
  void cutsTheSameInRangesAsAtOnce(
      @ForAll("csv") String text,
      @ForAll("shapes") CsvShape shape,
      @ForAll @IntRange(min = 3, max = 12) int rangeBytes)
      throws IOException {
    byte[] content = utf8(text);
    FileRange whole = new FileRange(file(content), 0, content.length);
    List<FileRange> ranges = ranges(content, shape, rangeBytes);

    List<Extent> found = new ArrayList<>();
    List<ReadCount> counts = new ArrayList<>();
    for (FileRange range : ranges) {
      CsvCutter cutter = cutter(content, shape, range, MAX);
      found.addAll(extents(cutter));
      boolean reachedEnd = cutter.to() == content.length;
      counts.add(new ReadCount(0, cutter.from(), cutter.to(), reachedEnd, cutter.records()));
    }

    CsvCutter atOnce = cutter(content, shape, whole, MAX);
    assertThat(found, equalTo(extents(atOnce)));
    assertThat(InputCoverage.problems(List.of(file(content)), counts), empty());
    Tally sum = counts.stream().map(ReadCount::records).reduce(Tally.ZERO, Tally::plus);
    assertThat(sum, is(atOnce.records()));
  }

  /** Few characters, all of which mean something, and some text. A header is in the first range. */
  @Provide
  Arbitrary<String> csv() {
    return Arbitraries.strings().withChars(",\"\n\r\\aé").ofMaxLength(60).map(text -> "h" + text);
  }

  @Provide
  Arbitrary<CsvShape> shapes() {
    return Arbitraries.of(
        NO_HEADER,
        WITH_HEADER,
        BLANK_TOO,
        ESCAPED,
        new CsvShape(new CsvDialect(',', CsvDialect.NONE, CsvDialect.NONE), false, true));
  }

  /** As parts of files get them: by a look from every state. */
  private static List<FileRange> ranges(byte[] content, CsvShape shape, int rangeBytes)
      throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    StringBuilder ends = new StringBuilder();
    for (int from = 0; from < content.length; from += rangeBytes) {
      int to = Math.min(content.length, from + rangeBytes);
      FileRange range = new FileRange(file(content), from, to);
      PartLook look = new PartLook(shape.dialect());
      look.pass(content, from, to);
      ends.append(PartEnds.line(range, look.endByStart())).append('\n');
      ranges.add(range);
    }
    return PartEnds.parse(ends.toString()).begin(ranges);
  }

  private static List<String> cut(CsvShape shape, String text) throws IOException {
    byte[] content = utf8(text);
    List<RecordBlock> blocks =
        blocks(cutter(content, shape, new FileRange(file(content), 0, content.length), MAX));
    return texts(blocks);
  }

  private static CsvCutter cutter(
      byte[] content, CsvShape shape, FileRange range, int maxRecordBytes) {
    int from = (int) range.from();
    return new CsvCutter(
        new ByteArrayInputStream(content, from, content.length - from),
        shape,
        range,
        range.to(),
        maxRecordBytes,
        range.length());
  }

  private static InputFile file(byte[] content) {
    return new InputFile(0, new Entry(Location.of("/a"), content.length, "", Instant.EPOCH));
  }
}
