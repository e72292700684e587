/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.Console;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.rows.Envelope;
import io.levada.rows.FilterCount;
import io.levada.rows.Note;
import io.levada.rows.Tally;
import io.levada.transforms.FilterRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in which the filter does not tell of each row that it has left out publishes nothing. */
class SabotagedFilterTest {

  private static final int ROWS = 100;

  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void writeEvents() throws IOException {
    input = Files.createDirectory(folder.resolve("pending"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      lines.append(
          "{\"event_id\":\"%d\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"%s\",\"event_type\":\"t\"}%n"
              .formatted(i, i % 4 == 0 ? "kept" : "left out"));
    }
    Files.writeString(input.resolve("a.json"), lines);
  }

  @Test
  void countsWhatItHasLeftOut() {
    RunSummary summary = run(SabotagedFilterTest::filtered);

    assertThat(summary.rows().written(), equalTo(25L));
    assertThat(summary.rows().filtered(), equalTo(75L));
    assertThat(summary.rows().read(), equalTo(100L));
  }

  @Test
  void endsWithExitCodeFourWhenARowIsNotTold() {
    RunFailedException failure =
        assertThrows(
            RunFailedException.class, () -> run(rows -> sabotaged(rows, new ForgetOneRow())));

    assertThat(failure.exitCode().code(), equalTo(4));
    assertThat(
        failure.getMessage(),
        containsString(
            "Input 0: 100 records read, but 25 written + 0 duplicate + 0 rejected + 74 filtered ="
                + " 99"));
  }

  @Test
  void endsWithExitCodeFourWhenAnotherRowIsTold() {
    RunFailedException failure =
        assertThrows(
            RunFailedException.class, () -> run(rows -> sabotaged(rows, new TellAnother())));

    assertThat(failure.exitCode().code(), equalTo(4));
    assertThat(
        failure.getMessage(),
        containsString(
            "Input 0: 100 records read and accounted for, but they are not the same ones"));
  }

  private static PCollection<Row> filtered(PCollection<Row> rows) {
    return rows.apply("Filter", FilterRows.by(row -> "kept".equals(row.getString("domain"))));
  }

  private static PCollection<Row> sabotaged(PCollection<Row> rows, Sabotage sabotage) {
    return filtered(rows).apply("Sabotage", ParDo.of(sabotage)).setRowSchema(rows.getSchema());
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

  /** Changes one of the counts of what was left out. */
  private abstract static class Sabotage extends DoFn<Row, Row> {
    private boolean done;

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<Row> output) {
      byte[] bytes = Envelope.noteOf(row);
      boolean chosen =
          !done
              && bytes != null
              && Note.decode(bytes, 0, bytes.length) instanceof FilterCount count
              && count.rows().count() > 0;
      if (!chosen) {
        output.output(row);
        return;
      }
      done = true;
      FilterCount count = (FilterCount) Note.decode(bytes, 0, bytes.length);
      output.output(
          Envelope.of(row.getSchema(), new FilterCount(count.file(), changed(count.rows()))));
    }

    abstract Tally changed(Tally tally);
  }

  private static final class ForgetOneRow extends Sabotage {
    @Override
    Tally changed(Tally tally) {
      return new Tally(tally.count() - 1, tally.high(), tally.low());
    }
  }

  private static final class TellAnother extends Sabotage {
    @Override
    Tally changed(Tally tally) {
      return new Tally(tally.count(), tally.high() + 1, tally.low());
    }
  }
}
