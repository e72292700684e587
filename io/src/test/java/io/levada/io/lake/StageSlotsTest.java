/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.EncodedRow;
import io.levada.rows.FilterCount;
import io.levada.rows.GroupCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageSlotsTest {

  private static final RowCodec CODEC = RowCodec.of(Rows.ENVELOPED, Rows.BY_PART);
  private static final byte[] SLOT = SlotKey.of(SlotKey.Kind.ROWS, 0);
  private static final byte[] REJECT_SLOT = SlotKey.of(SlotKey.Kind.REJECTS, 0);
  private static final List<Row> ROWS =
      List.of(Rows.enveloped(0, 0, 1, "a", "x"), Rows.enveloped(0, 9, 2, "b", "x"));

  @TempDir private Path folder;
  private StagedFiles staged;
  private StagingArea area;

  @BeforeEach
  void begin() {
    staged = new StagedFiles(folder);
    area = staged.area();
  }

  @Test
  void stagesTheSameRowsUnderAnotherNameWhenItIsRepeated() throws IOException {
    run(SlotStep.keepAll(), InputNames.none(), List.of(slot(SLOT, chunk())));
    DataFile first = Manifest.read(area).files().get(0);

    run(SlotStep.keepAll(), InputNames.none(), List.of(slot(SLOT, chunk())));

    assertThat(staged.all(), hasSize(2));
    List<DataFile> files = Manifest.read(area).files();
    assertThat(files, contains(first));
  }

  @Test
  void publishesTheAttemptOfTheFirstManifestOnly() throws IOException {
    run(SlotStep.keepAll(), InputNames.none(), List.of(slot(SLOT, chunk())));
    run(SlotStep.keepAll(), InputNames.none(), List.of(slot(SLOT, chunk())));

    staged.publish();

    LakeTable table = LakeTable.list(area.storages(), area.table());
    assertThat(
        LakeIO.read(area.storages(), table).sample(10, 10),
        contains(Rows.row(1, "a", "x"), Rows.row(2, "b", "x")));
    assertThat(staged.all(), hasSize(1));
    assertThat(staged.all(), not(contains(Path.of(Manifest.read(area).files().get(0).stagedAs()))));
  }

  @Test
  void refusesBothAttemptsOfASlotInOneManifest() throws IOException {
    RuntimeException twice =
        assertThrows(
            RuntimeException.class,
            () ->
                run(
                    SlotStep.keepAll(),
                    InputNames.none(),
                    List.of(slot(SLOT, chunk()), slot(SLOT, chunk()))));

    assertThat(twice.getMessage(), containsString(" is in it twice, by attempts "));
    assertThat(Files.exists(folder.resolve("runs/run-1/manifest.jsonl.gz")), equalTo(false));
  }

  @Test
  void countsWhatTheStepDrops() throws IOException {
    run(new KeepFirst(), InputNames.none(), List.of(slot(SLOT, chunk())));

    Manifest manifest = Manifest.read(area);
    assertThat(manifest.count(Fate.WRITTEN), equalTo(1L));
    assertThat(manifest.count(Fate.DUPLICATE), equalTo(1L));
    assertThat(manifest.tallies().get(0).get(Fate.DUPLICATE), equalTo(Notes.tally(9)));
  }

  @Test
  void leavesNothingStagedWhenTheStepFails() throws IOException {
    RuntimeException failed =
        assertThrows(
            RuntimeException.class,
            () -> run(new FailAfterRows(), InputNames.none(), List.of(slot(SLOT, chunk()))));

    assertThat(failed.getMessage(), containsString("step failed"));
    assertThat(staged.all(), empty());
  }

  @Test
  void leavesNothingStagedWhenRejectsCanNotBeNamed() throws IOException {
    InputNames unreadable =
        file -> {
          throw new IOException("no listing");
        };

    RuntimeException failed =
        assertThrows(
            RuntimeException.class,
            () ->
                run(
                    SlotStep.keepAll(),
                    unreadable,
                    List.of(slot(REJECT_SLOT, framed(Notes.reject(3))))));

    assertThat(failed.getMessage(), containsString("no listing"));
    assertThat(staged.all(), empty());
  }

  @Test
  void countsRejectsByTheirReason() throws IOException {
    run(
        SlotStep.keepAll(),
        InputNames.none(),
        List.of(
            slot(REJECT_SLOT, framed(Notes.reject(3), Notes.reject(4)), framed(Notes.reject(5)))));

    Manifest manifest = Manifest.read(area);
    assertThat(manifest.rejectsByCode(), equalTo(Map.of("NOT_JSON", 3L)));
    assertThat(manifest.tallies().get(0).get(Fate.REJECTED), equalTo(Notes.tally(3, 4, 5)));
  }

  @Test
  void collectsReadCounts() throws IOException {
    ReadCount first = new ReadCount(0, 0, 10, false, Notes.tally(0));
    ReadCount second = new ReadCount(0, 10, 20, true, Notes.tally(10));

    run(
        SlotStep.keepAll(),
        InputNames.none(),
        List.of(slot(SlotKey.COUNTS, framed(first), framed(second))));

    assertThat(Manifest.read(area).reads(), contains(first, second));
  }

  @Test
  void collectsGroupCounts() throws IOException {
    GroupCount first = new GroupCount(Notes.tally(0), Notes.tally(1));
    GroupCount second = new GroupCount(Notes.tally(10), Notes.tally(2));

    run(
        SlotStep.keepAll(),
        InputNames.none(),
        List.of(slot(SlotKey.COUNTS, framed(first), framed(second))));

    assertThat(Manifest.read(area).groups(), equalTo(Optional.of(first.plus(second))));
  }

  @Test
  void countsWhatFiltersHaveLeftOut() throws IOException {
    FilterCount first = new FilterCount(0, Notes.tally(0));
    FilterCount second = new FilterCount(0, Notes.tally(10));
    FilterCount other = new FilterCount(2, Notes.tally(3));

    run(
        SlotStep.keepAll(),
        InputNames.none(),
        List.of(slot(SlotKey.COUNTS, framed(first), framed(second), framed(other))));

    assertThat(
        Manifest.read(area).tallies(),
        equalTo(
            Map.of(
                0, Map.of(Fate.FILTERED, Notes.tally(0).plus(Notes.tally(10))),
                2, Map.of(Fate.FILTERED, Notes.tally(3)))));
  }

  /** Runs the pipeline behind its first shuffle, up to the manifest. */
  private void run(SlotStep step, InputNames inputs, List<KV<byte[], Iterable<byte[]>>> slots) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            "Slots",
            Create.of(slots)
                .withCoder(KvCoder.of(ByteArrayCoder.of(), IterableCoder.of(ByteArrayCoder.of()))))
        .apply(
            "Stage", ParDo.of(new StageSlots(CODEC, step, null, FileFormat.DEFAULT, area, inputs)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("Gather", GroupByKey.create())
        .apply("Write manifest", ParDo.of(new WriteManifest(area)));
    pipeline.run().waitUntilFinish();
  }

  private static KV<byte[], Iterable<byte[]>> slot(byte[] key, byte[]... chunks) {
    return KV.of(key, Arrays.asList(chunks));
  }

  private static byte[] chunk() {
    return Rows.chunk(CODEC, ROWS);
  }

  private static byte[] framed(Note... notes) {
    ByteBuffer frames = ByteBuffer.allocate(10_000);
    for (Note note : notes) {
      byte[] bytes = note.encode();
      frames.putInt(4 + bytes.length).put(bytes);
    }
    return Arrays.copyOf(frames.array(), frames.position());
  }

  /** Keeps the first row of a slot and drops the others. */
  private static final class KeepFirst implements SlotStep {
    @Override
    public void process(
        RowCodec codec, Iterator<byte[]> chunks, Outcome outcome, Workspace workspace)
        throws IOException {
      byte[] chunk = chunks.next();
      outcome.keep(chunk, 0);
      outcome.dropDuplicate(chunk, EncodedRow.lengthAt(chunk, 0));
    }
  }

  /** Keeps enough rows for files to be open, and fails. */
  private static final class FailAfterRows implements SlotStep {
    @Override
    public void process(
        RowCodec codec, Iterator<byte[]> chunks, Outcome outcome, Workspace workspace)
        throws IOException {
      byte[] chunk = chunks.next();
      for (int i = 0; i < 2 * DistinctColumns.SAMPLE_ROWS; i++) {
        outcome.keep(chunk, 0);
      }
      throw new IllegalStateException("step failed");
    }
  }
}
