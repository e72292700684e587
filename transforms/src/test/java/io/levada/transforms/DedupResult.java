/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotStep;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.values.Row;

/** What came of a slot: the kept rows in their order and the tally of the dropped, by file. */
final class DedupResult {

  private final List<Row> kept = new ArrayList<>();
  private final List<SourcePosition> keptAt = new ArrayList<>();
  private final Map<Integer, Tally.Counter> dropped = new TreeMap<>();

  static DedupResult of(
      SlotStep step, RowCodec codec, List<byte[]> chunks, SlotStep.Workspace workspace)
      throws IOException {
    DedupResult result = new DedupResult();
    EncodedRow window = codec.newRow();
    SlotStep.Outcome outcome =
        new SlotStep.Outcome() {
          @Override
          public void keep(byte[] bytes, int at) {
            codec.scan(bytes, at, window);
            result.kept.add(codec.decode(window));
            result.keptAt.add(new SourcePosition(window.file(), window.offset()));
          }

          @Override
          public void dropDuplicate(byte[] bytes, int at) {
            result
                .dropped
                .computeIfAbsent(EncodedRow.fileAt(bytes, at), file -> new Tally.Counter())
                .add(EncodedRow.fileAt(bytes, at), EncodedRow.offsetAt(bytes, at));
          }
        };
    step.process(codec, chunks.iterator(), outcome, workspace);
    return result;
  }

  List<Row> kept() {
    return kept;
  }

  List<SourcePosition> keptAt() {
    return keptAt;
  }

  Map<Integer, Tally> dropped() {
    Map<Integer, Tally> tallies = new TreeMap<>();
    dropped.forEach((file, counter) -> tallies.put(file, counter.tally()));
    return tallies;
  }

  long droppedCount() {
    return dropped.values().stream().mapToLong(Tally.Counter::count).sum();
  }
}
