/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.Console;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that loses, doubles or misfiles a single row behind the parser publishes nothing. */
class SabotagedRunTest {

  private static final int ROWS = 1_000;

  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void writeEvents() throws IOException {
    input = Files.createDirectory(folder.resolve("pending"));
    for (String file : List.of("a.json", "b.json")) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < ROWS; i++) {
        lines.append(
            String.format(
                "{\"event_id\":\"%s-%d\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"d\","
                    + "\"event_type\":\"t\"}%n",
                file, i));
      }
      Files.writeString(input.resolve(file), lines);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWithExitCodeFour(Sabotage sabotage) throws IOException {
    assertNothingPublished(new SabotagedShape(sabotage, false));
  }

  @ParameterizedTest
  @EnumSource
  void endsWithExitCodeFourWithoutAShuffle(Sabotage sabotage) throws IOException {
    assertNothingPublished(new SabotagedShape(sabotage, true));
  }

  private void assertNothingPublished(Shape shape) throws IOException {
    RunFailedException failure = assertThrows(RunFailedException.class, () -> run(shape));

    assertThat(failure.exitCode().code(), equalTo(4));
    assertThat(failure.getMessage(), containsString("Rows do not add up, nothing is published"));
    assertThat(published(), empty());
  }

  @Test
  void endsWithExitCodeFourWhenTheStepLosesARow() throws IOException {
    RunFailedException failure =
        assertThrows(RunFailedException.class, () -> run(new ForgetfulShape()));

    assertThat(failure.exitCode().code(), equalTo(4));
    assertThat(
        failure.getMessage(),
        containsString("Input 0: 1000 records read, but 999 written + 0 duplicate"));
    assertThat(published(), empty());
  }

  @Test
  void endsWellWithoutSabotage() {
    assertThat(run(Shape.asRead()).rows().written(), equalTo(2L * ROWS));
  }

  private RunSummary run(Shape shape) {
    LakeOptions options =
        PipelineOptionsFactory.fromArgs("--output=" + folder.resolve("table"))
            .as(LakeOptions.class);
    RecordOptions records =
        PipelineOptionsFactory.fromArgs("--input=" + input).as(RecordOptions.class);
    return new LakeJob(
            "test",
            options,
            LakeTarget.of(options, WriteMode.APPEND),
            new RecordSource(records),
            Intake.all(),
            shape,
            Console.silent())
        .run();
  }

  private List<Path> published() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(file -> file.toString().endsWith(".parquet")).forEach(files::add);
    }
    return files;
  }

  /** What happens to the row at offset 0 of the first file. */
  private enum Sabotage {
    DROP,
    DOUBLE,
    MISFILE,
    MOVE,
    LOSE_READ_COUNT
  }

  private record SabotagedShape(Sabotage sabotage, boolean isAsRead) implements Shape {
    @Override
    public PCollection<Row> apply(PCollection<Row> rows) {
      return rows.apply("Sabotage", ParDo.of(new SabotageOneRow(sabotage)))
          .setRowSchema(rows.getSchema());
    }
  }

  private static final class SabotageOneRow extends DoFn<Row, Row> {
    private final Sabotage sabotage;

    SabotageOneRow(Sabotage sabotage) {
      this.sabotage = sabotage;
    }

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<Row> output) {
      if (Envelope.noteOf(row) != null) {
        if (sabotage != Sabotage.LOSE_READ_COUNT) {
          output.output(row);
        }
        return;
      }
      boolean chosen = row.getInt32(Envelope.FILE) == 0 && row.getInt64(Envelope.OFFSET) == 0;
      if (!chosen) {
        output.output(row);
        return;
      }
      switch (sabotage) {
        case DROP -> {}
        case DOUBLE -> {
          output.output(row);
          output.output(row);
        }
        case MISFILE -> output.output(with(row, Envelope.FILE, 1));
        case MOVE -> output.output(with(row, Envelope.OFFSET, 1L));
        case LOSE_READ_COUNT -> output.output(row);
      }
    }

    private static Row with(Row row, int column, Object value) {
      List<Object> values = new ArrayList<>(row.getValues());
      values.set(column, value);
      return Row.withSchema(row.getSchema()).attachValues(values);
    }
  }

  /** Loses the first row behind the shuffle. */
  private static final class ForgetfulShape implements Shape {
    @Override
    public PCollection<Row> apply(PCollection<Row> rows) {
      return rows;
    }

    @Override
    public SlotStep step() {
      return (codec, chunks, outcome, workspace) ->
          SlotStep.keepAll().process(codec, chunks, new Forgetful(outcome), workspace);
    }
  }

  private static final class Forgetful implements SlotStep.Outcome {
    private final SlotStep.Outcome outcome;

    Forgetful(SlotStep.Outcome outcome) {
      this.outcome = outcome;
    }

    @Override
    public void keep(byte[] bytes, int at) throws IOException {
      boolean first = EncodedRow.fileAt(bytes, at) == 0 && EncodedRow.offsetAt(bytes, at) == 0;
      if (!first) {
        outcome.keep(bytes, at);
      }
    }

    @Override
    public void dropDuplicate(byte[] bytes, int at) {
      outcome.dropDuplicate(bytes, at);
    }
  }
}
