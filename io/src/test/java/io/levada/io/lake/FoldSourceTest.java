/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.rows.Note;
import io.levada.rows.RowBlock;
import io.levada.rows.RowFold;
import io.levada.rows.ValueText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are folded where they are read are those that are read as rows. */
class FoldSourceTest {

  private static final String EVERY_TYPE =
      "SELECT i::BIGINT id, i::TINYINT tiny, (i * 7)::SMALLINT small, (i %% 3)::INTEGER AS few,"
          + " i::UBIGINT big, i / 8.0::DOUBLE AS number, i::FLOAT AS half, i %% 2 = 0 AS yes, 'text ' || i AS text,"
          + " ('x' || i)::BLOB AS bytes, (i / 100)::DECIMAL(10,2) AS money, DATE '2024-02-28' + i::INT AS date,"
          + " TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND AS moment FROM range(%d) t(i)";

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();

  @Test
  void takesValuesOfEveryType() throws Exception {
    write("part=a/1.parquet", EVERY_TYPE.formatted(100));

    assertSameAsRows();
  }

  @Test
  void takesNullsWhereverTheyAre() throws Exception {
    write(
        "1.parquet",
        "SELECT CASE WHEN i % 3 = 0 THEN i END AS id, CASE WHEN i > 5000 THEN 'late' END AS text,"
            + " NULL::INTEGER never FROM range(10000) t(i)");

    assertSameAsRows();
  }

  @Test
  void takesColumnsOfThePathAndThoseThatAFileLacks() throws Exception {
    write("part=a/1.parquet", "SELECT 1::BIGINT id, 'x' AS text");
    write("part=__HIVE_DEFAULT_PARTITION__/1.parquet", "SELECT 2::BIGINT id");
    write("part=c/1.parquet", "SELECT 'y' AS other");

    assertSameAsRows();
  }

  @Test
  void goesOnFromRowGroupToRowGroup() throws Exception {
    write("1.parquet", "SELECT i::BIGINT id FROM range(10000) t(i)");
    assertThat(list(TableScan.all()).files().get(0).groups(), greaterThan(2));

    assertSameAsRows();
  }

  @Test
  void takesRowsOfWhichNoColumnIsRead() throws Exception {
    write("part=a/1.parquet", "SELECT i::BIGINT id FROM range(3000) t(i)");

    assertSame(list(TableScan.all().withColumns(List.of("part"))));
    assertSame(list(TableScan.all().withoutColumns()));
  }

  @Test
  void readsATableOfFilesWithoutRows() throws Exception {
    write("1.parquet", "SELECT i::BIGINT id FROM range(0) t(i)");

    assertSameAsRows();
  }

  @Test
  void givesSomeAwayWhenThePartIsFull() throws Exception {
    write("1.parquet", "SELECT i::BIGINT id FROM range(3000) t(i)");
    LakeTable table = list(TableScan.all());

    List<String> chunks =
        folded(new FoldSource(storages, shape(table), new Texts(1), whole(table)));

    assertThat(chunks, hasSize(3001));
  }

  @Test
  void hasTheSameRowsInPartsAsInOne() throws Exception {
    write("1.parquet", "SELECT i::BIGINT id FROM range(10000) t(i)");
    LakeTable table = list(TableScan.all());
    TableFile file = table.files().get(0);
    List<String> rows = new ArrayList<>();
    for (int group = 0; group < file.groups(); group++) {
      List<GroupRange> part = List.of(new GroupRange(0, file, group, group + 1));
      rows.addAll(folded(new FoldSource(storages, shape(table), new Texts(), part)));
    }

    rows.removeIf(row -> row.startsWith("ReadCount"));
    List<String> whole = folded(new FoldSource(storages, shape(table), new Texts(), whole(table)));
    assertThat(rows, equalTo(whole.subList(0, 10_000)));
  }

  @Test
  void isRefusedForNestedColumns() throws Exception {
    write("1.parquet", "SELECT [1, 2] AS list");
    LakeRead read = LakeIO.read(storages, list(TableScan.all()));

    assertThat(read.canFold(), is(false));
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> read.folded(new Texts()));
    assertThat(
        thrown.getMessage(), equalTo("Cannot fold rows with nested columns: read them as rows"));
  }

  @Test
  void namesAFileThatIsGone() throws Exception {
    write("1.parquet", "SELECT 1 id");
    LakeTable table = list(TableScan.all());
    Files.delete(folder.resolve("1.parquet"));

    Exception thrown =
        assertThrows(
            Exception.class,
            () -> folded(new FoldSource(storages, shape(table), new Texts(), whole(table))));

    assertThat(thrown.getMessage(), containsString(folder.resolve("1.parquet").toString()));
  }

  private void assertSameAsRows() throws Exception {
    assertSame(list(TableScan.all()));
  }

  private void assertSame(LakeTable table) throws Exception {
    Schema enveloped = Envelope.around(table.schema());
    List<String> expected = new ArrayList<>();
    try (BoundedReader<Row> reader =
        new RowSource(storages, RowShape.of(table, enveloped), whole(table)).createReader(null)) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        expected.add(text(reader.getCurrent()));
      }
    }

    assertThat(
        folded(new FoldSource(storages, shape(table), new Texts(), whole(table))),
        equalTo(expected));
  }

  private static String text(Row row) {
    byte[] note = Envelope.noteOf(row);
    if (note != null) {
      return Note.decode(note, 0, note.length).toString();
    }

    return Envelope.positionOf(row) + texts(row.getValues().subList(3, row.getFieldCount()));
  }

  private static String texts(List<Object> values) {
    return values.stream().map(ValueText::of).toList().toString();
  }

  private static List<String> folded(BoundedSource<KV<Integer, byte[]>> source) throws Exception {
    List<String> lines = new ArrayList<>();
    try (BoundedReader<KV<Integer, byte[]>> reader =
        source.createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        lines.add(new String(reader.getCurrent().getValue(), UTF_8));
      }
    }
    return lines;
  }

  private LakeTable list(TableScan scan) throws Exception {
    return LakeTable.list(storages, Location.of(folder.toString()), scan);
  }

  private static RowShape shape(LakeTable table) {
    return RowShape.of(table, table.schema());
  }

  private static List<GroupRange> whole(LakeTable table) {
    List<GroupRange> ranges = new ArrayList<>();
    for (TableFile file : table.files()) {
      ranges.add(GroupRange.whole(ranges.size(), file));
    }
    return ranges;
  }

  private void write(String file, String query) throws Exception {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)".formatted(query, path));
    }
  }

  /** Keeps rows and notes as text. */
  private static final class Texts implements RowFold {
    private final int full;

    Texts() {
      this(Integer.MAX_VALUE);
    }

    Texts(int full) {
      this.full = full;
    }

    @Override
    public Part begin() {
      return new Part() {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void add(RowBlock rows) {
          for (int row = 0; row < rows.size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < rows.columns(); column++) {
              values.add(rows.value(column, row));
            }
            lines.add(
                "SourcePosition[file=%d, offset=%d]%s"
                    .formatted(rows.file(), rows.offset(row), texts(values)));
          }
        }

        @Override
        public void add(Note note) {
          lines.add(note.toString());
        }

        @Override
        public boolean isFull() {
          return lines.size() >= full;
        }

        @Override
        public void give(BiConsumer<Integer, byte[]> output) {
          lines.forEach(line -> output.accept(0, line.getBytes(UTF_8)));
          lines.clear();
        }
      };
    }
  }
}
