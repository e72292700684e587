/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.CompressionTest.compress;
import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.levada.io.files.FilesFixture.Found;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads files of all shapes by the whole path, with the counts that prove it. */
@ExtendWith(TestPipelineExtension.class)
class ReadShapesTest {

  private static final String A = "{\"a\":\"é{\"}";
  private static final String B = "{\"b\":[{},{}]}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsLines(Compression compression, TestPipeline pipeline) throws Exception {
    check(pipeline, compress(compression, utf8(A + "\n\n" + B)), at(0, A), at(13, B));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsPrintedObjects(Compression compression, TestPipeline pipeline) throws Exception {
    String printed = "{\n  \"b\": [\n    {}\n  ]\n}";

    check(
        pipeline,
        compress(compression, utf8(printed + "\n" + printed + "\n")),
        at(0, printed),
        at(24, printed));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsConcatenatedObjects(Compression compression, TestPipeline pipeline) throws Exception {
    check(pipeline, compress(compression, utf8(A + B + A)), at(0, A), at(11, B), at(24, A));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsAnArray(Compression compression, TestPipeline pipeline) throws Exception {
    String array = "[\n    " + A + ",\n    " + B + "\n]";

    check(pipeline, compress(compression, utf8(array)), at(6, A), at(23, B));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsAnArrayOfSeveralMembers(Compression compression, TestPipeline pipeline)
      throws Exception {
    byte[] array = utf8("[" + A + "," + B + "]");
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    for (byte b : array) {
      stored.writeBytes(compress(compression, new byte[] {b}));
    }

    check(pipeline, stored.toByteArray(), at(1, A), at(13, B));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsUtf16(Compression compression, TestPipeline pipeline) throws Exception {
    byte[] content = ("\ufeff[" + A + "," + B + "]").getBytes(StandardCharsets.UTF_16LE);

    check(pipeline, compress(compression, content), at(4, A), at(16, B));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void readsSurrogatesInUtf16(String charset, TestPipeline pipeline) throws Exception {
    String text = "{\"a\":\"😀\"}";
    byte[] content = ("\ufeff" + text + "\r\n" + A + "\r\n").getBytes(Charset.forName(charset));

    check(pipeline, content, at(3, text), at(17, A));
  }

  @Test
  void keepsHalfASurrogatePairFromBeingText(TestPipeline pipeline) throws Exception {
    byte[] content = ("\ufeff" + A + "\n{\"a\":\"?\"}").getBytes(StandardCharsets.UTF_16LE);
    content[content.length - 6] = 0;
    content[content.length - 5] = (byte) 0xd8;

    byte[] record = utf8("{\"a\":\"???\"}");
    record[6] = (byte) 0xed;
    record[7] = (byte) 0xa0;
    record[8] = (byte) 0x80;
    check(pipeline, content, at(3, A), at(15, new String(record, StandardCharsets.UTF_8)));
  }

  @Test
  void readsWindowsLineEndsAndAMark(TestPipeline pipeline) throws Exception {
    byte[] content = utf8("\ufeff[\r\n  " + A + ",\r\n  " + B + "\r\n]\r\n");

    check(pipeline, content, at(8, A), at(24, B));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t", "[]", " [ ] ", "\ufeff", "\ufeff[\n]\n"})
  void readsFilesWithoutRecords(String content, TestPipeline pipeline) throws Exception {
    check(pipeline, utf8(content));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}"})
  void provesFilesInUtf16(String content, TestPipeline pipeline) throws Exception {
    byte[] stored = ("\ufeff" + content).getBytes(StandardCharsets.UTF_16BE);

    check(pipeline, stored, content.equals("{}") ? new Found[] {at(3, "{}")} : new Found[0]);
  }

  @Test
  void readsALargeArrayWhole(TestPipeline pipeline) throws Exception {
    int count = 100_000;
    String element = "{\"a\": \"" + "x".repeat(100) + "\"}";
    List<Found> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add(at(1 + i * (element.length() + 1L), element));
    }

    check(
        pipeline,
        utf8("[" + (element + ",").repeat(count - 1) + element + "]"),
        expected.toArray(Found[]::new));
  }

  private void check(TestPipeline pipeline, byte[] stored, Found... expected) throws Exception {
    Files.write(folder.resolve("a"), stored);
    List<InputFile> files = InputFiles.list(folder.toString());
    Tally.Counter tally = new Tally.Counter();
    for (Found found : expected) {
      tally.add(0, found.offset());
    }
    Tally whole = tally.tally();
    List<Found> expectedList = List.of(expected);

    PCollection<RecordBlock> blocks = pipeline.apply("Read", ReadRecords.from(files));

    PAssert.that(blocks)
        .satisfies(
            all -> {
              List<RecordBlock> list = new ArrayList<>();
              all.forEach(list::add);
              list.sort(Comparator.comparing(RecordBlock::offset));
              List<ReadCount> counts = FilesFixture.counts(list);
              assertThat(FilesFixture.records(list), is(expectedList));
              assertThat(InputCoverage.problems(files, counts), is(empty()));
              assertThat(
                  counts.stream().map(ReadCount::records).reduce(Tally.ZERO, Tally::plus),
                  is(whole));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static Found at(long offset, String text) {
    return new Found(offset, text);
  }
}
