/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.gzip;
import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Storages;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class ReadRecordsTest {

  @TempDir Path folder;

  @Test
  void readsEveryRecordOfEveryFile(TestPipeline pipeline) throws Exception {
    write("a.json", utf8("one\ntwo\n"));
    write("b.gz", gzip(utf8("three")));
    write("c d#1%20é?.json", utf8("\r\nfour\r\n"));
    write("empty", new byte[0]);
    List<InputFile> files = InputFiles.list(folder.toString());

    PCollection<RecordBlock> blocks = pipeline.apply("Read", ReadRecords.from(files));

    PAssert.that(blocks)
        .satisfies(
            found -> {
              List<RecordBlock> all = listOf(found);
              assertThat(
                  FilesFixture.texts(all), containsInAnyOrder("one", "two", "three", "four"));
              assertThat(InputCoverage.problems(files, FilesFixture.counts(all)), is(empty()));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void readsALargePlainFileInPartsThatMeet(TestPipeline pipeline) throws Exception {
    int lines = 200_000;
    StringBuilder content = new StringBuilder();
    Tally.Counter expected = new Tally.Counter();
    for (int i = 0; i < lines; i++) {
      expected.add(0, content.length());
      content.append("{\"line\":").append(i).append(",\"filler\":\"").append("x".repeat(i % 150));
      content.append("\"}\n");
    }
    write("a.json", utf8(content.toString()));
    List<InputFile> files = InputFiles.list(folder.toString());
    Tally whole = expected.tally();

    PCollection<RecordBlock> blocks = pipeline.apply("Read", ReadRecords.from(files));

    PAssert.that(blocks)
        .satisfies(
            found -> {
              List<ReadCount> counts = FilesFixture.counts(listOf(found));
              assertThat(counts.size() > 1, is(true));
              assertThat(InputCoverage.problems(files, counts), is(empty()));
              Tally sum = counts.stream().map(ReadCount::records).reduce(Tally.ZERO, Tally::plus);
              assertThat(sum, is(whole));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void readsNothingFromNoFiles(TestPipeline pipeline) {
    PAssert.that(pipeline.apply("Read", ReadRecords.from(List.of()))).empty();

    pipeline.run().waitUntilFinish();
  }

  @Test
  void failsOnATruncatedFileAndNamesIt(TestPipeline pipeline) throws Exception {
    byte[] whole = gzip(utf8("one\n".repeat(1000)));
    write("truncated.gz", Arrays.copyOf(whole, whole.length - 4));
    pipeline.apply("Read", ReadRecords.from(InputFiles.list(folder.toString())));

    Throwable e =
        rootOf(
            assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish()),
            UnreadableFileException.class);

    assertThat(e.getMessage(), containsString(folder.resolve("truncated.gz").toString()));
  }

  @Test
  void failsOnAFileThatHasChangedSinceItWasListed(TestPipeline pipeline) throws Exception {
    write("a.json", utf8("one\n"));
    pipeline.apply("Read", ReadRecords.from(InputFiles.list(folder.toString())));
    write("a.json", utf8("one\ntwo\n"));

    Throwable e =
        rootOf(
            assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish()),
            ChangedWhileReadingException.class);

    assertThat(e.getMessage(), containsString(folder.resolve("a.json").toString()));
  }

  @Test
  void cutsARecordAboveTheLimit(TestPipeline pipeline) throws Exception {
    write("a.json", utf8("x".repeat(3_000) + "\nsmall\n"));
    List<InputFile> files = InputFiles.list(folder.toString());

    PCollection<RecordBlock> blocks =
        pipeline.apply("Read", ReadRecords.from(files).withMaxRecordBytes(1_000));

    PAssert.that(blocks)
        .satisfies(
            found -> {
              List<Long> lengths = new ArrayList<>();
              for (RecordBlock block : found) {
                lengths.add(block.cut() == null ? -1 : block.cut().length());
              }
              assertThat(lengths, containsInAnyOrder(3_000L, -1L, -1L));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesALimitBelowOne(int maxRecordBytes) {
    ReadRecords read = ReadRecords.from(List.of());

    assertThrows(IllegalArgumentException.class, () -> read.withMaxRecordBytes(maxRecordBytes));
  }

  @Test
  void givesTheSameRecordsFromItsPartsAsWhole() throws Exception {
    write("a.json", utf8("{\"filler\":\"0123456789\"}\n".repeat(900_000)));
    write("b.gz", gzip(utf8("three\n")));
    ArrayList<FileRange> ranges = new ArrayList<>();
    InputFiles.list(folder.toString()).forEach(file -> ranges.add(FileRange.whole(file)));
    RecordSource source =
        new RecordSource(
            Storages.withoutStaging(),
            ranges,
            null,
            ReadRecords.DEFAULT_MAX_RECORD_BYTES,
            ReadPlan.SPLIT_BYTES);
    var options = PipelineOptionsFactory.create();

    List<RecordSource> parts = source.split(1, options);
    List<FilesFixture.Found> found = new ArrayList<>();
    for (BoundedSource<RecordBlock> part : parts) {
      found.addAll(FilesFixture.records(SourceTestUtils.readFromSource(part, options)));
    }

    List<FilesFixture.Found> whole =
        FilesFixture.records(SourceTestUtils.readFromSource(source, options));
    found.sort(Comparator.comparing(FilesFixture.Found::text));
    assertThat(parts.size(), is(3));
    assertThat(found.size(), is(900_001));
    assertThat(new HashSet<>(found), is(new HashSet<>(whole)));
  }

  private void write(String name, byte[] content) throws Exception {
    Files.write(folder.resolve(name), content);
  }

  private static Throwable rootOf(Throwable thrown, Class<? extends Throwable> type) {
    Throwable at = thrown;
    while (at.getCause() != null && !type.isInstance(at)) {
      at = at.getCause();
    }
    assertThat(at, is(instanceOf(type)));
    return at;
  }

  private static List<RecordBlock> listOf(Iterable<RecordBlock> blocks) {
    List<RecordBlock> list = new ArrayList<>();
    blocks.forEach(list::add);
    return list;
  }
}
