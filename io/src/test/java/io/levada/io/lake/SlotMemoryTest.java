/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.sameInstance;

import io.levada.rows.SlotStep;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotMemoryTest {

  @ParameterizedTest
  @ValueSource(longs = {64L << 20, 256L << 20, 4L << 30, 64L << 30})
  void givesAwayNoMoreThanThereIs(long bytes) {
    SlotMemory memory = SlotMemory.of(bytes);

    assertThat(
        memory.stepBytes() + memory.sortBytes() + SlotFiles.MAX_OPEN * memory.rowGroupBytes(),
        lessThanOrEqualTo(bytes));
    assertThat(
        memory.stepBytes() + memory.sortBytes() + memory.singleRowGroupBytes(),
        lessThanOrEqualTo(bytes));
  }

  @Test
  void makesRowGroupsNoLargerThanReadersLike() {
    assertThat(SlotMemory.of(64L << 30).rowGroupBytes(), equalTo(128L << 20));
    assertThat(SlotMemory.of(64L << 30).singleRowGroupBytes(), equalTo(128L << 20));
  }

  @Test
  void makesRowGroupsNoSmallerThanTheyAreWorth() {
    assertThat(SlotMemory.of(1 << 20).rowGroupBytes(), equalTo(1L << 20));
    assertThat(SlotMemory.of(1 << 20).singleRowGroupBytes(), equalTo(1L << 20));
  }

  @Test
  void limitsMemoryAndSharesTheDisk() throws IOException {
    try (SpillFolder folder = new SpillFolder(1_000, 2_000)) {
      SlotStep.Spill spill = folder.newSpill();
      SlotStep.Workspace limited =
          SlotMemory.limited(
              new SlotStep.Workspace() {
                @Override
                public long memoryBytes() {
                  return 1_000;
                }

                @Override
                public SlotStep.Spill newSpill() {
                  return spill;
                }
              },
              10);

      assertThat(limited.memoryBytes(), equalTo(10L));
      assertThat(limited.newSpill(), sameInstance(spill));
    }
  }
}
