/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.FilterCount;
import io.levada.rows.GroupCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The notes of one slot: its rejects go to a file, which is begun with the first of them, its
 * counts to the slot's entry. Closing removes a file that was not finished.
 */
final class SlotNotes implements AutoCloseable {

  private final StagingArea area;
  private final InputNames inputs;
  private final String slot;
  private final String attempt;
  private final FateTallies.Counter rejected = new FateTallies.Counter();
  private final FateTallies filtered = new FateTallies();
  private final Map<String, Long> codes = new TreeMap<>();
  private final List<ReadCount> reads = new ArrayList<>();
  private final List<GroupCount> groups = new ArrayList<>();
  private @Nullable RejectFile file;

  SlotNotes(StagingArea area, InputNames inputs, String slot, String attempt) {
    this.area = area;
    this.inputs = inputs;
    this.slot = slot;
    this.attempt = attempt;
  }

  void add(Note note) throws IOException {
    if (note instanceof Reject reject) {
      addReject(reject);
    } else if (note instanceof GroupCount group) {
      groups.add(group);
    } else if (note instanceof FilterCount count) {
      filtered.add(count.file(), Fate.FILTERED, count.rows());
    } else {
      reads.add((ReadCount) note);
    }
  }

  private void addReject(Reject reject) throws IOException {
    if (file == null) {
      file = new RejectFile(area, slot, attempt);
    }
    int input = reject.position().file();
    file.write(reject, input < 0 ? null : inputs.name(input));
    rejected.add(Fate.REJECTED, input, reject.position().offset());
    codes.merge(reject.code(), 1L, Long::sum);
  }

  /**
   * Ends the file of rejects, and returns what the slot has done.
   *
   * @param rows the files of the slot's rows
   * @param fates what became of the rows
   */
  SlotEntry finish(List<DataFile> rows, FateTallies fates) throws IOException {
    List<DataFile> files = new ArrayList<>(rows);
    if (file != null) {
      files.add(file.finish());
      file = null;
    }
    fates.addAll(rejected.tallies());
    fates.addAll(filtered);
    return new SlotEntry(slot, attempt, files, fates, codes, reads, groups);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
