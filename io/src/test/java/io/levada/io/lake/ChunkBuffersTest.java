/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkBuffersTest {

  private static final long MUCH = 1L << 30;

  private final List<String> keys = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {MUCH, 100_000, 1})
  void givesEveryRecordOnceInAChunkOfItsSlot(long budgetBytes) {
    ChunkBuffers buffers = buffers(budgetBytes);
    Map<String, List<String>> given = new HashMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      int bucket = random.nextInt(40);
      byte[] colocation = {(byte) random.nextInt(50)};
      byte[] record = record(colocation, i, 9 + random.nextInt(200));
      buffers.addRow(bucket, record, 4, 5, 0, record.length);
      given
          .computeIfAbsent(hex(SlotKey.of(bucket, colocation, 0, 1)), key -> new ArrayList<>())
          .add(hex(record));
    }
    buffers.flush();

    assertThat(taken(), equalTo(given));
  }

  @Test
  void putsRecordsOfNoRowIntoTheSlotTheyName() {
    ChunkBuffers buffers = buffers(MUCH);
    byte[] rejects = SlotKey.of(SlotKey.Kind.REJECTS, 7);
    byte[] first = record(new byte[1], 1, 20);
    byte[] second = record(new byte[1], 2, 30);

    buffers.add(rejects, first);
    buffers.add(SlotKey.COUNTS, second);
    buffers.add(rejects, second);
    buffers.flush();

    assertThat(
        taken(),
        equalTo(
            Map.of(
                hex(rejects),
                List.of(hex(first), hex(second)),
                hex(SlotKey.COUNTS),
                List.of(hex(second)))));
  }

  @Test
  void keepsSlotsOfEqualBytesButOtherKindApart() {
    ChunkBuffers buffers = buffers(MUCH);
    byte[] record = record(new byte[1], 1, 20);

    buffers.add(SlotKey.of(SlotKey.Kind.REJECTS, 3), record);
    buffers.addRow(3, record, 0, 0, 0, record.length);
    buffers.flush();

    assertThat(
        keys,
        contains(hex(SlotKey.of(SlotKey.Kind.REJECTS, 3)), hex(SlotKey.of(SlotKey.Kind.ROWS, 3))));
  }

  @Test
  void fillsChunksUpToTheirSize() {
    ChunkBuffers buffers = buffers(MUCH);
    byte[] record = record(new byte[1], 1, 1_000);

    for (int i = 0; i < 10_000; i++) {
      buffers.addRow(0, record, 0, 0, 0, record.length);
    }

    assertThat(chunks.stream().map(chunk -> chunk.length).toList(), everyItem(equalTo(262_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {ChunkBuffers.CHUNK_BYTES - 1, ChunkBuffers.CHUNK_BYTES, 3_000_000})
  void sendsARecordAsLargeAsAChunkAlone(int length) {
    ChunkBuffers buffers = buffers(MUCH);
    byte[] small = record(new byte[1], 1, 100);
    byte[] large = record(new byte[1], 2, length);

    for (byte[] record : List.of(small, large, small)) {
      buffers.addRow(0, record, 0, 0, 0, record.length);
    }
    buffers.flush();

    assertThat(chunks.stream().map(chunk -> chunk.length).toList(), contains(100, length, 100));
  }

  @Test
  void takesARecordOutOfTheMiddleOfAnArray() {
    ChunkBuffers buffers = buffers(MUCH);
    byte[] record = record(new byte[1], 1, 50);
    byte[] around = new byte[200];
    System.arraycopy(record, 0, around, 70, 50);

    buffers.addRow(0, around, 0, 0, 70, 120);
    buffers.flush();

    assertThat(taken(), equalTo(Map.of(hex(SlotKey.of(0, around, 0, 0)), List.of(hex(record)))));
  }

  @Test
  void sendsTheLargestFirstWhenTheBudgetIsSpent() {
    ChunkBuffers buffers = buffers(100_000);
    byte[] large = record(new byte[1], 1, 60_000);
    byte[] medium = record(new byte[1], 2, 30_000);
    byte[] small = record(new byte[1], 3, 15_000);

    buffers.addRow(1, medium, 0, 0, 0, medium.length);
    buffers.addRow(2, large, 0, 0, 0, large.length);
    assertThat(keys, empty());
    buffers.addRow(3, small, 0, 0, 0, small.length);

    assertThat(keys, contains(hex(SlotKey.of(SlotKey.Kind.ROWS, 2))));
  }

  @Test
  void sendsNothingTwice() {
    ChunkBuffers buffers = buffers(MUCH);
    byte[] record = record(new byte[1], 1, 100);
    buffers.addRow(1, record, 0, 0, 0, record.length);

    buffers.flush();
    buffers.flush();

    assertThat(keys.size(), equalTo(1));
  }

  @Test
  void holdsNoMoreThanItsBudgetWhenSlotsFillOneAfterAnother() {
    ChunkBuffers buffers = buffers(4 << 20);
    byte[] record = record(new byte[1], 1, 100_000);
    long most = 0;

    for (int bucket = 0; bucket < 200; bucket++) {
      for (int i = 0; i < 3; i++) {
        buffers.addRow(bucket, record, 0, 0, 0, record.length);
        most = Math.max(most, buffers.heldBytes());
      }
    }

    assertThat(most, greaterThan(2L << 20));
    assertThat(most, lessThanOrEqualTo(4L << 20));
  }

  @Test
  void sendsChunksWorthSendingWhenThereAreManyMoreSlotsThanFitTheBudget() {
    ChunkBuffers buffers = buffers(1 << 20);
    byte[] record = record(new byte[1], 1, 100);
    Random random = new Random(11);

    for (int i = 0; i < 100_000; i++) {
      buffers.addRow(random.nextInt(1_500), record, 0, 0, 0, record.length);
    }

    assertThat(chunks.size(), lessThan(100_000 / 2));
  }

  private ChunkBuffers buffers(long budgetBytes) {
    return new ChunkBuffers(
        (key, chunk) -> {
          keys.add(hex(key));
          chunks.add(chunk);
        },
        budgetBytes);
  }

  /** Length, a byte of co-location, a number, and padding. */
  private static byte[] record(byte[] colocation, int number, int length) {
    return ByteBuffer.allocate(length).putInt(length).put(colocation).putInt(number).array();
  }

  /** The records that came out, by slot, in the order of each slot. */
  private Map<String, List<String>> taken() {
    Map<String, List<String>> records = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      ByteBuffer chunk = ByteBuffer.wrap(chunks.get(i));
      while (chunk.hasRemaining()) {
        byte[] record = new byte[chunk.getInt(chunk.position())];
        chunk.get(record);
        records.computeIfAbsent(keys.get(i), key -> new ArrayList<>()).add(hex(record));
      }
    }
    return records;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
