/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaCommands;
import io.levada.pipelines.RunFailedException;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that fails is undone, whatever it fails with, and says what is of use. */
class FailedRunTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeEvent() throws IOException {
    Files.createDirectory(folder.resolve("pending"));
    Files.writeString(
        folder.resolve("pending/a.json"),
        "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"d\","
            + "\"event_type\":\"t\"}\n",
        UTF_8);
  }

  @Test
  void isUndoneWhenItFailsWithAnError() throws IOException {
    assertThrows(
        StackOverflowError.class, () -> run(new FailingShape(StackOverflowError::new, null)));

    assertThat(state(), equalTo("ROLLED_BACK"));
  }

  @Test
  void leavesNoStagedFilesWhenASlotFailsBehindItsFirstRow() throws IOException {
    assertThrows(
        RunFailedException.class, () -> run(new FailingShape(null, new IOException("broken"))));

    assertThat(stagedFiles(), empty());
    assertThat(state(), equalTo("ROLLED_BACK"));
  }

  @Test
  void saysWhatIsWrongWithAFileInTheWordsOfThoseWhoKnowItsName() {
    IOException known =
        new IOException("Cannot write x: Stale file handle", new IOException("Stale file handle"));

    RunFailedException failure =
        assertThrows(RunFailedException.class, () -> run(new FailingShape(null, known)));

    assertThat(failure.getMessage(), equalTo("Cannot write x: Stale file handle"));
  }

  @Test
  void saysWhereTemporaryFilesAreWhenTheDiskIsFullAndNobodyKnowsTheName() {
    IOException unnamed = new IOException("No space left on device");

    RunFailedException failure =
        assertThrows(
            RunFailedException.class,
            () -> run(new FailingShape(null, new IOException(unnamed.toString(), unnamed))));

    assertThat(
        failure.getMessage(),
        containsString(
            "No space left on device in a temporary file (they are in "
                + System.getProperty("java.io.tmpdir")));
  }

  private void run(Shape shape) {
    LakeOptions options =
        PipelineOptionsFactory.fromArgs("--output=" + folder.resolve("table"))
            .as(LakeOptions.class);
    RecordOptions records =
        PipelineOptionsFactory.fromArgs("--input=" + folder.resolve("pending"))
            .as(RecordOptions.class);
    new LakeJob(
            "test",
            options,
            LakeTarget.of(options, WriteMode.APPEND),
            new RecordSource(records),
            Intake.all(),
            shape,
            Console.silent())
        .run();
  }

  private String state() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("_levada/table/runs"))) {
      Path run = runs.toList().get(0);
      return LevadaCommands.json(run.resolve("state-2.json")).get("state").asText();
    }
  }

  private List<Path> stagedFiles() {
    Path staging = folder.resolve("_levada/table/staging");
    if (!Files.exists(staging)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(staging)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param atOnce what is thrown when the pipeline is built, or null
   * @param later what is thrown behind the shuffle, when a row is written
   */
  private record FailingShape(Supplier<Error> atOnce, IOException later) implements Shape {
    @Override
    public PCollection<Row> apply(PCollection<Row> rows) {
      if (atOnce != null) {
        throw atOnce.get();
      }
      return rows;
    }

    @Override
    public SlotStep step() {
      IOException failure = later;
      return (codec, chunks, outcome, workspace) -> {
        SlotStep.keepAll().process(codec, chunks, outcome, workspace);
        throw failure;
      };
    }
  }
}
