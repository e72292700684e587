/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
class LakeIOTest {

  @TempDir private Path folder;
  private Storages storages;
  private Location table;
  private StagingArea area;

  @BeforeEach
  void begin() {
    Location home = Location.of(folder.toString()).child("_levada/table");
    storages = Storages.stagingIn(home.child("staging"));
    table = Location.of(folder.toString()).child("table");
    area = new StagingArea(storages, table, home.child("runs/run-1"), "run-1");
  }

  @Test
  void readsWhatItHasWrittenWithPartitionColumnsFromThePath(TestPipeline pipeline)
      throws IOException {
    List<Row> rows =
        List.of(
            Rows.row(1, "a", "x y"), Rows.row(2, null, "#1/2=3%"), Rows.row(3, "Ünïcödé", null));
    write(Rows.SCHEMA, rows, LakeIO.write(area).withPartition(List.of("part")));
    publish();

    PAssert.that(pipeline.apply("Read", LakeIO.read(storages, LakeTable.list(storages, table))))
        .containsInAnyOrder(rows);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void readsColumnsInAnotherOrderByTheirNames(TestPipeline pipeline) throws IOException {
    Schema userFirst = Schema.builder().addStringField("user").addStringField("page").build();
    Schema pageFirst = Schema.builder().addStringField("page").addStringField("user").build();
    writeAs("run-1", Row.withSchema(userFirst).addValues("ann", "Home").build());
    writeAs("run-2", Row.withSchema(pageFirst).addValues("Home", "bob").build());

    PAssert.that(pipeline.apply("Read", LakeIO.read(storages, LakeTable.list(storages, table))))
        .containsInAnyOrder(
            Row.withSchema(userFirst).addValues("ann", "Home").build(),
            Row.withSchema(userFirst).addValues("bob", "Home").build());
    pipeline.run().waitUntilFinish();
  }

  private void writeAs(String run, Row row) throws IOException {
    area = new StagingArea(storages, table, area.runFolder().parent().child(run), run);
    write(row.getSchema(), List.of(row), LakeIO.write(area));
    publish();
  }

  @Test
  void leavesNothingVisibleBeforeItIsPublished() throws IOException {
    write(Rows.SCHEMA, List.of(Rows.row(1, "a", "x")), LakeIO.write(area));

    assertThat(LakeTable.dataFiles(storages, table), empty());
    assertThat(Manifest.read(area).files(), hasSize(1));
  }

  @Test
  void namesFilesBySlotRunAndSequence() throws IOException {
    write(
        Rows.SCHEMA,
        List.of(Rows.row(1, "a", "x")),
        LakeIO.write(area).withPartition(List.of("part")));

    assertThat(
        Manifest.read(area).files().get(0).path().replaceAll("[0-9a-f]{16}", "SLOT"),
        equalTo("part=x/part-SLOT-run-1-00000.snappy.parquet"));
  }

  @Test
  void writesManyMorePartitionsThanItHasOpenFiles() throws IOException {
    List<Row> rows =
        IntStream.range(0, 3_000).mapToObj(i -> Rows.row(i, "t", "p" + i % 300)).toList();

    write(Rows.SCHEMA, rows, LakeIO.write(area).withPartition(List.of("part")));

    Manifest manifest = Manifest.read(area);
    assertThat(manifest.files(), hasSize(300));
    assertThat(manifest.count(Fate.WRITTEN), equalTo(3_000L));
    assertThat(Conservation.problems(manifest), empty());
  }

  @Test
  void beginsAnotherFileWhenOneIsLargeEnough() throws IOException {
    List<Row> rows =
        IntStream.range(0, 30_000)
            .mapToObj(i -> Rows.row(i, "text that hardly repeats " + i * 7919L, "x"))
            .toList();

    write(
        Rows.SCHEMA,
        rows,
        LakeIO.write(area)
            .withFormat(
                FileFormat.DEFAULT
                    .withTargetFileBytes(1 << 20)
                    .withCompression(FileFormat.Compression.NONE)));

    assertThat(Manifest.read(area).files().size(), greaterThan(1));
    assertThat(Manifest.read(area).count(Fate.WRITTEN), equalTo(30_000L));
  }

  @Test
  void beginsAnotherFileInTimeWhereRowsAreLarge() throws IOException {
    List<Row> rows =
        IntStream.range(0, 8)
            .mapToObj(i -> Rows.row(i, String.valueOf((char) ('a' + i)).repeat(600_000), "x"))
            .toList();

    write(
        Rows.SCHEMA,
        rows,
        LakeIO.write(area)
            .withFormat(
                FileFormat.DEFAULT
                    .withTargetFileBytes(1 << 20)
                    .withCompression(FileFormat.Compression.NONE)));

    assertThat(Manifest.read(area).files(), hasSize(4));
    assertThat(Manifest.read(area).count(Fate.WRITTEN), equalTo(8L));
  }

  @Test
  void rejectsARowWhosePartitionNoFileSystemTakes() throws IOException {
    write(
        Rows.ENVELOPED,
        List.of(
            Rows.enveloped(4, 77, 1, "a", "x".repeat(2_000)), Rows.enveloped(4, 99, 2, "b", "x")),
        LakeIO.write(area).withPartition(List.of("part")).withInputNames(file -> "file-" + file));
    publish();

    assertThat(Manifest.read(area).count(Fate.WRITTEN), equalTo(1L));
    assertThat(
        rejects().get(0),
        containsString("{\"file\":\"file-4\",\"position\":77,\"code\":\"BAD_PARTITION\""));
  }

  @Test
  void carriesRejectsAndReadCountsBesideTheRows() throws IOException {
    Tally.Counter counter = new Tally.Counter();
    counter.add(0, 0);
    counter.add(0, 10);
    ReadCount read = new ReadCount(0, 0, 20, true, counter.tally());
    Reject reject =
        new Reject(
            new SourcePosition(0, 10),
            "NOT_JSON",
            "it is not",
            Reject.Content.raw("oops".getBytes(StandardCharsets.UTF_8)));

    write(
        Rows.ENVELOPED,
        List.of(
            Rows.enveloped(0, 0, 1, "a", "x"),
            Envelope.of(Rows.ENVELOPED, reject),
            Envelope.of(Rows.ENVELOPED, read)),
        LakeIO.write(area).withPartition(List.of("part")));
    publish();

    Manifest manifest = Manifest.read(area);
    assertThat(manifest.reads(), containsInAnyOrder(read));
    assertThat(Conservation.problems(manifest), empty());
    assertThat(
        rejects(),
        containsInAnyOrder(
            "{\"file\":null,\"position\":10,\"code\":\"NOT_JSON\",\"message\":\"it is not\","
                + "\"record\":\"oops\"}"));
  }

  @Test
  void spreadsRowsOverTheSlotsOfThePlan() throws IOException {
    List<Row> rows = IntStream.range(0, 1_000).mapToObj(i -> Rows.row(i, "t", "x")).toList();

    write(Rows.SCHEMA, rows, LakeIO.write(area).withSlotPlan(new SlotPlan(false, 4, 1)));

    assertThat(Manifest.read(area).files(), hasSize(4));
  }

  @Test
  void refusesNamesThatDifferInCaseOnly() {
    Schema schema = Schema.builder().addStringField("a").addStringField("A").build();
    Row row = Row.withSchema(schema).addValues("1", "2").build();

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> write(schema, List.of(row), LakeIO.write(area)));

    assertThat(
        refused.getMessage(),
        equalTo("Cannot write column A: another differs from it in case only"));
  }

  @Test
  void refusesATableThatIsAllPath() {
    Schema schema = Schema.builder().addStringField("a").build();
    Row row = Row.withSchema(schema).addValues("1").build();

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> write(schema, List.of(row), LakeIO.write(area).withPartition(List.of("a"))));

    assertThat(
        refused.getMessage(),
        equalTo("Cannot write a table whose columns [a] are all in the path"));
  }

  @Test
  void refusesToPartitionByBytes() {
    assertThat(
        refusal("raw", FieldType.BYTES),
        equalTo("Cannot partition by column raw: bytes are no text (partition by a string)"));
  }

  @Test
  void refusesToPartitionByAColumnWhoseFoldersAreHidden() {
    assertThat(
        refusal(".part", FieldType.STRING),
        equalTo(
            "Cannot partition by column .part: readers skip folders that begin with a dot (rename"
                + " it)"));
  }

  @Test
  void readsPartitionsOfAColumnThatBeginsWithAnUnderscore(TestPipeline pipeline)
      throws IOException {
    Schema schema =
        Schema.builder().addNullableStringField("a").addNullableStringField("_part").build();
    Row row = Row.withSchema(schema).addValues("1", "x").build();
    write(schema, List.of(row), LakeIO.write(area).withPartition(List.of("_part")));
    publish();

    PAssert.that(pipeline.apply("Read", LakeIO.read(storages, LakeTable.list(storages, table))))
        .containsInAnyOrder(row);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void rejectsARowWhoseFoldersTogetherMakeTooLongAPath() throws IOException {
    List<String> partition = List.of("p1", "p2", "p3", "p4");
    Schema.Builder columns = Schema.builder().addInt64Field("id");
    partition.forEach(columns::addStringField);
    Schema schema = Envelope.around(columns.build());
    List<Row> rows = new ArrayList<>();
    for (int length : List.of(188, 189)) {
      String value = "x".repeat(length);
      rows.add(
          Row.withSchema(schema)
              .attachValues(Arrays.asList(0, 7L, null, 1L, value, value, value, value)));
    }

    write(schema, rows, LakeIO.write(area).withPartition(partition));

    assertThat(Manifest.read(area).count(Fate.WRITTEN), equalTo(1L));
    assertThat(Manifest.read(area).rejectsByCode(), equalTo(Map.of(PackRows.BAD_PARTITION, 1L)));
  }

  @Test
  void rejectsADecimalThatIsTooLongForAFolder() throws IOException {
    Schema schema =
        Envelope.around(Schema.builder().addInt64Field("id").addDecimalField("part").build());
    write(
        schema,
        List.of(
            Row.withSchema(schema)
                .attachValues(Arrays.asList(0, 7L, null, 1L, new BigDecimal("1E+1000"))),
            Row.withSchema(schema)
                .attachValues(Arrays.asList(0, 8L, null, 2L, new BigDecimal("1E+3")))),
        LakeIO.write(area).withPartition(List.of("part")));
    publish();

    assertThat(Manifest.read(area).rejectsByCode(), equalTo(Map.of(PackRows.BAD_PARTITION, 1L)));
    assertThat(
        LakeTable.dataFiles(storages, table).get(0).location().parent(),
        equalTo(table.child("part=1000")));
  }

  private String refusal(String partition, FieldType type) {
    Schema schema = Schema.builder().addStringField("a").addNullableField(partition, type).build();
    Row row = Row.withSchema(schema).attachValues(Arrays.asList("1", null));
    return assertThrows(
            IllegalArgumentException.class,
            () -> write(schema, List.of(row), LakeIO.write(area).withPartition(List.of(partition))))
        .getMessage();
  }

  private static void write(Schema schema, List<Row> rows, LakeWrite write) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply("Rows", Create.of(rows).withRowSchema(schema)).apply("Write", write);
    pipeline.run().waitUntilFinish();
  }

  private void publish() throws IOException {
    List<StagedFile> staged = new ArrayList<>();
    for (DataFile file : Manifest.read(area).files()) {
      staged.add(area.staged(file));
    }
    storages.of(table).complete(staged);
  }

  private List<String> rejects() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl.gz")).toList()) {
        if (file.toString().contains("rejects")) {
          String text =
              new String(
                  new GZIPInputStream(Files.newInputStream(file)).readAllBytes(),
                  StandardCharsets.UTF_8);
          lines.addAll(text.lines().toList());
        }
      }
    }
    return lines;
  }
}
