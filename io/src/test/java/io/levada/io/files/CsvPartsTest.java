/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.levada.io.storage.Storages;
import io.levada.rows.CsvDialect;
import io.levada.rows.RecordBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class CsvPartsTest {

  private static final CsvShape SHAPE = new CsvShape(CsvDialect.RFC_4180, true, false);
  private static final long LARGE_FILE_BYTES = 1000;
  private static final long PART_BYTES = 64;

  /** Enough to see a quote that can be but one of the two. */
  private static final long GUESSED_PART_BYTES = 512;

  @TempDir private Path folder;

  private final List<String> expected = new ArrayList<>();

  /** Writes rows whose cells are full of what ends rows outside of quotes. */
  private void write(String name, String mark, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(mark + "id,\"text\nof it\"\r\n");
    for (int i = 0; i < rows; i++) {
      StringBuilder row = new StringBuilder(name + i + ",\"");
      for (int j = random.nextInt(12); j > 0; j--) {
        row.append(List.of("x", "\n", "\r\n", "\"\"", ",", "7,8\n9,").get(random.nextInt(6)));
      }
      row.append('"');
      expected.add(row.toString());
      text.append(row).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    Files.write(folder.resolve(name), utf8(text.toString()));
  }

  private static CsvParts parts(List<InputFile> files, long bytes) throws IOException {
    return CsvParts.of(Storages.withoutStaging(), files, SHAPE, LARGE_FILE_BYTES, bytes);
  }

  private static final class Keep extends DoFn<String, Void> {
    private final String file;

    Keep(Path file) {
      this.file = file.toString();
    }

    @ProcessElement
    public void process(@Element String text) throws IOException {
      Files.writeString(Path.of(file), text);
    }
  }

  @Test
  void haveTheRowsOfTheWholeFiles(@TempDir Path other, TestPipeline pipeline) throws Exception {
    write("a", "", 400, 1);
    write("b", "\ufeff", 400, 2);
    write("small", "", 5, 3);
    List<InputFile> files = InputFiles.list(folder.toString());
    CsvParts unknown = parts(files, PART_BYTES);
    Path found = other.resolve("parts.txt");
    TestPipeline look = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    look.apply("Look", unknown.look()).apply("Keep", ParDo.of(new Keep(found)));
    look.run().waitUntilFinish();
    CsvParts parts = unknown.with(Files.readString(found));
    assertThat(parts.ranges().size(), greaterThan(100));

    List<String> sorted = expected.stream().sorted().toList();
    PAssert.that(pipeline.apply("Read", ReadRecords.from(files).asCsv(SHAPE).inParts(parts)))
        .satisfies(
            blocks -> {
              List<RecordBlock> all = new ArrayList<>();
              blocks.forEach(all::add);
              List<String> texts = new ArrayList<>(FilesFixture.texts(all));
              texts.sort(Comparator.naturalOrder());
              assertThat(texts, equalTo(sorted));
              assertThat(InputCoverage.problems(files, FilesFixture.counts(all)), empty());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void areGuessedByTheirReaders() throws Exception {
    write("a", "", 4000, 1);
    write("b", "\ufeff", 4000, 2);
    write("small", "", 5, 3);
    List<InputFile> files = InputFiles.list(folder.toString());
    CsvParts guessed = parts(files, GUESSED_PART_BYTES);
    assertThat(guessed.ranges().size(), greaterThan(100));

    Optional<CsvParts> proven = guessed.proven(files, FilesFixture.counts(blocks(guessed)));

    List<RecordBlock> blocks = blocks(proven.orElseThrow());
    assertThat(sorted(FilesFixture.texts(blocks)), equalTo(sorted(expected)));
    assertThat(InputCoverage.problems(files, FilesFixture.counts(blocks)), empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,pipe 5\",x\n", "1,say \"hi\",x\n", "1, \"text\",x\n"})
  void areGuessedWhereQuotesStandAtTheEndsOfCellsWithout(String row) throws Exception {
    Files.writeString(folder.resolve("a"), "id,text\n" + ("2,y,z\n".repeat(10) + row).repeat(300));
    List<InputFile> files = InputFiles.list(folder.toString());
    CsvParts guessed = parts(files, GUESSED_PART_BYTES);

    assertThat(guessed.proven(files, FilesFixture.counts(blocks(guessed))).isPresent(), is(true));
  }

  @Test
  void areNotProvenWhereOneIsGuessedWrong() throws Exception {
    Files.writeString(
        folder.resolve("a"),
        "id,text\n" + ("1,5\"\n2,\"" + "line\n".repeat(20) + "\"\n").repeat(100));
    List<InputFile> files = InputFiles.list(folder.toString());
    CsvParts guessed = parts(files, GUESSED_PART_BYTES);

    assertThat(guessed.proven(files, FilesFixture.counts(blocks(guessed))), is(Optional.empty()));
  }

  @Test
  void needNoProofWhereFilesAreWhole() throws Exception {
    write("small", "", 5, 4);
    List<InputFile> files = InputFiles.list(folder.toString());
    CsvParts guessed = parts(files, GUESSED_PART_BYTES);

    assertThat(guessed.proven(files, List.of()), is(Optional.of(guessed)));
  }

  private static List<RecordBlock> blocks(CsvParts parts) throws IOException {
    List<RecordBlock> blocks = new ArrayList<>();
    for (FileRange range : parts.ranges()) {
      try (BlockReader reader =
          BlockReader.open(Storages.withoutStaging(), range, SHAPE, 1_000_000)) {
        for (RecordBlock block = reader.next(); block != null; block = reader.next()) {
          blocks.add(block);
        }
      }
    }
    return blocks;
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  @Test
  void areWholeFilesWhereNoneIsLarge() throws IOException {
    write("small", "", 5, 4);

    assertThat(parts(InputFiles.list(folder.toString()), PART_BYTES).areGuessed(), is(false));
  }
}
