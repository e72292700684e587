/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.Note;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotSink;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.parquet.schema.MessageType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes what a slot holds to staged files, or gives its rows to a sink, and tells all it did as
 * one element, behind the last of them. A repeat writes other staged files; which attempt counts is
 * for the manifest to say.
 */
final class StageSlots extends DoFn<KV<byte[], Iterable<byte[]>>, KV<Integer, byte[]>> {

  /** All entries meet in one place. */
  static final int MANIFEST_KEY = 0;

  private final RowCodec codec;
  private final SlotStep step;
  private final @Nullable SlotSink sink;
  private final FileFormat format;
  private final StagingArea area;
  private final InputNames inputs;

  private transient MessageType schema;

  StageSlots(
      RowCodec codec,
      SlotStep step,
      @Nullable SlotSink sink,
      FileFormat format,
      StagingArea area,
      InputNames inputs) {
    this.codec = codec;
    this.step = step;
    this.sink = sink;
    this.format = format;
    this.area = area;
    this.inputs = inputs;
  }

  @Setup
  public void setup() {
    schema =
        BeamToParquet.schema(
            codec.schema(), Set.copyOf(codec.layout().partition()), format.timestamps());
  }

  @ProcessElement
  public void process(
      @Element KV<byte[], Iterable<byte[]>> slot, OutputReceiver<KV<Integer, byte[]>> output)
      throws IOException {
    String name = SlotKey.name(slot.getKey());
    String attempt = UUID.randomUUID().toString();
    Iterator<byte[]> chunks = slot.getValue().iterator();
    SlotEntry entry =
        switch (SlotKey.Kind.of(slot.getKey())) {
          case ROWS ->
              sink == null
                  ? stageRows(name, attempt, chunks)
                  : sinkRows(sink, name, attempt, chunks);
          case REJECTS, COUNTS -> stageNotes(name, attempt, chunks);
        };
    output.output(KV.of(MANIFEST_KEY, entry.encode()));
  }

  private SlotEntry stageRows(String name, String attempt, Iterator<byte[]> chunks)
      throws IOException {
    SlotMemory memory = SlotMemory.ofThisJvm();
    FateTallies.Counter fates = new FateTallies.Counter();
    try (SpillFolder workspace = SpillFolder.withMemory(memory.stepBytes());
        SlotFiles files =
            new SlotFiles(codec, schema, format, area, name, attempt, memory, workspace)) {
      step.process(codec, chunks, new WriteAndCount(files, fates), workspace);
      return new SlotEntry(
          name, attempt, files.finish(), fates.tallies(), Map.of(), List.of(), List.of());
    }
  }

  private SlotEntry sinkRows(SlotSink to, String name, String attempt, Iterator<byte[]> chunks)
      throws IOException {
    long memory = SlotMemory.ofThisJvm().stepBytes();
    FateTallies.Counter fates = new FateTallies.Counter();
    try (SpillFolder workspace = SpillFolder.withMemory(memory);
        SinkOutcome outcome = new SinkOutcome(codec, area, inputs, name, attempt, fates);
        SlotSink.Writer writer = to.open(codec, outcome)) {
      step.process(codec, chunks, new SinkAndCount(writer, fates), workspace);
      Map<String, Long> figures = writer.finish();
      return new SlotEntry(
          name,
          attempt,
          outcome.finish(),
          fates.tallies(),
          outcome.codes(),
          List.of(),
          List.of(),
          figures);
    }
  }

  private SlotEntry stageNotes(String name, String attempt, Iterator<byte[]> chunks)
      throws IOException {
    try (SlotNotes notes = new SlotNotes(area, inputs, name, attempt)) {
      for (Note note : notes(chunks)) {
        notes.add(note);
      }
      return notes.finish(List.of(), new FateTallies());
    }
  }

  private static Iterable<Note> notes(Iterator<byte[]> chunks) {
    return () ->
        new Iterator<>() {
          private byte[] chunk = new byte[0];
          private int at;

          @Override
          public boolean hasNext() {
            return at < chunk.length || chunks.hasNext();
          }

          @Override
          public Note next() {
            if (at >= chunk.length) {
              chunk = chunks.next();
              at = 0;
            }
            int length = ByteBuffer.wrap(chunk).getInt(at);
            Note note = Note.decode(chunk, at + Integer.BYTES, length - Integer.BYTES);
            at += length;
            return note;
          }
        };
  }

  /** Writes the rows that the step keeps, and counts what becomes of each. */
  private record WriteAndCount(SlotFiles files, FateTallies.Counter fates)
      implements SlotStep.Outcome {

    @Override
    public void keep(byte[] bytes, int at) throws IOException {
      files.write(bytes, at);
      fates.add(Fate.WRITTEN, EncodedRow.fileAt(bytes, at), EncodedRow.offsetAt(bytes, at));
    }

    @Override
    public void dropDuplicate(byte[] bytes, int at) {
      fates.add(Fate.DUPLICATE, EncodedRow.fileAt(bytes, at), EncodedRow.offsetAt(bytes, at));
    }
  }

  /** Gives the rows that the step keeps to a sink, which tells what becomes of each. */
  private record SinkAndCount(SlotSink.Writer writer, FateTallies.Counter fates)
      implements SlotStep.Outcome {

    @Override
    public void keep(byte[] bytes, int at) throws IOException {
      writer.write(bytes, at);
    }

    @Override
    public void dropDuplicate(byte[] bytes, int at) {
      fates.add(Fate.DUPLICATE, EncodedRow.fileAt(bytes, at), EncodedRow.offsetAt(bytes, at));
    }
  }
}
