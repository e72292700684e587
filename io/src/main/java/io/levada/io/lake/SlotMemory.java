/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.SlotStep;
import java.io.IOException;

/**
 * How a worker's heap is shared among the slots it works on at the same time: half of it is for
 * them, the rest for the runner, its shuffle and what the estimates miss.
 *
 * @param stepBytes rows that the step after the shuffle may hold
 * @param sortBytes rows that wait for the turn of their partition
 * @param rowGroupBytes the row group of each of {@link SlotFiles#MAX_OPEN} open files
 * @param singleRowGroupBytes the row group of a file that is open alone
 */
record SlotMemory(long stepBytes, long sortBytes, long rowGroupBytes, long singleRowGroupBytes) {

  /** Parquet's own default, which readers are tuned to. */
  private static final long MAX_ROW_GROUP_BYTES = 128L << 20;

  private static final long MIN_ROW_GROUP_BYTES = 1L << 20;

  static SlotMemory ofThisJvm() {
    Runtime jvm = Runtime.getRuntime();
    return of(jvm.maxMemory() / 2 / jvm.availableProcessors());
  }

  /** The shares of a slot that may take so many bytes in all. */
  static SlotMemory of(long bytes) {
    long files = bytes * 2 / 5;
    return new SlotMemory(
        bytes * 2 / 5, bytes / 10, rowGroup(files / SlotFiles.MAX_OPEN), rowGroup(files));
  }

  private static long rowGroup(long bytes) {
    return Math.max(MIN_ROW_GROUP_BYTES, Math.min(MAX_ROW_GROUP_BYTES, bytes));
  }

  /** A view of the workspace with another limit on memory. */
  static SlotStep.Workspace limited(SlotStep.Workspace workspace, long memoryBytes) {
    return new SlotStep.Workspace() {
      @Override
      public long memoryBytes() {
        return memoryBytes;
      }

      @Override
      public SlotStep.Spill newSpill() throws IOException {
        return workspace.newSpill();
      }
    };
  }
}
