/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.catalog.Catalog;
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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada crawl}, {@code tables} and {@code describe} as they are typed. */
class CatalogCommandsTest {

  private static final TableName PEOPLE = new TableName("silver", "people");

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path table;
  private Catalog catalog;

  @BeforeEach
  void begin() {
    levada = new LevadaCommands(folder);
    table = folder.resolve("people");
    catalog = CatalogReference.parse(reference()).open(AwsSettings.ofTheMachine());
  }

  @Test
  void registersAFolderAsATable() throws Exception {
    file("ano=2023/mes=12/a", "SELECT 1::INT AS Id, 'x' AS name");
    file("ano=2024/mes=01/a", "SELECT 2::INT AS Id, 'y' AS name");

    assertThat(crawl(), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            silver.people  %s

            column  type    note
            ------  ------  -------------
            id      int
            name    string
            ano     string  partition key
            mes     string  partition key

            2 partitions, 2 files, 2 rows
            The table is new
            Registered silver.people in %s
            """
                .formatted(table, reference())));
    assertThat(
        partitions(),
        equalTo(
            Map.of(
                List.of("2023", "12"),
                "ano=2023/mes=12",
                List.of("2024", "01"),
                "ano=2024/mes=01")));
  }

  @Test
  void evolvesATableByWhatIsNewInItsFolder() throws Exception {
    file("ano=2023/a", "SELECT 1::SMALLINT AS id, 'x' AS name");
    crawl();
    file("ano=2024/a", "SELECT 2::INT AS id, DATE '2024-01-01' AS since");

    assertThat(crawl(), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            silver.people  %s

            column  type    note
            ------  ------  -------------
            id      int     was smallint
            name    string
            since   date    new
            ano     string  partition key

            2 partitions, 2 files, 2 rows
            1 new partition, 0 in another folder than before, 0 no more there
            silver.people gets new columns in the catalog: since date
            silver.people gets wider columns in the catalog: id is smallint in the catalog, and int in the files
            Registered silver.people in %s
            """
                .formatted(table, reference())));
    assertThat(columns(), equalTo("id int, name string, since date"));
  }

  @Test
  void changesNothingIfItIsDry() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id");

    assertThat(crawl("--dryRun"), is(0));

    assertThat(levada.out(), containsString("The table is new\nNothing is changed: --dryRun\n"));
    assertThat(catalog.databases(), is(List.of()));
  }

  @Test
  void leavesPartitionsThatAreGoneUnlessAskedToDropThem() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id");
    file("ano=2024/a", "SELECT 1 AS id");
    crawl();
    Files.delete(table.resolve("ano=2023/a.parquet"));

    crawl();

    assertThat(levada.out(), containsString("1 no more there (--dropGone drops them)\n"));
    assertThat(
        partitions(), equalTo(Map.of(List.of("2023"), "ano=2023", List.of("2024"), "ano=2024")));
  }

  @Test
  void dropsPartitionsThatAreGone() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id");
    file("ano=2024/a", "SELECT 1 AS id");
    crawl();
    Files.delete(table.resolve("ano=2023/a.parquet"));

    assertThat(crawl("--dropGone"), is(0));

    assertThat(partitions(), equalTo(Map.of(List.of("2024"), "ano=2024")));
  }

  @Test
  void leavesPartitionsThatAreElsewhereOnPurpose() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id");
    crawl();
    CatalogPartition elsewhere =
        new CatalogPartition(List.of("1999"), new Location("s3://old/1999"), List.of(), Map.of());
    catalog.addPartitions(PEOPLE, List.of(elsewhere));

    crawl("--dropGone");

    assertThat(
        partitions(),
        equalTo(Map.of(List.of("1999"), "s3://old/1999", List.of("2023"), "ano=2023")));
  }

  @Test
  void movesPartitionsToWhereTheyAre() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id");
    crawl();
    CatalogPartition before = catalog.partitions(PEOPLE, List.of(List.of("2023"))).get(0);
    catalog.updatePartitions(
        PEOPLE,
        List.of(before.withLocation(new Location("/elsewhere")).withParameter("mine", "stays")));

    assertThat(crawl(), is(0));

    assertThat(levada.out(), containsString("0 new partitions, 1 in another folder than before"));
    assertThat(partitions(), equalTo(Map.of(List.of("2023"), "ano=2023")));
    assertThat(
        catalog.partitions(PEOPLE, List.of(List.of("2023"))).get(0).parameters().get("mine"),
        is("stays"));
  }

  @Test
  void givesKeysTheTypesThatAreAskedFor() throws Exception {
    file("ano=2023/dia=2023-01-31/a", "SELECT 1 AS id");

    crawl("--partitionTypes=ano:int, dia:DATE");

    assertThat(
        catalog.table(PEOPLE).orElseThrow().partitionKeys().toString(), is("[ano int, dia date]"));
  }

  @Test
  void refusesAFolderThatIsNoneOfItsKeysType() throws Exception {
    file("ano=x/a", "SELECT 1 AS id");

    assertThat(crawl("--partitionTypes=ano:int"), is(1));

    assertThat(
        levada.err(), containsString("its partition column ano can't be read: 'x' is no int32"));
    assertThat(catalog.databases(), is(List.of()));
  }

  @Test
  void refusesAFolderThatIsNoneOfTheTypeThatTheCatalogHas() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id");
    crawl("--partitionTypes=ano:int");
    file("ano=x/a", "SELECT 1 AS id");

    assertThat(crawl(), is(1));

    assertThat(levada.err(), containsString("'x' is no int, which is the type of key ano"));
    assertThat(partitions(), equalTo(Map.of(List.of("2023"), "ano=2023")));
  }

  @Test
  void namesFilesThatDoNotGoTogether() throws Exception {
    file("a", "SELECT 1::INT AS id");
    file("b", "SELECT 2::DOUBLE AS id");

    assertThat(crawl(), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot read %1$s/b.parquet: its column id is double, and int32 in"
                    .formatted(table)
                + " %s/a.parquet, which not all readers take together (leave the column out, or"
                    .formatted(table)
                + " write one of the files again)\n"));
  }

  @Test
  void refusesAnEvolutionThatIsNotSafe() throws Exception {
    file("a", "SELECT 1::INT AS id");
    crawl();
    Files.delete(table.resolve("a.parquet"));
    file("a", "SELECT 'x' AS id");

    assertThat(crawl(), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot register columns of silver.people: id is int in the catalog, and string"
                + " in the files, which not all readers take together (cast the column, give it"
                + " another name, or write to another table)\n"));
  }

  @Test
  void warnsOfNamesThatAthenaDoesNotTake() throws Exception {
    file("a", "SELECT 1 AS \"Preço (R$)\"");

    assertThat(crawl(), is(0));

    assertThat(
        levada.out(),
        containsString(
            "Athena does not take the column name 'Preço (R$)'; it is registered as it is\n"));
    assertThat(columns(), equalTo("preço (r$) int"));
  }

  @Test
  void registersEachFolderAsATable() throws Exception {
    file("a", "SELECT 1 AS id");
    Path odd = folder.resolve("lake/Odd Name/k=1");
    Files.createDirectories(folder.resolve("lake"));
    Files.move(table, folder.resolve("lake/people"));
    Files.createDirectories(odd);
    duckDb("COPY (SELECT 2 AS x) TO '" + odd.resolve("f.parquet") + "'");
    levada.write("lake/_levada/people/x.json", "");

    assertThat(
        levada.command(
            "crawl",
            folder.resolve("lake").toString(),
            "--each",
            "--database=silver",
            "--catalog=" + reference()),
        is(0));

    assertThat(
        catalog.tables("silver").stream().map(each -> each.name().toString()).toList(),
        equalTo(List.of("silver.odd_name", "silver.people")));
  }

  @Test
  void registersTheOtherTablesIfOneFails() throws Exception {
    file("a", "SELECT 1 AS id");
    levada.write("lake/broken/f.parquet", "no Parquet");
    Files.move(table, folder.resolve("lake/people"));

    assertThat(
        levada.command(
            "crawl",
            folder.resolve("lake").toString(),
            "--each",
            "--database=silver",
            "--catalog=" + reference()),
        is(1));

    assertThat(levada.err(), startsWith("levada: Cannot read " + folder.resolve("lake/broken")));
    assertThat(catalog.tables("silver").size(), is(1));
  }

  @Test
  void tellsThatThereIsNothing() {
    assertThat(crawl(), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot crawl "
                + table
                + ": there is no Parquet file (give the folder of a table)\n"));
  }

  @Test
  void listsTables() throws Exception {
    file("ano=2023/a", "SELECT 1 AS id, 2 AS x");
    crawl();

    assertThat(levada.command("tables", "--catalog=" + reference()), is(0));

    assertThat(
        levada.out().replace(table.toString(), "FOLDER").replaceAll("-+", "-"),
        equalTo(
            """
            table          columns  partitioned by  location
            -  -  -  -
            silver.people        2  ano             FOLDER
            """));
  }

  @Test
  void tellsThatACatalogIsEmpty() {
    assertThat(levada.command("tables", "--catalog=" + reference()), is(0));

    assertThat(
        levada.out(),
        equalTo(
            "There is no table in "
                + reference()
                + " (levada crawl registers those of a folder)\n"));
  }

  @Test
  void suggestsADatabase() throws Exception {
    file("a", "SELECT 1 AS id");
    crawl();

    assertThat(levada.command("tables", "sliver", "--catalog=" + reference()), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot find database sliver in " + reference() + " (did you mean silver?)\n"));
  }

  @Test
  void describesATable() throws Exception {
    for (int i = 1; i <= 6; i++) {
      file("k=" + i + "/a", "SELECT 1 AS id");
    }
    crawl();

    assertThat(levada.command("describe", "Silver.People", "--catalog=" + reference()), is(0));

    assertThat(
        levada.out().replace(table.toString(), "FOLDER"),
        equalTo(
            """
            silver.people  FOLDER

            column  type    note
            ------  ------  -------------
            id      int
            k       string  partition key

            parameter       value
            --------------  -----------------------------------------------------------
            EXTERNAL        TRUE
            classification  parquet
            (serde)         org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe

            6 partitions, the newest:

            partition  run  location
            ---------  ---  ----------
            6               FOLDER/k=6
            5               FOLDER/k=5
            4               FOLDER/k=4
            3               FOLDER/k=3
            2               FOLDER/k=2
            """
                .replace("----------\n6", "-".repeat(table.toString().length() + 4) + "\n6")));
  }

  @Test
  void describesATableToPrograms() throws Exception {
    file("k=1/a", "SELECT 1 AS id");
    crawl();

    assertThat(
        levada.command("describe", "silver.people", "--json", "--catalog=" + reference()), is(0));

    assertThat(
        new ObjectMapper().readTree(levada.out()),
        equalTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "database": "silver",
                      "table": "people",
                      "location": "%1$s",
                      "columns": [{"name": "id", "type": "int"}],
                      "partitionKeys": [{"name": "k", "type": "string"}],
                      "format": {
                        "inputFormat":
                          "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                        "outputFormat":
                          "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                        "serde": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
                      },
                      "parameters": {"EXTERNAL": "TRUE", "classification": "parquet"},
                      "partitions": 1,
                      "newestPartitions": [{"values": ["1"], "location": "%1$s/k=1"}]
                    }
                    """
                        .formatted(table))));
  }

  @Test
  void suggestsATable() throws Exception {
    file("a", "SELECT 1 AS id");
    crawl();

    assertThat(levada.command("describe", "silver.poeple", "--catalog=" + reference()), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot find table silver.poeple in "
                + reference()
                + " (did you mean silver.people?)\n"));
  }

  @Test
  void refusesACatalogThatIsNone() {
    assertThat(levada.command("tables", "--catalog=hive"), is(2));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Invalid --catalog: 'hive' is no catalog (take glue, local or"
                + " local:<folder>)\n"));
  }

  private String reference() {
    return "local:" + folder.resolve("catalog");
  }

  private int crawl(String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "crawl";
    words[1] = table.toString();
    words[2] = "--database=silver";
    words[3] = "--catalog=" + reference();
    System.arraycopy(more, 0, words, 4, more.length);
    return levada.command(words);
  }

  private String columns() throws IOException {
    CatalogTable present = catalog.table(PEOPLE).orElseThrow();
    return String.join(", ", present.columns().stream().map(Object::toString).toList());
  }

  /** Where partitions are, below the table if they are there. */
  private Map<List<String>, String> partitions() throws IOException {
    Map<List<String>, String> partitions =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    Location here = Location.of(table.toString());
    catalog.partitions(
        PEOPLE,
        null,
        partition ->
            partitions.put(
                partition.values(),
                partition.location().isWithin(here)
                    ? partition.location().relativeTo(here)
                    : partition.location().uri()));
    return partitions;
  }

  private void file(String name, String select) throws IOException, SQLException {
    Path file = table.resolve(name + ".parquet");
    Files.createDirectories(file.getParent());
    duckDb("COPY (" + select + ") TO '" + file + "'");
  }

  private static void duckDb(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute(statement);
    }
  }
}
