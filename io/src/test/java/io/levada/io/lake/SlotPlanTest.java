/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotPlanTest {

  private static final long SLOT = SlotPlan.SLOT_BYTES;

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, SLOT})
  void hasOneSlotForASmallInput(long bytes) {
    assertThat(SlotPlan.forSize(bytes, 100), equalTo(SlotPlan.single()));
  }

  @ParameterizedTest
  @CsvSource({"1,2", "67108864,2", "67108865,3"})
  void cutsALargeInputIntoSlotsOfTheSizeThatAWorkerHolds(long beyondOneSlot, int slots) {
    assertThat(
        SlotPlan.forSize(SLOT + beyondOneSlot, 0), equalTo(new SlotPlan(false, slots, slots)));
  }

  @ParameterizedTest
  @CsvSource({"1,100", "3,34", "100,1", "1000,1"})
  void sharesTheBucketsAmongTheColocations(long colocations, int buckets) {
    assertThat(
        SlotPlan.forSize(100 * SLOT, colocations), equalTo(new SlotPlan(true, buckets, 100)));
  }

  @Test
  void hasALimitForInputsOfAnySize() {
    assertThat(SlotPlan.forSize(Long.MAX_VALUE, 0), equalTo(new SlotPlan(false, 1 << 16, 1 << 16)));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-1,1"})
  void refusesAPlanWithoutSlots(int buckets, int rejectSlots) {
    IllegalArgumentException invalid =
        assertThrows(
            IllegalArgumentException.class, () -> new SlotPlan(false, buckets, rejectSlots));

    assertThat(
        invalid.getMessage(),
        equalTo("Invalid slot plan: " + buckets + " buckets, " + rejectSlots + " reject slots"));
  }
}
