/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotStep;
import io.levada.transforms.DedupPreference.Keep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DedupSlotTest {

  private static final Schema DATA =
      Schema.builder()
          .addStringField("text")
          .addNullableField("id", FieldType.STRING)
          .addNullableField("at", FieldType.INT64)
          .build();
  private static final Schema ENVELOPED = Envelope.around(DATA);
  private static final List<String> KEY = List.of("id");
  private static final RowCodec CODEC = RowCodec.of(ENVELOPED, RowLayout.none().withKey(KEY));
  private static final SlotStep ANY = DedupByKey.of(KEY).step();
  private static final SlotStep EARLIEST = DedupByKey.of(KEY).keepEarliest("at").step();
  private static final SlotStep LATEST = DedupByKey.of(KEY).keepLatest("at").step();
  private static final long PLENTY = 1 << 30;

  @Test
  void keepsTheSmallestContentByDefault() throws IOException {
    DedupResult result =
        dedup(
            ANY,
            record(0, 0, "b", "x", 1L),
            record(0, 1, "a", "x", 2L),
            record(0, 2, "c", "x", 0L));

    assertThat(texts(result), contains("a"));
  }

  @Test
  void keepsTheEarliest() throws IOException {
    DedupResult result =
        dedup(
            EARLIEST,
            record(0, 0, "a", "x", 5L),
            record(0, 1, "b", "x", -5L),
            record(0, 2, "c", "x", 0L));

    assertThat(texts(result), contains("b"));
  }

  @Test
  void keepsTheLatest() throws IOException {
    DedupResult result =
        dedup(
            LATEST,
            record(0, 0, "a", "x", -5L),
            record(0, 1, "b", "x", 5L),
            record(0, 2, "c", "x", 0L));

    assertThat(texts(result), contains("b"));
  }

  @Test
  void letsANullInTheOrderColumnLoseBothWays() throws IOException {
    byte[][] records = {record(0, 0, "null", "x", null), record(0, 1, "value", "x", 0L)};

    assertThat(texts(dedup(EARLIEST, records)), contains("value"));
    assertThat(texts(dedup(LATEST, records)), contains("value"));
  }

  @Test
  void breaksATieOfTheOrderColumnByContent() throws IOException {
    byte[][] records = {record(0, 0, "b", "x", 1L), record(0, 1, "a", "x", 1L)};

    assertThat(texts(dedup(EARLIEST, records)), contains("a"));
    assertThat(texts(dedup(LATEST, records)), contains("a"));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0, 9, 0@9", "0, 7, 0, 6, 0@6", "-1, 9, 0, 0, -1@9"})
  void breaksATieOfContentByFileThenOffset(
      int file, long offset, int otherFile, long otherOffset, String winner) throws IOException {
    byte[] left = record(file, offset, "a", "x", 1L);
    byte[] right = record(otherFile, otherOffset, "a", "x", 1L);

    assertThat(positions(dedup(ANY, left, right)), contains(winner));
    assertThat(positions(dedup(ANY, right, left)), contains(winner));
  }

  @Test
  void agreesWithAModel() throws IOException {
    Map<String, Model> expected = new TreeMap<>();
    List<byte[]> records = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      Model row =
          new Model(
              random.nextInt(3),
              random.nextInt(1_000_000),
              "t".repeat(random.nextInt(3)),
              "k" + random.nextInt(900),
              random.nextInt(3) == 0 ? null : random.nextLong(3));
      expected.merge(row.id, row, BinaryOperator.minBy(Model.LATEST_FIRST));
      records.add(record(row.file, row.offset, row.text, row.id, row.at));
    }

    DedupResult result =
        DedupResult.of(
            LATEST, CODEC, randomChunks(records, random), DedupWorkspace.withMemory(10_000));

    assertThat(
        positions(result),
        containsInAnyOrder(
            expected.values().stream().map(row -> row.file + "@" + row.offset).toArray()));
  }

  @Test
  void takesNullKeysForEqual() throws IOException {
    DedupResult result =
        dedup(
            ANY,
            record(0, 0, "a", null, 1L),
            record(0, 1, "b", null, 1L),
            record(0, 2, "c", "", 1L));

    assertThat(texts(result), contains("a", "c"));
  }

  @Test
  void keepsTheOrderOfArrivalInMemory() throws IOException {
    DedupResult result =
        dedup(
            EARLIEST,
            record(0, 0, "late", "x", 9L),
            record(0, 1, "y", "y", 1L),
            record(0, 2, "early", "x", 1L),
            record(0, 3, "z", "z", 1L));

    assertThat(texts(result), contains("y", "early", "z"));
  }

  @Test
  void passesAnEmptySlot() throws IOException {
    DedupResult result =
        DedupResult.of(ANY, CODEC, List.of(new byte[0]), DedupWorkspace.withMemory(PLENTY));

    assertThat(result.kept(), is(empty()));
    assertThat(result.droppedCount(), equalTo(0L));
  }

  @ParameterizedTest
  @ValueSource(longs = {300, 2_000, 6_000, 20_000, PLENTY})
  void keepsTheSameRowsInAnyOrderAndMemory(long memoryBytes) throws IOException {
    for (SlotStep step : List.of(ANY, EARLIEST, LATEST)) {
      List<byte[]> records = manyRecords(new Random(1), 600, 220);
      DedupResult expected =
          DedupResult.of(step, CODEC, List.of(chunk(records)), DedupWorkspace.withMemory(PLENTY));

      for (int seed = 0; seed < 34; seed++) {
        Random random = new Random(seed);
        Collections.shuffle(records, random);
        DedupWorkspace workspace = DedupWorkspace.withMemory(memoryBytes);
        DedupResult result = DedupResult.of(step, CODEC, randomChunks(records, random), workspace);

        assertThat(result.kept(), hasSize(expected.kept().size()));
        assertThat(new HashSet<>(result.kept()), equalTo(new HashSet<>(expected.kept())));
        assertThat(result.dropped(), equalTo(expected.dropped()));
        assertThat(workspace.openSpillCount(), equalTo(0L));
      }
    }
  }

  @Test
  void spillsWhatDoesNotFit() throws IOException {
    DedupWorkspace workspace = DedupWorkspace.withMemory(4_000);

    DedupResult.of(ANY, CODEC, manyChunks(2_000, 2_000), workspace);

    assertThat(workspace.spillCount(), greaterThan(1));
  }

  @Test
  void spillsNothingThatFits() throws IOException {
    DedupWorkspace workspace = DedupWorkspace.withMemory(PLENTY);

    DedupResult.of(ANY, CODEC, manyChunks(2_000, 2_000), workspace);

    assertThat(workspace.spillCount(), equalTo(0));
  }

  @Test
  void needsNoDiskForManyDuplicatesOfOneKey() throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    for (long offset = 20_000; offset > 0; offset--) {
      chunks.add(record(3, offset, "text", "the same", offset));
    }
    DedupWorkspace workspace = DedupWorkspace.withMemory(1_000);

    DedupResult result = DedupResult.of(EARLIEST, CODEC, chunks, workspace);

    assertThat(result.kept(), hasSize(1));
    assertThat(result.kept().get(0).getInt64("at"), equalTo(1L));
    assertThat(result.droppedCount(), equalTo(19_999L));
    assertThat(workspace.spillCount(), equalTo(0));
  }

  @Test
  void takesRowsLargerThanTheMemory() throws IOException {
    String huge = "h".repeat(50_000);
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      chunks.add(record(0, i, huge, "key " + i % 20, (long) i));
    }
    DedupWorkspace workspace = DedupWorkspace.withMemory(1_000);

    DedupResult result = DedupResult.of(LATEST, CODEC, chunks, workspace);

    assertThat(
        result.kept().stream().map(row -> row.getInt64("at")).sorted().toList(),
        equalTo(LongStream.range(40, 60).boxed().toList()));
    assertThat(result.droppedCount(), equalTo(40L));
  }

  @Test
  void setsHeldKeysAsideWhenTheirRowsGrow() throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    for (long at = 0; at < 4; at++) {
      for (int key = 0; key < 30; key++) {
        chunks.add(record(0, at, "x".repeat((int) (1 + at * 400)), "key " + key, at));
      }
    }
    DedupWorkspace workspace = DedupWorkspace.withMemory(3_000);

    DedupResult result = DedupResult.of(LATEST, CODEC, chunks, workspace);

    assertThat(result.kept(), hasSize(30));
    assertThat(
        result.kept().stream().map(row -> row.getInt64("at")).distinct().toList(), contains(3L));
    assertThat(result.droppedCount(), equalTo(90L));
    assertThat(workspace.openSpillCount(), equalTo(0L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1_500, PLENTY})
  void staysExactWhenAllHashesCollide(long memoryBytes) throws IOException {
    SlotStep colliding = new DedupSlot(KEY, DedupPreference.ANY, (bytes, from, to, seed) -> 42L);
    List<byte[]> records = manyRecords(new Random(2), 400, 150);
    DedupResult expected =
        DedupResult.of(ANY, CODEC, List.of(chunk(records)), DedupWorkspace.withMemory(PLENTY));
    DedupWorkspace workspace = DedupWorkspace.withMemory(memoryBytes);

    DedupResult result =
        DedupResult.of(colliding, CODEC, randomChunks(records, new Random(3)), workspace);

    assertThat(result.kept(), containsInAnyOrder(expected.kept().toArray()));
    assertThat(result.dropped(), equalTo(expected.dropped()));
    assertThat(workspace.openSpillCount(), equalTo(0L));
  }

  @Test
  void tellsKeysApartThatBeginAlike() throws IOException {
    SlotStep colliding = new DedupSlot(KEY, DedupPreference.ANY, (bytes, from, to, seed) -> 42L);

    DedupResult result =
        dedup(
            colliding,
            record(0, 0, "a", "abc", 1L),
            record(0, 0, "b", "ab", 1L),
            record(0, 0, "c", "", 1L),
            record(0, 0, "d", null, 1L));

    assertThat(texts(result), contains("a", "b", "c", "d"));
  }

  @Test
  void passesOnThatTheQuotaIsSpentAndDiscardsItsSpills() {
    DedupWorkspace workspace = DedupWorkspace.withMemory(2_000).withQuota(20_000);
    List<byte[]> chunks = manyChunks(2_000, 2_000);

    IOException thrown =
        assertThrows(IOException.class, () -> DedupResult.of(ANY, CODEC, chunks, workspace));

    assertThat(thrown.getMessage(), equalTo("the quota of 20000 bytes is spent"));
    assertThat(workspace.spillCount(), greaterThan(0));
    assertThat(workspace.openSpillCount(), equalTo(0L));
  }

  @Test
  void leavesTheChunksAsTheyWere() throws IOException {
    List<byte[]> chunks = manyChunks(500, 100);
    List<byte[]> copies = chunks.stream().map(byte[]::clone).toList();

    DedupResult.of(LATEST, CODEC, chunks, DedupWorkspace.withMemory(3_000));

    for (int i = 0; i < chunks.size(); i++) {
      assertThat(chunks.get(i), equalTo(copies.get(i)));
    }
  }

  @Test
  void refusesALayoutWithAnotherKey() {
    RowCodec other = RowCodec.of(ENVELOPED, RowLayout.none().withKey(List.of("text")));

    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> DedupResult.of(ANY, other, List.of(), DedupWorkspace.withMemory(PLENTY)));

    assertThat(
        thrown.getMessage(), equalTo("Invalid layout: its key is [text], not the dedup's [id]"));
  }

  @Test
  void refusesAnOrderColumnThatTheRowsLack() {
    SlotStep step = new DedupSlot(KEY, new DedupPreference(Keep.LATEST, "updated"));

    assertThrows(
        IllegalArgumentException.class,
        () -> DedupResult.of(step, CODEC, List.of(), DedupWorkspace.withMemory(PLENTY)));
  }

  private static DedupResult dedup(SlotStep step, byte[]... records) throws IOException {
    return DedupResult.of(step, CODEC, List.of(chunk(records)), DedupWorkspace.withMemory(PLENTY));
  }

  private static List<String> texts(DedupResult result) {
    return result.kept().stream().map(row -> row.getString("text")).toList();
  }

  private static List<String> positions(DedupResult result) {
    return result.keptAt().stream().map(at -> at.file() + "@" + at.offset()).toList();
  }

  private static List<byte[]> manyRecords(Random random, int count, int keys) {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(keys);
      Long at = random.nextInt(5) == 0 ? null : (long) random.nextInt(4);
      String text = "t".repeat(random.nextInt(40)) + random.nextInt(3);
      records.add(record(random.nextInt(4) - 1, i, text, key == 0 ? null : "key " + key, at));
    }
    return records;
  }

  private static List<byte[]> manyChunks(int count, int keys) {
    Random random = new Random(4);
    return randomChunks(manyRecords(random, count, keys), random);
  }

  private static List<byte[]> randomChunks(List<byte[]> records, Random random) {
    List<byte[]> chunks = new ArrayList<>();
    for (int from = 0; from < records.size(); ) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(12));
      chunks.add(chunk(records.subList(from, to)));
      from = to;
    }
    return chunks;
  }

  private static byte[] chunk(byte[]... records) {
    return chunk(Arrays.asList(records));
  }

  private static byte[] chunk(List<byte[]> records) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    records.forEach(chunk::writeBytes);
    return chunk.toByteArray();
  }

  private static byte[] record(
      int file, long offset, String text, @Nullable String id, @Nullable Long at) {
    EncodedRow window = CODEC.newRow();
    Row row =
        Row.withSchema(ENVELOPED)
            .attachValues(Arrays.<Object>asList(file, offset, null, text, id, at));
    CODEC.encode(row, window);
    return window.copy();
  }

  private record Model(int file, long offset, String text, String id, @Nullable Long at) {
    /** Of two texts made of one letter, the shorter one has the smaller content. */
    static final Comparator<Model> LATEST_FIRST =
        Comparator.comparing((Model row) -> row.at, nullsLast(reverseOrder()))
            .thenComparing(Model::text)
            .thenComparing(Model::file)
            .thenComparing(Model::offset);
  }
}
