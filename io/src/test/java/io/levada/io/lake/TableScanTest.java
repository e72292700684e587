/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.RowJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scan takes of a table, and how its files go together. */
class TableScanTest {

  @TempDir private Path folder;
  private Storages storages;
  private Location table;

  @BeforeEach
  void begin() {
    storages = Storages.withoutStaging();
    table = Location.of(folder.toString());
  }

  @Test
  void addsTheColumnsOfFurtherFilesBehindThoseOfTheFirst() throws Exception {
    write("1", "1 AS b, 'x' AS a");
    write("2", "true AS c, 2 AS B");

    assertThat(columns(TableScan.all()), contains("b int32", "a string", "c boolean"));
    assertThat(rows(TableScan.all()), contains("[1, x, null]", "[2, null, true]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "(-128)::TINYINT | 2147483647::INTEGER | int32 | -128 | 2147483647",
        "2147483647::INTEGER | (-9223372036854775808)::BIGINT | int64 | 2147483647 |"
            + " -9223372036854775808",
        "(-2147483647)::INTEGER | 0.5::FLOAT | double | -2.147483647E9 | 0.5",
        "0.1::FLOAT | 0.1::DOUBLE | double | 0.10000000149011612 | 0.1",
        "9223372036854775807::BIGINT | 999.99::DECIMAL(5,2) | decimal(21,2) |"
            + " 9223372036854775807.00 | 999.99",
        "18446744073709551615::UBIGINT | (-9223372036854775808)::BIGINT | decimal(20,0) |"
            + " 18446744073709551615 | -9223372036854775808",
        "999.9::DECIMAL(4,1) | 9.9999::DECIMAL(5,4) | decimal(7,4) | 999.9000 | 9.9999",
        "0.9::DECIMAL(1,1) | 9::TINYINT | decimal(6,1) | 0.9 | 9.0",
        "4294967295::UINTEGER | 0.1::DECIMAL(1,1) | decimal(20,1) | 4294967295.0 | 0.1",
      })
  void takesTheNarrowestTypeOfAllValues(
      String one, String other, String type, String first, String second) throws Exception {
    write("1", one + " AS x");
    write("2", other + " AS x");
    write("a/2", other + " AS x");
    write("a/3", one + " AS x");

    assertThat(columns(TableScan.all()), contains("x " + type));
    assertThat(
        rows(TableScan.all()),
        contains("[" + first + "]", "[" + second + "]", "[" + second + "]", "[" + first + "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1::BIGINT | 1::DOUBLE",
        "1::BIGINT | 1::FLOAT",
        "1::UINTEGER | 1::DOUBLE",
        "1::DECIMAL(38,0) | 1::DECIMAL(3,2)",
        "1::DECIMAL(5,2) | 1::DOUBLE",
        "'1' | 1",
        "'1' | '1'::BLOB",
        "true | 1",
        "DATE '2024-01-01' | TIMESTAMP '2024-01-01 00:00:00'",
        "[1] | 1",
        "[1] | ['1']",
        "MAP {'a': 1} | MAP {1: 1}",
        "{'a': 1} | {'a': '1'}",
        "{'a': 1} | MAP {'a': 1}",
      })
  void refusesTypesThatNoneHoldsExactly(String one, String other) throws Exception {
    write("1", one + " AS x");
    write("2", other + " AS x");

    String message =
        assertThrows(UnreadableTableException.class, () -> columns(TableScan.all())).getMessage();

    assertThat(message, startsWith("Cannot read " + table.child("2.parquet") + ": its column x"));
    assertThat(
        message, containsString(" in " + table.child("1.parquet") + ", which no type holds"));
  }

  @Test
  void unitesWhatIsNested() throws Exception {
    write("1", "[{'a': 1::INTEGER, 'm': MAP {'k': [1::INTEGER]}}] AS x");
    write("2", "[{'m': MAP {'k': [2::BIGINT, NULL]}, 'b': 'y'}, NULL] AS x");

    assertThat(
        columns(TableScan.all()),
        contains("x list<struct<a int32, m map<string, list<int64>>, b string>>"));
    assertThat(
        LakeIO.read(storages, LakeTable.list(storages, table)).head(9).stream()
            .map(row -> new String(RowJson.of(row), UTF_8))
            .toList(),
        contains(
            "{\"x\":[{\"a\":1,\"m\":{\"k\":[1]},\"b\":null}]}",
            "{\"x\":[{\"a\":null,\"m\":{\"k\":[2,null]},\"b\":\"y\"},null]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 AS a", "1 AS a, 'x' AS b, 2 AS c", "1::BIGINT AS a, 'x' AS b"})
  void refusesDriftIfAsked(String columns) throws Exception {
    write("1", "1 AS a, 'x' AS b");
    write("2", "'y' AS B, 2 AS A");
    write("3", columns);

    String message =
        assertThrows(
                UnreadableTableException.class,
                () -> columns(TableScan.all().withDrift(SchemaDrift.REFUSE)))
            .getMessage();

    assertThat(message, startsWith("Cannot read " + table.child("3.parquet") + ": it"));
  }

  @Test
  void takesAColumnOfTheFilesFromThePath() throws Exception {
    write("DAY=01/1", "1 AS id, 'inside' AS day");

    assertThat(columns(TableScan.all()), contains("id int32", "DAY string"));
    assertThat(rows(TableScan.all()), contains("[1, 01]"));
  }

  @Test
  void takesChosenColumnsInTheirOrder() throws Exception {
    write("day=1/1", "1 AS a, 2 AS b");
    write("day=2/2", "3 AS a, INTERVAL 1 DAY AS c");

    assertThat(
        rows(TableScan.all().withColumns(List.of("DAY", "B"))), contains("[1, 2]", "[2, null]"));
  }

  @Test
  void takesPartitionColumnsAlone() throws Exception {
    write("day=1/1", "i AS a FROM range(3) r(i)");
    write("day=__HIVE_DEFAULT_PARTITION__/1", "i AS a FROM range(2) r(i)");
    write("day=3/1", "1 AS a WHERE false");

    assertThat(
        rows(TableScan.all().withColumns(List.of("day"))),
        containsInAnyOrder("[1]", "[1]", "[1]", "[null]", "[null]"));
  }

  @Test
  void hasTheRowsOfFilesWithoutTheirColumns() throws Exception {
    write("day=1/1", "i AS a FROM range(3) r(i)");
    write("day=2/1", "'x' AS a, INTERVAL 1 DAY AS b");

    LakeTable listed = LakeTable.list(storages, table, TableScan.all().withoutColumns());

    assertThat(listed.rows(), equalTo(4L));
    assertThat(listed.schema().getFields(), empty());
    assertThat(listed.partitionColumns(), contains("day"));
  }

  @Test
  void refusesARowGroupOfFewerThanNoRowsThoughNoColumnIsRead() throws Exception {
    write("day=1/1", "1 AS a");
    setRowsOfFirstGroup(folder.resolve("day=1/1.parquet"), -1);

    String message =
        assertThrows(
                UnreadableTableException.class,
                () -> rows(TableScan.all().withColumns(List.of("day"))))
            .getMessage();

    assertThat(message, containsString("its footer says of a row group what can't be"));
  }

  @Test
  void refusesAColumnThatIsNotThere() throws Exception {
    write("day=1/1", "1 AS b, 2 AS a");

    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> columns(TableScan.all().withColumns(List.of("c"))))
            .getMessage();

    assertThat(
        message,
        equalTo("Cannot read column c of " + table + ": it has no such column (it has a, b, day)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "y = '1' | 1a 1b 1-",
        "y = '1' or m = 'a' | 1a 1b 1- 2a",
        "y = '1' and m = 'a' | 1a",
        "not (y = '1' and m = 'a') | 1b 2a 2b 2-",
        "not (y = '1' or m = 'a') | 2b",
        "m is null | 1- 2-",
        "m is null or y = '1' | 1a 1b 1- 2-",
        "not m is null and y <> '2' | 1a 1b",
        "not m = 'a' | 1b 2b",
        "m in ('a', null) | 1a 2a",
        "m not in ('a', null) |",
        "y between '1' and '1' and M >= 'b' | 1b",
        "(y = '1' or y = '2') and (m = 'b' or m is null) | 1b 1- 2b 2-",
        "m = null or not m = null |",
      })
  void takesThePartitionsForWhichTheFilterIsTrue(String filter, String taken) throws Exception {
    for (String y : List.of("1", "2")) {
      for (String m : List.of("a", "b")) {
        write("y=" + y + "/m=" + m + "/1", "'" + y + m + "' AS id");
      }
      write("y=" + y + "/m=__HIVE_DEFAULT_PARTITION__/1", "'" + y + "-' AS id");
    }

    List<String> ids =
        rows(TableScan.all().withColumns(List.of("id")).withFilter(PartitionFilter.parse(filter)));

    assertThat(
        String.join(" ", ids.stream().map(id -> id.replaceAll("[\\[\\]]", "")).sorted().toList()),
        equalTo(taken == null ? "" : sorted(taken)));
  }

  @Test
  void doesNotLookIntoFoldersThatCannotMatch() throws Exception {
    write("y=1/m=a/1", "1 AS id");
    Path other = Files.createDirectories(folder.resolve("y=2/m=a"));
    Files.createSymbolicLink(other.resolve("dangling"), other.resolve("nothing"));
    TableScan first = TableScan.all().withFilter(PartitionFilter.parse("m = 'a' and not y = '2'"));

    assertThat(rows(first), contains("[1, 1, a]"));
    assertThrows(IOException.class, () -> rows(TableScan.all()));
  }

  @Test
  void typesPartitionColumns() throws Exception {
    write("d=2024-01-31/n=007/1", "1 AS id");
    write("d=2024-02-01/n=__HIVE_DEFAULT_PARTITION__/1", "2 AS id");
    TableScan typed =
        TableScan.all()
            .withPartitionTypes(
                Map.of("D", FieldType.logicalType(SqlTypes.DATE), "n", FieldType.INT32));

    assertThat(columns(typed), contains("id int32", "d date", "n int32"));
    assertThat(
        rows(typed),
        contains(List.of(1, LocalDate.of(2024, 1, 31), 7).toString(), "[2, 2024-02-01, null]"));
    assertThat(
        rows(typed.withFilter(PartitionFilter.parse("n < 10 and d < date '2024-02-01'"))),
        contains("[1, 2024-01-31, 7]"));
  }

  @Test
  void namesAFileWhosePartitionIsOfAnotherType() throws Exception {
    write("n=1/1", "1 AS id");
    write("n=x/1", "1 AS id");

    UnreadableTableException failure =
        assertThrows(
            UnreadableTableException.class,
            () -> columns(TableScan.all().withPartitionTypes(Map.of("n", FieldType.INT64))));

    assertThat(failure.location(), equalTo(table.child("n=x/1.parquet")));
  }

  private static void setRowsOfFirstGroup(Path file, long rows) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - 8;
    int start = end - ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, start, end - start));
    footer.getRow_groups().get(0).setNum_rows(rows);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, changed);
    ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    tail.putInt(changed.size()).put("PAR1".getBytes(UTF_8));
    changed.write(tail.array());
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes, 0, start);
      changed.writeTo(out);
    }
  }

  private static String sorted(String words) {
    return String.join(" ", List.of(words.split(" ")).stream().sorted().toList());
  }

  private List<String> columns(TableScan scan) throws IOException {
    return LakeTable.list(storages, table, scan).schema().getFields().stream()
        .map(column -> column.getName() + " " + TypeNames.of(column.getType()))
        .toList();
  }

  private List<String> rows(TableScan scan) throws IOException {
    return LakeIO.read(storages, LakeTable.list(storages, table, scan)).head(100).stream()
        .map(row -> row.getValues().toString())
        .toList();
  }

  private void write(String name, String select) throws IOException, SQLException {
    Path file = folder.resolve(name + ".parquet");
    Files.createDirectories(file.getParent());
    DuckDb.execute("COPY (SELECT " + select + ") TO '" + file + "' (FORMAT parquet)");
  }
}
