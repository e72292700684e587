/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static io.levada.io.catalog.CatalogUpdate.EVOLVE;
import static io.levada.io.catalog.CatalogUpdate.FREEZE;
import static io.levada.io.catalog.CatalogUpdate.LOG;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaEvolutionTest {

  private static final TableName NAME = TableName.parse("silver.people");
  private static final Location FOLDER = new Location("s3://lake/people");

  @Test
  void appendsNewColumns() throws SchemaMismatchException {
    SchemaEvolution evolution =
        SchemaEvolution.of(table("id int, name string"), table("city string, id int"), EVOLVE);

    assertThat(columns(evolution), equalTo("id int, name string, city string"));
    assertThat(evolution.added(), contains("city string"));
    assertThat(
        evolution.notes(), contains("silver.people gets new columns in the catalog: city string"));
  }

  @Test
  void appendsNewFieldsOfStructsWhereverTheyAre() throws SchemaMismatchException {
    SchemaEvolution evolution =
        SchemaEvolution.of(
            table("s struct<x:int,list:array<struct<a:int>>,map:map<string,struct<a:int>>>"),
            table(
                "s struct<new:date,map:map<string,struct<b:int,a:int>>,"
                    + "list:array<struct<B:int,A:int>>>"),
            EVOLVE);

    assertThat(
        columns(evolution),
        equalTo(
            "s struct<x:int,list:array<struct<a:int,B:int>>,map:map<string,struct<a:int,b:int>>,"
                + "new:date>"));
    assertThat(
        evolution.added(), contains("s.list.element.B int", "s.map.value.b int", "s.new date"));
  }

  @Test
  void keepsTheTableItselfIfNothingIsNew() throws SchemaMismatchException {
    CatalogTable present = table("id int, name string, raw array < INTEGER >");

    SchemaEvolution evolution =
        SchemaEvolution.of(present, table("raw array<int>, ID int"), EVOLVE);

    assertThat(evolution.table(), sameInstance(present));
    assertThat(evolution.notes(), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | smallint",
        "tinyint | int",
        "smallint | int",
        "decimal(5,2) | decimal(9,2)",
        "decimal(10,2) | decimal(18,2)",
        "decimal(19,2) | decimal(38,2)",
        "varchar(5) | varchar(9)",
        "varchar(5) | string",
        "array<smallint> | array<int>",
        "map<string,smallint> | map<string,int>",
        "struct<x:smallint> | struct<x:int>"
      })
  void widensWhereEveryReaderGoesAlong(String from, String to) throws SchemaMismatchException {
    SchemaEvolution evolution = SchemaEvolution.of(table("n " + from), table("n " + to), EVOLVE);

    assertThat(columns(evolution), equalTo("n " + to));
    assertThat(evolution.widened().size(), is(1));
    assertThat(evolution.notes().size(), is(1));
  }

  @ParameterizedTest
  @CsvSource({"int, bigint", "smallint, bigint", "tinyint, bigint", "float, double"})
  void tellsWhatSparkNeedsToReadFilesOfBothTypes(String from, String to)
      throws SchemaMismatchException {
    SchemaEvolution evolution = SchemaEvolution.of(table("n " + from), table("n " + to), EVOLVE);

    assertThat(columns(evolution), equalTo("n " + to));
    assertThat(
        evolution.notes(),
        contains(
            "silver.people gets wider columns in the catalog: n is "
                + from
                + " in the catalog, and "
                + to
                + " in the files",
            "Spark before version 4 reads files of both types by"
                + " spark.sql.hive.convertMetastoreParquet=false only: n"));
  }

  @ParameterizedTest
  @EnumSource(
      value = CatalogUpdate.class,
      names = {"EVOLVE", "LOG"})
  void takesFilesOfANarrowerType(CatalogUpdate update) throws SchemaMismatchException {
    CatalogTable present = table("n int, big bigint");

    SchemaEvolution evolution = SchemaEvolution.of(present, table("n smallint, big int"), update);

    assertThat(evolution.table(), sameInstance(present));
    assertThat(
        evolution.notes(),
        contains(
            "Spark before version 4 reads files of both types by"
                + " spark.sql.hive.convertMetastoreParquet=false only: big"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string | int",
        "int | string",
        "int | double",
        "int | float",
        "bigint | double",
        "int | decimal(12,2)",
        "decimal(9,2) | decimal(10,2)",
        "decimal(18,2) | decimal(19,2)",
        "decimal(5,2) | decimal(7,4)",
        "decimal(5,2) | double",
        "date | timestamp",
        "string | binary",
        "char(3) | string",
        "boolean | int",
        "int | array<int>",
        "map<int,string> | map<bigint,string>"
      })
  void refusesTypesThatNotAllReadersTakeTogether(String known, String found) {
    for (CatalogUpdate update : CatalogUpdate.values()) {
      assertThat(
          refusal(table("id int, n " + known), table("n " + found), update),
          equalTo(
              "Cannot register columns of silver.people: n is "
                  + known
                  + " in the catalog, and "
                  + found
                  + " in the files, which not all readers take together (cast the column, give it"
                  + " another name, or write to another table)"));
    }
  }

  @Test
  void tellsWhereInAColumnTypesDoNotGoTogether() {
    assertThat(
        refusal(
            table("s struct<list:array<map<string,date>>>"),
            table("s struct<list:array<map<string,string>>>"),
            EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: s.list.element.value is date in the"
                + " catalog, and string in the files, which not all readers take together (cast"
                + " the column, give it another name, or write to another table)"));
  }

  @Test
  void logsWhatTheCatalogDoesNotShow() throws SchemaMismatchException {
    CatalogTable present = table("id int, s struct<x:int>");

    SchemaEvolution evolution =
        SchemaEvolution.of(present, table("id int, s struct<x:int,y:int>, city string"), LOG);

    assertThat(evolution.table(), sameInstance(present));
    assertThat(
        evolution.notes(),
        contains(
            "silver.people lacks in the catalog, where they are not to be seen: s.y int, city"
                + " string"));
  }

  @Test
  void logsNoTypeThatIsTooWideForTheTable() {
    assertThat(
        refusal(table("n int"), table("n bigint"), LOG),
        equalTo(
            "Cannot register columns of silver.people: n is int in the catalog, and bigint in the"
                + " files, which can't be read so (let the table change by --catalogUpdate=evolve,"
                + " or cast the column)"));
  }

  @Test
  void freezesATableThatLacksColumns() {
    assertThat(
        refusal(table("id int, n bigint"), table("id int, n int, city string"), FREEZE),
        equalTo(
            "Cannot register columns of silver.people: the table has no city string; n is bigint in"
                + " the catalog, and int in the files (let the table change by"
                + " --catalogUpdate=evolve, or write the columns that it has)"));
  }

  @Test
  void takesFilesThatLackColumnsOfAFrozenTable() throws SchemaMismatchException {
    CatalogTable present = table("id int, name string");

    SchemaEvolution evolution = SchemaEvolution.of(present, table("name string"), FREEZE);

    assertThat(evolution.table(), sameInstance(present));
  }

  @Test
  void keepsParametersAndAddsThoseOfTheFiles() throws SchemaMismatchException {
    CatalogTable present =
        table("id int").withParameters(Map.of("owner", "me", "compressionType", "gzip"));
    CatalogTable wanted = table("id int").withParameters(Map.of("compressionType", "snappy"));

    assertThat(
        SchemaEvolution.of(present, wanted, EVOLVE).table().parameters(),
        equalTo(
            Map.of(
                "owner", "me",
                "compressionType", "snappy",
                "classification", "parquet",
                "EXTERNAL", "TRUE")));
  }

  @Test
  void keepsTheOrderOfTheTablesKeys() throws SchemaMismatchException {
    SchemaEvolution evolution =
        SchemaEvolution.of(
            table("id int", "ano int", "mes string"),
            table("x int", "mes string", "ano string"),
            EVOLVE);

    assertThat(
        evolution.table().partitionKeys(),
        contains(CatalogColumn.of("ano", "int"), CatalogColumn.of("mes", "string")));
  }

  @Test
  void refusesOtherKeys() {
    assertThat(
        refusal(table("id int", "ano int"), table("id int", "ano int", "mes int"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: the table's partition keys are [ano], and"
                + " those of the files [ano, mes] (partition by the same keys, or write to another"
                + " table)"));
  }

  @Test
  void refusesAKeyThatIsAColumnOfTheFiles() {
    assertThat(
        refusal(table("id int", "ano int"), table("id int, ano int"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: ano is a key in the catalog, and a column in"
                + " the files (partition by the same keys, or write to another table)"));
  }

  @Test
  void refusesAColumnThatIsAKeyOfTheFiles() {
    assertThat(
        refusal(table("id int, ano int"), table("id int", "ano int"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: ano is a column in the catalog, and a key in"
                + " the files (partition by the same keys, or write to another table)"));
  }

  @Test
  void refusesColumnsThatDifferInCaseOnly() {
    assertThat(
        refusal(table("id int"), table("n int, N int"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: the files have two columns n that differ in"
                + " case only (rename one of them, or leave one out)"));
  }

  @Test
  void refusesATableOfAnotherFolder() {
    CatalogTable elsewhere = table("id int").withLocation(new Location("s3://lake/others"));

    assertThat(
        refusal(elsewhere, table("id int"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: the table is in s3://lake/others, and the"
                + " files are in s3://lake/people (write there, or to another table)"));
  }

  @Test
  void takesATableWithoutPartitionsThatIsInAVersionOfItsFolder() throws SchemaMismatchException {
    Location version = FOLDER.child("run=20261121T100000000Z-0123456789ab");
    CatalogTable present = table("id int").withLocation(version);

    assertThat(
        SchemaEvolution.of(present, table("id int, x int"), EVOLVE).table().location(),
        equalTo(version));
  }

  @Test
  void refusesATableOfAnotherFormat() {
    StorageFormat csv = new StorageFormat("in", "out", "LazySimpleSerDe", Map.of());
    CatalogTable present = new CatalogTable(NAME, FOLDER, csv, List.of(), List.of(), Map.of());

    assertThat(
        refusal(present, table("id int"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: the table's files are no Parquet, but for"
                + " LazySimpleSerDe (write to another table)"));
  }

  @Test
  void refusesATypeThatNobodyCanRead() {
    assertThat(
        refusal(table("u uniontype<int,string>"), table("u string"), EVOLVE),
        equalTo(
            "Cannot register columns of silver.people: column u: Cannot read type"
                + " 'uniontype<int,string>' (expected one of tinyint, smallint, int, bigint, float,"
                + " double, decimal, boolean, string, varchar, char, binary, date, timestamp,"
                + " array, map, struct at position 1) (leave the column out)"));
  }

  private static String refusal(CatalogTable present, CatalogTable wanted, CatalogUpdate update) {
    return assertThrows(
            SchemaMismatchException.class, () -> SchemaEvolution.of(present, wanted, update))
        .getMessage();
  }

  private static String columns(SchemaEvolution evolution) {
    return String.join(
        ", ", evolution.table().columns().stream().map(CatalogColumn::toString).toList());
  }

  private static CatalogTable table(String columns, String... keys) {
    return CatalogTable.ofParquet(
        NAME,
        FOLDER,
        columns(columns),
        Arrays.stream(keys).map(SchemaEvolutionTest::column).toList());
  }

  private static List<CatalogColumn> columns(String text) {
    return Arrays.stream(text.split(", ")).map(SchemaEvolutionTest::column).toList();
  }

  private static CatalogColumn column(String text) {
    int blank = text.indexOf(' ');
    return CatalogColumn.of(text.substring(0, blank), text.substring(blank + 1));
  }
}
