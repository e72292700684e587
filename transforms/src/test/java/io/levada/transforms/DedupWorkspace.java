/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.SlotStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A workspace whose disk is memory, and which knows what was done with it. */
final class DedupWorkspace implements SlotStep.Workspace {

  private final long memoryBytes;
  private final long quotaBytes;
  private final List<MemorySpill> spills = new ArrayList<>();
  private long spilledBytes;

  private DedupWorkspace(long memoryBytes, long quotaBytes) {
    this.memoryBytes = memoryBytes;
    this.quotaBytes = quotaBytes;
  }

  static DedupWorkspace withMemory(long bytes) {
    return new DedupWorkspace(bytes, Long.MAX_VALUE);
  }

  DedupWorkspace withQuota(long bytes) {
    return new DedupWorkspace(memoryBytes, bytes);
  }

  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public SlotStep.Spill newSpill() {
    MemorySpill spill = new MemorySpill();
    spills.add(spill);
    return spill;
  }

  int spillCount() {
    return spills.size();
  }

  long openSpillCount() {
    return spills.stream().filter(spill -> !spill.isDiscarded).count();
  }

  private final class MemorySpill implements SlotStep.Spill {
    private final List<byte[]> chunks = new ArrayList<>();
    private boolean isRead;
    private boolean isDiscarded;

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (isRead || isDiscarded) {
        throw new IllegalStateException("written after it was read or discarded");
      }
      spilledBytes += length;
      if (spilledBytes > quotaBytes) {
        throw new IOException("the quota of " + quotaBytes + " bytes is spent");
      }
      chunks.add(Arrays.copyOfRange(bytes, from, from + length));
    }

    @Override
    public Iterator<byte[]> read() {
      if (isRead || isDiscarded) {
        throw new IllegalStateException("read twice or after it was discarded");
      }
      isRead = true;
      return chunks.iterator();
    }

    @Override
    public boolean isEmpty() {
      return chunks.isEmpty();
    }

    @Override
    public void discard() {
      if (isDiscarded) {
        throw new IllegalStateException("discarded twice");
      }
      isDiscarded = true;
    }
  }
}
