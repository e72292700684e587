/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPipelineExtension.class)
class LakeReadTest {

  private static final Schema IN_FILE =
      Schema.builder()
          .addNullableField("id", FieldType.INT64)
          .addNullableField("text", FieldType.STRING)
          .build();

  @TempDir private Path folder;
  private Storages storages;
  private Location table;

  @BeforeEach
  void begin() {
    storages = Storages.stagingIn(Location.of(folder.resolve("staging").toString()));
    table = Location.of(folder.resolve("table").toString());
  }

  @Test
  void readsPartitionColumnsFromThePathWithTheDefaultPartitionAsNull() throws IOException {
    write("part=x%2Fy/f.parquet", row(1, "a"));
    write("part=__HIVE_DEFAULT_PARTITION__/f.parquet", row(2, "b"));

    assertThat(read(), containsInAnyOrder(Rows.row(1, "a", "x/y"), Rows.row(2, "b", null)));
  }

  @Test
  void readsNothingFromATableThatIsNotThere(TestPipeline pipeline) throws IOException {
    LakeTable missing = LakeTable.list(storages, table);

    assertThat(missing.files(), hasSize(0));
    PAssert.that(pipeline.apply("Read", LakeIO.read(storages, missing))).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void takesFilesThatAreNotHiddenWhoeverWroteThem() throws IOException {
    write("a=1/f.parquet", row(1, "a"));
    write("a=1/OTHER.PARQUET", row(2, "b"));
    write("_a=1/f.parquet", row(3, "c"));
    for (String hidden :
        List.of(
            "_temporary/f.parquet",
            "a=1/_f.parquet",
            ".a=1/f.parquet",
            "a=1/.f.parquet",
            "a=1/f.parquet.crc",
            "_SUCCESS")) {
      write(hidden, row(9, "hidden"));
    }

    assertThat(
        LakeTable.dataFiles(storages, table).stream()
            .map(file -> file.location().relativeTo(table))
            .toList(),
        contains("_a=1/f.parquet", "a=1/OTHER.PARQUET", "a=1/f.parquet"));
  }

  @Test
  void readsTablesThatOthersWrite() throws Exception {
    duckDb(
        "COPY (SELECT 4000000000::UINTEGER big, 65535::USMALLINT middle, -5::TINYINT small,"
            + " 'x' || i part, i::INTEGER id FROM range(2) t(i)) TO '"
            + table.uri()
            + "' (FORMAT parquet, PARTITION_BY (part))");

    LakeTable listed = LakeTable.list(storages, table);

    assertThat(
        listed.schema().getFields().stream()
            .map(field -> field.getName() + " " + field.getType().getTypeName())
            .toList(),
        contains("big INT64", "middle INT32", "small INT16", "id INT32", "part STRING"));
    assertThat(
        read().stream().map(Row::getValues).toList(),
        contains(
            List.of(4_000_000_000L, 65_535, (short) -5, 0, "x0"),
            List.of(4_000_000_000L, 65_535, (short) -5, 1, "x1")));
  }

  @Test
  void countsWhatItReadsOfEachFile(TestPipeline pipeline) throws IOException {
    write("part=x/f.parquet", row(1, "a"), row(2, "b"));
    write("part=y/f.parquet");
    LakeTable listed = LakeTable.list(storages, table);

    PAssert.that(
            pipeline
                .apply("Read", LakeIO.read(storages, listed).withEnvelope())
                .apply(
                    "Say", MapElements.into(TypeDescriptors.strings()).via(LakeReadTest::describe)))
        .containsInAnyOrder(
            "0:0 [1, a, x]",
            "0:1 [2, b, x]",
            describe(new ReadCount(0, 0, 2, true, tally(0, 2))),
            describe(new ReadCount(1, 0, 0, true, tally(1, 0))));
    pipeline.run().waitUntilFinish();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,2,2", "2,1,2", "3,1,3", "4,1,3", "5,1,5", "100,100,10"})
  void samplesNoMoreThanItIsAsked(int maxFiles, int maxRows, int rows) throws IOException {
    for (int i = 0; i < 5; i++) {
      write("part=" + i + "/f.parquet", row(i, "a"), row(i, "b"));
    }

    assertThat(
        LakeIO.read(storages, LakeTable.list(storages, table)).sample(maxFiles, maxRows),
        hasSize(rows));
  }

  @Test
  void readsAColumnWithoutNullsAsOneThatMayHaveThem() throws IOException {
    write("1.parquet", row(1, "a"));
    Schema required = Schema.builder().addInt64Field("id").addStringField("text").build();
    writeAs(required, "2.parquet", Row.withSchema(required).addValues(2L, "b").build());

    assertThat(read(), contains(row(1, "a"), row(2, "b")));
  }

  @Test
  void takesRowsInTheOrderOfFiles() throws IOException {
    write("a/part=x/f.parquet", row(1, "a"), row(2, "b"));
    write("b/part=y/f.parquet", row(3, "c"), row(4, "d"));
    LakeTable listed = LakeTable.list(storages, table);

    assertThat(
        LakeIO.read(storages, listed).head(3),
        contains(Rows.row(1, "a", "x"), Rows.row(2, "b", "x"), Rows.row(3, "c", "y")));
  }

  @Test
  void namesAFileWhosePagesAreCorrupt() throws IOException {
    write(
        "1.parquet", IntStream.range(0, 2_000).mapToObj(i -> row(i, "t" + i)).toArray(Row[]::new));
    Path file = folder.resolve("table/1.parquet");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x55);
    Files.write(file, bytes);

    assertThat(
        failure().getMessage(), startsWith("Cannot read " + table.child("1.parquet") + ": "));
  }

  @Test
  void refusesAFileThatHasChangedSinceItWasListed() throws IOException {
    write("1.parquet", row(1, "a"));
    LakeTable listed = LakeTable.list(storages, table);
    Files.delete(folder.resolve("table/1.parquet"));
    write("1.parquet", row(1, "a"), row(2, "b"));

    ChangedWhileReadingException changed =
        assertThrows(
            ChangedWhileReadingException.class, () -> LakeIO.read(storages, listed).sample(1, 10));

    assertThat(changed.location(), equalTo(table.child("1.parquet")));
  }

  @Test
  void refusesAFileThatIsGone() throws IOException {
    write("1.parquet", row(1, "a"));
    LakeTable listed = LakeTable.list(storages, table);
    Files.delete(folder.resolve("table/1.parquet"));

    assertThrows(
        ChangedWhileReadingException.class, () -> LakeIO.read(storages, listed).sample(1, 10));
  }

  @Test
  void failsThePipelineByTheNameOfTheFile() throws IOException {
    write("1.parquet", row(1, "a"));
    LakeTable listed = LakeTable.list(storages, table);
    Files.delete(folder.resolve("table/1.parquet"));
    Pipeline pipeline = Pipeline.create();
    pipeline.apply("Read", LakeIO.read(storages, listed));

    RuntimeException failed =
        assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());

    assertThat(failed.getMessage(), containsString(table.child("1.parquet").toString()));
  }

  @Test
  void doesNotTakeWhatFailsBehindItForAFaultOfTheFile() throws IOException {
    write("1.parquet", row(1, "a"));
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Read", LakeIO.read(storages, LakeTable.list(storages, table)))
        .apply(
            "Fail",
            MapElements.into(TypeDescriptors.strings())
                .via(
                    row -> {
                      throw new IllegalStateException("elsewhere");
                    }));

    PipelineExecutionException failed =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());

    assertThat(failed.getMessage(), containsString("elsewhere"));
    assertThat(failed.getMessage(), not(containsString("Cannot read")));
  }

  private IOException failure() throws IOException {
    LakeTable listed = LakeTable.list(storages, table);
    return assertThrows(
        IOException.class,
        () -> LakeIO.read(storages, listed).sample(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  private List<Row> read() throws IOException {
    LakeTable listed = LakeTable.list(storages, table);
    return LakeIO.read(storages, listed).sample(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private void write(String path, Row... rows) throws IOException {
    writeAs(IN_FILE, path, rows);
  }

  private void writeAs(Schema schema, String path, Row... rows) throws IOException {
    ParquetFiles.write(storages, table.child(path), FileFormat.DEFAULT, schema, List.of(rows));
  }

  private static void duckDb(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static Row row(long id, String text) {
    return Row.withSchema(IN_FILE).addValues(id, text).build();
  }

  private static String describe(Row row) {
    byte[] note = Envelope.noteOf(row);
    List<Object> values = row.getValues();
    return note == null
        ? values.get(Envelope.FILE)
            + ":"
            + values.get(Envelope.OFFSET)
            + " "
            + values.subList(Envelope.WIDTH, values.size())
        : describe((ReadCount) Note.decode(note, 0, note.length));
  }

  private static String describe(ReadCount count) {
    return count.toString();
  }

  private static Tally tally(int file, int rows) {
    Tally.Counter counter = new Tally.Counter();
    IntStream.range(0, rows).forEach(row -> counter.add(file, row));
    return counter.tally();
  }
}
