/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotKeyTest {

  private static final SlotPlan TEN = new SlotPlan(false, 10, 1);
  private static final RowLayout BY_ID = RowLayout.none().withKey(List.of("id"));

  @Test
  void sendsARowToTheSameBucketWhereverItWasRead() {
    RowCodec codec = RowCodec.of(Rows.ENVELOPED, RowLayout.none());
    int here = bucket(codec, Rows.enveloped(1, 77, 5, "text", "p"), TEN);
    int there = bucket(codec, Rows.enveloped(9, 123_456, 5, "text", "p"), TEN);

    assertThat(here, equalTo(there));
  }

  @Test
  void sendsRowsOfOneKeyToOneBucket() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, BY_ID);
    Set<Integer> buckets = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      buckets.add(bucket(codec, Rows.row(5, "text " + i, "p" + i), TEN));
    }

    assertThat(buckets, hasSize(1));
  }

  @Test
  void keepsAPartitionInOneBucketWhereThereIsNoKey() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, Rows.BY_PART);
    Set<Integer> buckets = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      buckets.add(bucket(codec, Rows.row(i, "text " + i, "p"), TEN));
    }

    assertThat(buckets, hasSize(1));
  }

  @Test
  void spreadsRowsOfOneColocationWhereThereIsNoKey() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, Rows.BY_PART.withColocation(List.of("part")));
    Set<Integer> buckets = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      buckets.add(bucket(codec, Rows.row(i, "text " + i, "p"), new SlotPlan(true, 10, 1)));
    }

    assertThat(buckets, hasSize(10));
  }

  @Test
  void spreadsKeysEvenly() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, BY_ID);
    int[] counts = new int[10];

    for (int i = 0; i < 100_000; i++) {
      counts[bucket(codec, Rows.row(i, "text", "p"), TEN)]++;
    }

    assertThat(
        IntStream.of(counts).boxed().toList(),
        everyItem(is(both(greaterThan(9_600)).and(lessThan(10_400)))));
  }

  @Test
  void hasOneBucketInASinglePlan() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, BY_ID);

    assertThat(bucket(codec, Rows.row(5, "text", "p"), SlotPlan.single()), equalTo(0));
  }

  @Test
  void namesSlotsTheSameInEveryRelease() {
    byte[] day = "2026-01-31".getBytes(StandardCharsets.UTF_8);

    assertThat(SlotKey.name(SlotKey.of(3, day, 0, day.length)), equalTo("feabf588f3864963"));
  }

  @Test
  void namesSlotsOfOtherColocationsDifferently() {
    byte[] days = "3031".getBytes(StandardCharsets.UTF_8);

    assertThat(
        SlotKey.name(SlotKey.of(3, days, 0, 2)),
        not(equalTo(SlotKey.name(SlotKey.of(3, days, 2, 4)))));
  }

  @Test
  void knowsTheKeyThatItsPartsMake() {
    byte[] days = "3031".getBytes(StandardCharsets.UTF_8);
    byte[] key = SlotKey.of(3, days, 0, 2);

    assertThat(SlotKey.equals(key, 3, days, 0, 2), is(true));
    assertThat(SlotKey.equals(key, 4, days, 0, 2), is(false));
    assertThat(SlotKey.equals(key, 3, days, 2, 4), is(false));
    assertThat(SlotKey.equals(key, 3, days, 0, 3), is(false));
    assertThat(SlotKey.equals(SlotKey.of(SlotKey.Kind.REJECTS, 3), 3, days, 0, 0), is(false));
  }

  @ParameterizedTest
  @EnumSource(SlotKey.Kind.class)
  void tellsTheKindOfASlot(SlotKey.Kind kind) {
    assertThat(SlotKey.Kind.of(SlotKey.of(kind, 12)), equalTo(kind));
  }

  @Test
  void refusesAKeyOfNoKind() {
    assertThrows(IllegalArgumentException.class, () -> SlotKey.Kind.of(new byte[] {'?', 0}));
  }

  private static int bucket(RowCodec codec, Row row, SlotPlan plan) {
    EncodedRow encoded = codec.newRow();
    codec.encode(row, encoded);
    return SlotKey.bucket(codec, encoded, plan);
  }
}
