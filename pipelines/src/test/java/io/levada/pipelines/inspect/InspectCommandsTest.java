/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code levada head} and {@code levada count} as they are typed. */
class InspectCommandsTest {

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path table;

  @BeforeEach
  void begin() {
    levada = new LevadaCommands(folder);
    table = folder.resolve("table");
  }

  @Test
  void showsTheFirstRecordsAndTheirSchema() throws IOException {
    levada.write(
        "in/a.json",
        """
        [
          {"id": 1, "cityName": "Funchal", "tags": ["a"]},
          {"id": 20},
          oops,
          {"id": 3}
        ]
        """);

    assertThat(levada.command("head", in("in"), "--rows=2"), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            id  cityname  tags
            --  --------  -----
             1  Funchal   ["a"]
            20  null      null

            column    type    note
            --------  ------  ---------------
            id        long
            cityname  string  from 'cityName'
            tags      string

            2 rows; columns and types of the first 4 records of 1 file
            1 record of them can't be taken: NOT_JSON

            """));
  }

  @Test
  void showsTheFirstRowsOfATableAndItsColumns() throws SQLException {
    writeTable();

    assertThat(levada.command("head", table.toString(), "--rows=1"), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            id  list       day
            --  ---------  ---
             1  [null,""]  01

            column  type          note
            ------  ------------  ---------
            id      long
            list    list<string>
            day     string        partition

            1 of 6 rows in 3 files

            """));
  }

  @Test
  void showsATableOfACatalog() throws Exception {
    writeTable();
    register();

    assertThat(
        levada.command("head", "catalog:db.t", "--where=day = 3", "--catalog=" + catalog()), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            id  day
            --  ---
             3    3

            column  type  note
            ------  ----  ---------
            id      long
            day     int   partition

            1 of 1 row in 1 file

            """));
  }

  @Test
  void countsTheRowsOfATableOfACatalog() throws Exception {
    writeTable();
    register();

    assertThat(levada.command("count", "catalog:db.t", "--catalog=" + catalog()), is(0));

    assertThat(levada.out(), containsString("total"));
    assertThat(
        levada.command("count", "catalog:db.t", "--where=day > 7", "--catalog=" + catalog()),
        is(1));
    assertThat(
        levada.err(),
        equalTo("levada: Cannot count catalog:db.t: no partition is one that --where asks for\n"));
  }

  @Test
  void saysThatACatalogHasNoSuchTable() {
    for (String command : new String[] {"head", "count"}) {
      assertThat(levada.command(command, "catalog:db.t", "--catalog=" + catalog()), is(1));
      assertThat(levada.err(), startsWith("levada: Cannot find table db.t in local:"));
    }
  }

  private String catalog() {
    return "local:" + folder.resolve("catalog");
  }

  /** The table with its days as numbers, and without the column of lists. */
  private void register() throws IOException {
    Catalog catalog = CatalogReference.parse(catalog()).open(AwsSettings.ofTheMachine());
    TableName name = TableName.parse("db.t");
    catalog.create(
        CatalogTable.ofParquet(
            name,
            Location.of(table.toString()),
            List.of(CatalogColumn.of("id", "bigint")),
            List.of(CatalogColumn.of("day", "int"))));
    for (String day : List.of("01", "02", "03")) {
      catalog.addPartitions(
          name,
          List.of(
              new CatalogPartition(
                  List.of(day),
                  Location.of(table.toString()).child("day=" + day),
                  List.of(),
                  Map.of())));
    }
  }

  @Test
  void showsChosenColumnsOfChosenPartitions() throws SQLException {
    writeTable();

    assertThat(
        levada.command("head", table.toString(), "--columns=day,id", "--where=day = '03'"), is(0));

    assertThat(levada.out(), startsWith("day  id\n---  --\n03    3\n\n"));
    assertThat(levada.out(), containsString("1 of 1 row in 1 file\n"));
  }

  @Test
  void showsASingleParquetFileWhateverItsName() throws Exception {
    duckDb("COPY (SELECT 7 AS n) TO '" + folder.resolve("f.parquet") + "'");
    Files.move(folder.resolve("f.parquet"), folder.resolve("f"));

    assertThat(levada.command("head", in("f")), is(0));

    assertThat(levada.out(), startsWith("n\n-\n7\n"));
  }

  @Test
  void showsSeveralInputsOneAfterAnother() throws IOException {
    levada.write("a.json", "{\"x\":1}");
    levada.write("b.json", "{\"y\":2}");

    assertThat(levada.command("head", in("a.json"), in("b.json")), is(0));

    assertThat(levada.out(), startsWith("==> " + in("a.json") + " <==\nx\n-\n1\n"));
    assertThat(levada.out(), containsString("==> " + in("b.json") + " <==\ny\n-\n2\n"));
  }

  @Test
  void showsThatThereIsNoRecord() throws IOException {
    levada.write("in/a.json", "oops\n");

    assertThat(levada.command("head", in("in")), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            0 rows; columns and types of the first 1 record of 1 file
            1 record of them can't be taken: NOT_JSON

            """));
  }

  @Test
  void countsTheRowsOfEachPartition() throws SQLException {
    writeTable();

    assertThat(levada.command("count", table.toString()), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            partition  files  rows
            ---------  -----  ----
            day=01         1     3
            day=02         1     2
            day=03         1     1
            total          3     6
            """));
  }

  @Test
  void countsChosenPartitions() throws SQLException {
    writeTable();

    assertThat(levada.command("count", table.toString(), "--where=day > '02'"), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            partition  files  rows
            ---------  -----  ----
            day=03         1     1
            """));
  }

  @Test
  void countsFromFootersAlone() throws Exception {
    writeTable();
    for (Path file : LevadaCommands.parquetBelow(table)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 4; i < 20; i++) {
        bytes[i] = 0;
      }
      Files.write(file, bytes);
    }

    assertThat(levada.command("count", table.toString()), is(0));

    assertThat(levada.out(), containsString("total          3     6\n"));
  }

  @Test
  void countsFilesWhoseColumnsDoNotGoTogether() throws SQLException {
    duckDb("COPY (SELECT 1 AS x) TO '" + folder.resolve("1.parquet") + "'");
    duckDb("COPY (SELECT 'a' AS x, INTERVAL 1 DAY AS i) TO '" + folder.resolve("2.parquet") + "'");

    assertThat(levada.command("count", folder.toString()), is(0));

    assertThat(levada.out(), containsString("(none)         2     2\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "head | <files, folders or catalog:db.table>",
        "count | <folder of a table, or catalog:db.table>"
      })
  void showsHowItIsUsed(String command, String argument) {
    assertThat(levada.command("help", command), is(0));

    assertThat(levada.out(), containsString("\nUsage\n  levada " + command + " " + argument + " "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no Parquet"})
  void doesNotTakeAFileNamedAsParquetForRecords(String content) throws IOException {
    Path file = levada.write("a.parquet", content);

    assertThat(levada.command("head", file.toString()), is(1));

    assertThat(levada.err(), startsWith("levada: Cannot read " + file));
  }

  @Test
  void saysThatThereIsNoFile() throws IOException {
    Files.createDirectory(folder.resolve("in"));

    assertThat(levada.command("head", in("in")), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot show "
                + in("in")
                + ": there is no file (names that begin with _ or . are skipped)\n"));
  }

  @Test
  void takesAnAtSignForPartOfTheName() throws IOException {
    levada.write("@a.json", folder.resolve("b.json").toString());

    assertThat(levada.command("head", "@" + in("@a.json")), is(1));

    assertThat(levada.err(), startsWith("levada: Input not found: @" + in("@a.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "head|nothing, 1, 'levada: Input not found: nothing (check the path)'",
    "count|nothing, 1, 'levada: Cannot count '",
    "head, 2, 'levada: Missing argument (levada head <files, folders or catalog:db.table>'",
    "count, 2, 'levada: Missing argument (levada count <folder of a table, or catalog:db.table>'",
    "head|ftp://b/x, 2, 'levada: Cannot use ftp://b/x: no storage is known for ftp:// (give a local path or s3://'",
    "count|ftp://b/x, 2, 'levada: Cannot use ftp://b/x: no storage is known for ftp:// (give a local path or s3://'",
    "count|s3://b/x|--endpoint=nowhere, 2, 'levada: Invalid --endpoint: ''nowhere'' (give http'",
    "head|x|--rows=0, 2, 'levada: Invalid --rows: 0 (expected 1 or more)'",
    "head|x|--rows=many, 2, 'levada: Invalid value for option ''--rows'''",
    "count|x|--were=1, 2, 'levada: Unknown argument: --were=1 (did you mean --where?)'",
    "count|x|--where=day ==, 2, 'levada: Invalid --where: '",
  })
  void saysWhatIsWrong(String words, int exit, String error) {
    assertThat(levada.command(words.split("\\|")), is(exit));

    assertThat(levada.err(), startsWith(error));
    assertThat(levada.err().strip().lines().count(), is(1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "count"})
  void saysThatNoPartitionIsTheOneAskedFor(String command) throws SQLException {
    writeTable();

    assertThat(levada.command(command, table.toString(), "--where=day = '04'"), is(1));

    assertThat(levada.err(), containsString(": no partition is one that --where asks for"));
  }

  @Test
  void refusesPartitionsOfRecords() throws IOException {
    levada.write("a.json", "{}");

    assertThat(levada.command("head", in("a.json"), "--where=a = '1'"), is(2));

    assertThat(levada.err(), containsString("is no table (records have no partitions)"));
  }

  @Test
  void namesAFileThatIsDamaged() throws Exception {
    writeTable();
    Path file = LevadaCommands.parquetBelow(table).get(0);
    Files.writeString(file, "PAR1 and nothing else");

    assertThat(levada.command("count", table.toString()), is(1));

    assertThat(levada.err(), containsString(file.toString()));
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  /** Three days with 3, 2 and 1 rows. */
  private void writeTable() throws SQLException {
    duckDb(
        ("COPY (SELECT i::BIGINT id, [NULL, ''] list, lpad(d::VARCHAR, 2, '0') AS day"
                + " FROM range(4) r(i), range(1, 4) s(d) WHERE i >= d ORDER BY i)"
                + " TO '%s' (FORMAT parquet, PARTITION_BY (day))")
            .formatted(table));
  }

  private static void duckDb(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute(statement);
    }
  }
}
