/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.Note;
import io.levada.rows.RowCodec;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.schema.MessageType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of each bundle to staged files as they come, without a shuffle: a bundle is a
 * slot of its own. It tells all it did as one element when the bundle ends, so that a bundle is in
 * the manifest whole or not at all; a repeat is another slot, with other files.
 */
final class StageBundles extends DoFn<Row, KV<Integer, byte[]>> {

  private static final Logger LOG = LoggerFactory.getLogger(StageBundles.class);

  private final RowCodec codec;
  private final boolean enveloped;
  private final FileFormat format;
  private final StagingArea area;
  private final InputNames inputs;

  private transient MessageType schema;
  private transient EncodedRow encoded;
  private transient @Nullable Bundle bundle;

  StageBundles(
      RowCodec codec, boolean enveloped, FileFormat format, StagingArea area, InputNames inputs) {
    this.codec = codec;
    this.enveloped = enveloped;
    this.format = format;
    this.area = area;
    this.inputs = inputs;
  }

  @Setup
  public void setup() {
    schema = BeamToParquet.schema(codec.schema(), Set.of(), format.timestamps());
    encoded = codec.newRow();
  }

  @ProcessElement
  public void process(@Element Row row) throws IOException {
    if (bundle == null) {
      bundle = new Bundle();
    }
    try {
      bundle.add(row);
    } catch (IOException | RuntimeException | Error e) {
      abandonAfter(e);
      throw e;
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    if (bundle == null) {
      return;
    }

    SlotEntry entry;
    try {
      entry = bundle.finish();
      bundle.close();
    } catch (IOException | RuntimeException | Error e) {
      abandonAfter(e);
      throw e;
    }
    bundle = null;
    context.output(
        KV.of(StageSlots.MANIFEST_KEY, entry.encode()),
        GlobalWindow.INSTANCE.maxTimestamp(),
        GlobalWindow.INSTANCE);
  }

  private void abandonAfter(Throwable failure) {
    Bundle unfinished = bundle;
    bundle = null;
    try {
      unfinished.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Leaves nothing of a bundle that has failed elsewhere. What can't be removed now is removed with
   * the run; to fail here would hide the failure that there was.
   */
  @StartBundle
  public void abandon() {
    Bundle unfinished = bundle;
    bundle = null;
    if (unfinished == null) {
      return;
    }
    try {
      unfinished.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot remove what a bundle of run {} has staged", area.run(), e);
    }
  }

  @Teardown
  public void teardown() {
    abandon();
  }

  /** The slot that the rows and notes since the bundle's begin make. */
  private final class Bundle {
    private final FateTallies.Counter fates = new FateTallies.Counter();
    private final SpillFolder workspace;
    private final SlotFiles files;
    private final SlotNotes notes;

    Bundle() {
      UUID attempt = UUID.randomUUID();
      String name = String.format("%016x", attempt.getMostSignificantBits());
      SlotMemory memory = SlotMemory.ofThisJvm();
      workspace = SpillFolder.withMemory(memory.stepBytes());
      files =
          new SlotFiles(codec, schema, format, area, name, attempt.toString(), memory, workspace);
      notes = new SlotNotes(area, inputs, name, attempt.toString());
    }

    void add(Row row) throws IOException {
      byte[] note = enveloped ? Envelope.noteOf(row) : null;
      if (note != null) {
        notes.add(Note.decode(note, 0, note.length));
        return;
      }

      codec.encode(row, encoded);
      files.write(encoded);
      fates.add(Fate.WRITTEN, encoded.file(), encoded.offset());
    }

    SlotEntry finish() throws IOException {
      return notes.finish(files.finish(), fates.tallies());
    }

    /** Removes what was not finished, and gives the disk back. */
    void close() throws IOException {
      try {
        files.close();
      } finally {
        try {
          notes.close();
        } finally {
          workspace.close();
        }
      }
    }
  }
}
