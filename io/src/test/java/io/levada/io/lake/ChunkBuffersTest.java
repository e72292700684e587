/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkBuffersTest {

  private static final long BUDGET = 1 << 20;

  private final List<Integer> sent = new ArrayList<>();
  private final ChunkBuffers buffers =
      new ChunkBuffers((key, chunk) -> sent.add(chunk.length), BUDGET);

  @Test
  void holdsNoMoreThanItsBudgetHoweverManySlotsThereAre() {
    for (int slot = 0; slot < 10_000; slot++) {
      add(slot, 10);

      assertThat(buffers.heldBytes(), lessThanOrEqualTo(BUDGET));
    }
  }

  @Test
  void keepsNoRoomForALargeRecordThatIsSent() {
    add(1, 700_000);
    add(1, 10);

    assertThat(sent, equalTo(List.of(700_000)));
    assertThat(buffers.heldBytes(), lessThanOrEqualTo(10_000L));
  }

  @Test
  void sendsEveryByteOnce() {
    for (int i = 0; i < 100_000; i++) {
      add(i % 777, 1 + i % 100);
    }
    buffers.flush();

    assertThat(sent.stream().mapToLong(Integer::longValue).sum(), equalTo(5_050_000L));
  }

  private void add(int slot, int length) {
    buffers.add(SlotKey.of(SlotKey.Kind.ROWS, slot), new byte[length]);
  }
}
