/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShuffledRowsTest {

  private static final int ROW_BYTES = 4;

  private final ShuffledRows rows = new ShuffledRows();

  @Test
  void givesEachRowOnceInTheOrderOfItsHash() {
    for (int number = 0; number < 3_000; number++) {
      rows.add(row(number, ROW_BYTES), hash((number * 7) % 3_000));
    }

    assertThat(
        rows.take().stream().flatMap(ShuffledRowsTest::numbers).map(n -> n * 7 % 3_000).toList(),
        equalTo(IntStream.range(0, 3_000).boxed().toList()));
  }

  @Test
  void fillsBatches() {
    add(60, ROW_BYTES);

    assertThat(sizes(), contains(25, 25, 10));
  }

  @Test
  void putsLargeRowsIntoSmallerBatches() {
    add(5, 400 << 10);

    assertThat(sizes(), contains(2, 2, 1));
  }

  @Test
  void putsARowThatIsTooLargeIntoABatchOfItsOwn() {
    add(2, 2 << 20);

    assertThat(sizes(), contains(1, 1));
  }

  @Test
  void putsNoTwoRowsOfOneKeyIntoABatch() {
    rows.add(row(0, ROW_BYTES), hash(1));
    rows.add(row(1, ROW_BYTES), hash(2));
    rows.add(row(2, ROW_BYTES), hash(1));

    List<List<Integer>> batches = new ArrayList<>();
    rows.take().forEach(batch -> batches.add(numbers(batch).toList()));

    assertThat(batches, containsInAnyOrder(List.of(0), List.of(2, 1)));
  }

  @Test
  void hasNoneLeft() {
    add(30, ROW_BYTES);
    rows.take();

    assertThat(rows.bytes(), equalTo(0L));
    assertThat(rows.take(), empty());
  }

  private void add(int count, int bytes) {
    for (int number = 0; number < count; number++) {
      rows.add(row(number, bytes), hash(number));
    }
  }

  private List<Integer> sizes() {
    return rows.take().stream().map(batch -> batch.rows().size()).toList();
  }

  /** Negative ones are less. */
  private static long hash(int order) {
    return (order - 1_000L) << 32;
  }

  private static byte[] row(int number, int bytes) {
    return ByteBuffer.allocate(bytes).putInt(number).array();
  }

  private static Stream<Integer> numbers(ItemBatch batch) {
    return batch.rows().stream().map(row -> ByteBuffer.wrap(row).getInt());
  }
}
