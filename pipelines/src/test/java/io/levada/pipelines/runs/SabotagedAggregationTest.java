/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.TableScan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaCommands;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.rows.Envelope;
import io.levada.rows.GroupCount;
import io.levada.rows.Note;
import io.levada.rows.RowLayout;
import io.levada.rows.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that loses, doubles or exchanges a single row or group publishes nothing. */
class SabotagedAggregationTest {

  private static final String SILVER = "../test-data/salaries/silver";

  private static final String SAME =
      "138 records read and accounted for, but they are not the same";
  private static final String SAME_GROUPS =
      "48 rows made of them and accounted for, but they are not";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void endsWithExitCodeFour(Sabotage sabotage) throws IOException {
    assertFailed(sabotage, true);
  }

  /** As with a source that can't fold its rows; behind the aggregation it is the same. */
  @ParameterizedTest
  @EnumSource(names = {"DROP", "DOUBLE", "MISFILE", "MOVE", "LOSE_GROUP"})
  void endsWithExitCodeFourWithRowsOneByOne(Sabotage sabotage) throws IOException {
    assertFailed(sabotage, false);
  }

  private void assertFailed(Sabotage sabotage, boolean folds) throws IOException {
    RunFailedException failure = assertThrows(RunFailedException.class, () -> run(sabotage, folds));

    assertThat(failure.exitCode().code(), equalTo(4));
    assertThat(
        failure.getMessage(),
        startsWith("Rows do not add up, nothing is published: " + sabotage.message));
    assertThat(LevadaCommands.parquetBelow(folder), empty());
  }

  @Test
  void endsWellWithoutSabotage() {
    assertThat(run(null, true).rows().written(), equalTo(48L));
    assertThat(run(null, false).rows().written(), equalTo(48L));
  }

  private RunSummary run(@Nullable Sabotage sabotage, boolean folds) {
    AggregationOptions aggregation = PipelineOptionsFactory.create().as(AggregationOptions.class);
    LakeOptions options =
        PipelineOptionsFactory.fromArgs("--output=" + folder.resolve("gold")).as(LakeOptions.class);
    return new LakeJob(
            "test",
            options,
            LakeTarget.of(options, WriteMode.OVERWRITE),
            new TableSource(Location.of(SILVER), TableScan.all(), AwsSettings.ofTheMachine()),
            Intake.all(),
            new SabotagedShape(Aggregation.of(aggregation), sabotage, folds),
            Console.silent())
        .run();
  }

  /** What happens to one row, before the aggregation or behind it, or to what stands beside it. */
  enum Sabotage {
    DROP(true, "All inputs: 138 records read, but 137 grouped"),
    DOUBLE(true, "All inputs: 138 records read, but 139 grouped"),
    MISFILE(true, "All inputs: " + SAME),
    MOVE(true, "All inputs: " + SAME),
    LOSE_GROUP(false, "Groups: 48 rows made of them, but 47 written"),
    DOUBLE_GROUP(false, "Groups: 48 rows made of them, but 49 written"),
    EXCHANGE_GROUP(false, "Groups: " + SAME_GROUPS),
    LOSE_GROUP_COUNT(false, "All inputs: 138 records read, but "),
    DOUBLE_GROUP_COUNT(false, "All inputs: 138 records read, but "),
    CHANGE_GROUP_COUNT(false, "All inputs: " + SAME);

    private final boolean isBefore;
    private final String message;

    Sabotage(boolean isBefore, String message) {
      this.isBefore = isBefore;
      this.message = message;
    }
  }

  /**
   * The aggregation of one that goes wrong.
   *
   * @param folds whether rows are added up where they are read
   */
  private record SabotagedShape(Shape shape, @Nullable Sabotage sabotage, boolean folds)
      implements Shape {

    @Override
    public PCollection<Row> read(Source source, Pipeline pipeline) {
      if (!folds) {
        return apply(source.read(pipeline));
      }
      if (sabotage == null) {
        return shape.read(source, pipeline);
      }
      return sabotage.isBefore
          ? shape.read(new SabotagedSource(source, sabotage), pipeline)
          : sabotaged(shape.read(source, pipeline));
    }

    @Override
    public PCollection<Row> apply(PCollection<Row> rows) {
      if (sabotage == null) {
        return shape.apply(rows);
      }
      return sabotage.isBefore ? shape.apply(sabotaged(rows)) : sabotaged(shape.apply(rows));
    }

    private PCollection<Row> sabotaged(PCollection<Row> rows) {
      return rows.apply("Sabotage", ParDo.of(new SabotageOneRow(sabotage)))
          .setRowSchema(rows.getSchema());
    }

    @Override
    public RowLayout layout() {
      return shape.layout();
    }
  }

  private static final class SabotageOneRow extends DoFn<Row, Row> {
    private final Sabotage sabotage;

    SabotageOneRow(Sabotage sabotage) {
      this.sabotage = sabotage;
    }

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<Row> output) {
      if (!isChosen(row)) {
        output.output(row);
        return;
      }
      switch (sabotage) {
        case DROP, LOSE_GROUP, LOSE_GROUP_COUNT -> {}
        case DOUBLE, DOUBLE_GROUP, DOUBLE_GROUP_COUNT -> {
          output.output(row);
          output.output(row);
        }
        case MISFILE -> output.output(with(row, Envelope.FILE, 1));
        case MOVE, EXCHANGE_GROUP -> output.output(with(row, Envelope.OFFSET, 1L));
        case CHANGE_GROUP_COUNT -> output.output(with(row, Envelope.NOTE, changed(row)));
      }
    }

    /** One row, one group, or what was counted of larger groups. */
    private boolean isChosen(Row row) {
      byte[] note = Envelope.noteOf(row);
      return switch (sabotage) {
        case DROP, DOUBLE, MISFILE, MOVE ->
            note == null && row.getInt32(Envelope.FILE) == 0 && row.getInt64(Envelope.OFFSET) == 0;
        case LOSE_GROUP, DOUBLE_GROUP, EXCHANGE_GROUP ->
            note == null && Integer.valueOf(12).equals(row.getInt32("idade"));
        case LOSE_GROUP_COUNT, DOUBLE_GROUP_COUNT, CHANGE_GROUP_COUNT ->
            note != null
                && Note.decode(note, 0, note.length) instanceof GroupCount count
                && count.in().count() > 4;
      };
    }

    private static byte[] changed(Row row) {
      byte[] note = Envelope.noteOf(row);
      GroupCount count = (GroupCount) Note.decode(note, 0, note.length);
      Tally other = new Tally(count.in().count(), count.in().high(), count.in().low() + 1);
      return new GroupCount(other, count.out()).encode();
    }

    private static Row with(Row row, int column, Object value) {
      List<Object> values = new ArrayList<>(row.getValues());
      values.set(column, value);
      return Row.withSchema(row.getSchema()).attachValues(values);
    }
  }
}
