/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import io.levada.rows.EncodedRow;
import io.levada.rows.Reject;
import io.levada.rows.RowCodec;
import io.levada.rows.RowJson;
import io.levada.rows.SlotSink;
import io.levada.rows.SourcePosition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Counts what a sink has made of a slot's rows, and stages those that it has refused. */
final class SinkOutcome implements SlotSink.Outcome, AutoCloseable {

  /**
   * How often a worker looks whether its run was undone: as long as one that was taken for dead may
   * go on writing, since no file that it stages in vain stands between it and what it writes.
   */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final RowCodec codec;
  private final StagingArea area;
  private final InputNames inputs;
  private final String slot;
  private final String attempt;
  private final FateTallies.Counter fates;
  private final Map<String, Long> codes = new TreeMap<>();
  private final EncodedRow window;
  private @Nullable RejectFile rejects;
  private long lastLook = System.nanoTime() - LOOK_NANOS;

  SinkOutcome(
      RowCodec codec,
      StagingArea area,
      InputNames inputs,
      String slot,
      String attempt,
      FateTallies.Counter fates) {
    this.codec = codec;
    this.area = area;
    this.inputs = inputs;
    this.slot = slot;
    this.attempt = attempt;
    this.fates = fates;
    this.window = codec.newRow();
  }

  @Override
  public void written(byte[] bytes, int at) {
    fates.add(Fate.WRITTEN, EncodedRow.fileAt(bytes, at), EncodedRow.offsetAt(bytes, at));
  }

  @Override
  public void refused(byte[] bytes, int at, String code, String message) throws IOException {
    if (rejects == null) {
      rejects = new RejectFile(area, slot, attempt);
    }
    codec.scan(bytes, at, window);
    int input = window.file();
    rejects.write(
        new Reject(
            new SourcePosition(input, window.offset()),
            code,
            message,
            Reject.Content.row(RowJson.of(codec.decode(window)))),
        input < 0 ? null : inputs.name(input));
    fates.add(Fate.REJECTED, input, window.offset());
    codes.merge(code, 1L, Long::sum);
  }

  @Override
  public void check() throws IOException {
    area.checkOpen("write");
    if (System.nanoTime() - lastLook >= LOOK_NANOS) {
      lastLook = System.nanoTime();
      Location ended = area.runFolder().child("state-2.json");
      if (area.storages().of(ended).status(ended).isPresent()) {
        throw new IOException("Cannot write: run " + area.run() + " was undone");
      }
    }
  }

  /** The file of what was refused, if anything was. */
  List<DataFile> finish() throws IOException {
    return rejects == null ? List.of() : List.of(rejects.finish());
  }

  Map<String, Long> codes() {
    return codes;
  }

  @Override
  public void close() throws IOException {
    if (rejects != null) {
      rejects.close();
    }
  }
}
