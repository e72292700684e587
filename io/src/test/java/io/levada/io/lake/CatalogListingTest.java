/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.StorageFormat;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogListingTest {

  private static final TableName NAME = TableName.parse("db.t");
  private static final String VERSION = "run=20260131T235959987Z-1a2b3c4d5e6f";
  private static final String OLDER_VERSION = "run=20260131T235959986Z-1a2b3c4d5e6f";

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();
  private CatalogReference reference;
  private Catalog catalog;

  @BeforeEach
  void open() {
    reference = CatalogReference.parse("local:" + folder.resolve("catalog"));
    catalog = reference.open(storages.aws());
  }

  @Test
  void findsPartitionsWhereverTheCatalogHasThem() throws IOException {
    create("p string");
    write("t/p=1/f.parquet", 1);
    write("t/odd/f.parquet", 2);
    write("elsewhere/f.parquet", 3);
    write("t/p=4/f.parquet", 4);
    add("t/p=1", "1");
    add("t/odd", "2");
    add("elsewhere", "3");

    assertThat(read(), contains(List.of(3, "3"), List.of(2, "2"), List.of(1, "1")));
  }

  @Test
  void readsTheDefaultPartitionAsNull() throws IOException {
    create("p string");
    write("t/p=1/f.parquet", 1);
    add("t/p=1", CatalogPartition.NULL);

    assertThat(read(), contains(Arrays.asList(1, null)));
    assertThat(read(filter("p is null")), contains(Arrays.asList(1, null)));
    assertThat(read(filter("p <> 'x'")), empty());
  }

  @Test
  void comparesKeysByTheTypesOfTheCatalog() throws IOException {
    create("y int, p string");
    for (String y : List.of("9", "10", "011")) {
      write("t/y=" + y + "/f.parquet", 1);
      add("t/y=" + y, y, y);
    }

    assertThat(read(filter("y > 9")), contains(List.of(1, 11, "011"), List.of(1, 10, "10")));
    assertThat(read(filter("p > '10'")), contains(List.of(1, 9, "9")));
  }

  @Test
  void doesNotListPartitionsThatTheFilterDoesNotWant() throws IOException {
    create("y int");
    write("t/y=1/f.parquet", 1);
    Files.createDirectories(folder.resolve("t/y=2"));
    Files.createSymbolicLink(folder.resolve("t/y=2/to-nothing"), Path.of("nothing"));
    add("t/y=1", "1");
    add("t/y=2", "2");

    assertThat(read(filter("y = 1")), contains(List.of(1, 1)));
    assertThrows(IOException.class, this::read);
  }

  @Test
  void hasTheColumnsOfTheCatalogInItsOrder() throws IOException {
    create("p string", "name string, id bigint, later string");
    ExampleFiles.write(
        folder.resolve("t/p=1/f.parquet"),
        "optional int32 ID; optional int64 extra; optional binary Name (STRING);",
        row -> row.append("ID", 1).append("extra", 2L).append("Name", "a"));
    add("t/p=1", "1");

    LakeTable table = LakeTable.list(storages, reference, NAME, TableScan.all());

    assertThat(
        table.schema(),
        equalTo(
            Schema.builder()
                .addNullableField("name", FieldType.STRING)
                .addNullableField("id", FieldType.INT64)
                .addNullableField("later", FieldType.STRING)
                .addNullableField("p", FieldType.STRING)
                .build()));
    assertThat(read(), contains(Arrays.asList("a", 1L, null, "1")));
  }

  @Test
  void readsOnlyTheColumnsThatAreAskedFor() throws IOException {
    create("p string", "id int, name string");
    write("t/p=1/f.parquet", 1);
    add("t/p=1", "1");

    assertThat(read(TableScan.all().withColumns(List.of("P", "ID"))), contains(List.of("1", 1)));
  }

  @Test
  void saysWhatColumnsThereAreWhenOneIsUnknown() throws IOException {
    create("p string", "id int, name string");

    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> read(TableScan.all().withColumns(List.of("nmae"))))
            .getMessage(),
        equalTo("Cannot read column nmae of db.t: it has no such column (it has id, name, p)"));
  }

  @Test
  void readsAPartitionKeyThatFilesHaveFromTheCatalog() throws IOException {
    create("id string", "name string");
    write("t/f.parquet", 1);
    add("t", "x");

    assertThat(read(), contains(Arrays.asList(null, "x")));
  }

  @Test
  void namesTheFileWhoseTypeDoesNotFit() throws IOException {
    create("p string", "id int");
    ExampleFiles.write(
        folder.resolve("t/p=1/f.parquet"), "required int64 Id;", row -> row.append("Id", 1L));
    add("t/p=1", "1");

    assertThat(
        failure(),
        equalTo(
            "Cannot read "
                + folder
                + "/t/p=1/f.parquet: its column Id is int64, and int32 in db.t, which does not hold"
                + " all of its values (give the table's column a wider type, write the file again,"
                + " or leave the column out)"));
    assertThat(
        LakeTable.list(storages, reference, NAME, TableScan.all().withoutColumns()).rows(),
        equalTo(1L));
  }

  @Test
  void refusesFilesThatDifferIfItIsTold() throws IOException {
    create("p string", "id bigint");
    write("t/p=1/a.parquet", 1);
    ExampleFiles.write(
        folder.resolve("t/p=1/b.parquet"), "required int64 id;", row -> row.append("id", 2L));
    add("t/p=1", "1");

    assertThat(read(), contains(List.of(1L, "1"), List.of(2L, "1")));
    assertThrows(
        UnreadableTableException.class, () -> read(TableScan.all().withDrift(SchemaDrift.REFUSE)));
  }

  @Test
  void saysWhichPartitionHasAValueThatIsNoneOfItsType() throws IOException {
    create("y int");
    add("t/y=x", "x");

    assertThat(
        failure(),
        equalTo(
            "Cannot read "
                + folder
                + "/t/y=x: the value of its partition key y in db.t can't be read: 'x' is no int32"
                + " (give the key another type in the catalog, or drop the partition)"));
  }

  @Test
  void takesAllFilesOfAPartitionWhateverTheirNames() throws IOException {
    create("p string");
    write("t/p=1/000000_0", 1);
    write("t/p=1/below/g.PARQUET", 2);
    write("t/p=1/_hidden.parquet", 3);
    write("t/p=1/.hidden", 4);
    write("t/p=1/_temporary/f.parquet", 5);
    Files.createFile(folder.resolve("t/p=1/marker_$folder$"));
    add("t/p=1", "1");

    assertThat(read(), contains(List.of(1, "1"), List.of(2, "1")));
  }

  @Test
  void takesAFolderWhoseNameIsHiddenIfTheCatalogHasIt() throws IOException {
    create("p string");
    write("t/_old/p=1/f.parquet", 1);
    add("t/_old/p=1", "1");

    assertThat(read(), contains(List.of(1, "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t/p=1", "t/p=1/below"})
  void refusesAFileThatTwoPartitionsHave(String location) throws IOException {
    create("p string");
    write("t/p=1/below/f.parquet", 1);
    add("t/p=1", "1");
    add(location, "2");

    assertThat(
        failure(),
        startsWith("Cannot read " + folder + "/t/p=1/below/f.parquet: the partitions ["));
  }

  @Test
  void readsATableWithoutPartitions() throws IOException {
    create("");
    write("t/f.parquet", 1);
    write("t/below/f.parquet", 2);

    assertThat(read(), contains(List.of(2), List.of(1)));
  }

  @Test
  void readsTheVersionThatIsTheTablesLocation() throws IOException {
    create("");
    write("t/" + VERSION + "/f.parquet", 1);
    write("t/" + OLDER_VERSION + "/f.parquet", 2);
    catalog.alter(NAME, table -> table.withLocation(location("t/" + VERSION)));

    assertThat(read(), contains(List.of(1)));
    assertThat(
        LakeTable.list(storages, reference, NAME, TableScan.all()).folder(),
        equalTo(location("t")));
  }

  @Test
  void readsTheVersionOfAPartitionThatTheCatalogHas() throws IOException {
    create("p string");
    write("t/p=1/" + VERSION + "/f.parquet", 1);
    write("t/p=1/" + OLDER_VERSION + "/f.parquet", 2);
    add("t/p=1/" + VERSION, "1");

    LakeTable table = LakeTable.list(storages, reference, NAME, TableScan.all());

    assertThat(read(), contains(List.of(1, "1")));
    assertThat(table.filesByPartition().keySet(), contains("p=1"));
  }

  @Test
  void hasTheColumnsOfATableWithoutFiles() throws IOException {
    create("p string");

    LakeTable table = LakeTable.list(storages, reference, NAME, TableScan.all());

    assertThat(table.files(), empty());
    assertThat(table.schema().getFieldNames(), contains("id", "p"));
  }

  @Test
  void listsTheFilesThatAreChosen() throws IOException {
    create("p string");
    write("t/p=1/a.parquet", 1);
    Files.writeString(folder.resolve("t/p=1/b.parquet"), "no Parquet");
    add("t/p=1", "1");

    LakeTable table =
        LakeTable.list(storages, reference, NAME, TableScan.all(), files -> List.of(files.get(0)));

    assertThat(
        table.files().stream().map(f -> f.location().name()).toList(), contains("a.parquet"));
  }

  @Test
  void saysThatThereIsNoSuchTable() {
    assertThat(
        failure(),
        equalTo("Cannot find table db.t in " + reference + " (levada tables lists what is there)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.apache.hadoop.hive.serde2.OpenCSVSerde | of org.apache.hadoop.hive.serde2.OpenCSVSerde",
        "'' | a view, or of a format without a SerDe"
      })
  void refusesATableThatIsNotOfParquet(String serde, String what) throws IOException {
    CatalogTable parquet = table("", "id int");
    catalog.create(
        new CatalogTable(
            NAME,
            parquet.location(),
            new StorageFormat("in", "out", serde, Map.of()),
            parquet.columns(),
            parquet.partitionKeys(),
            Map.of()));

    assertThat(
        failure(),
        equalTo(
            "Cannot read db.t of "
                + reference
                + ": it is no table of Parquet files, but "
                + what
                + " (give a table of Parquet files)"));
  }

  @Test
  void refusesATableWhosePartitionsTheCatalogDoesNotHave() throws IOException {
    catalog.create(table("y int", "id int").withParameters(Map.of("projection.enabled", "true")));

    assertThat(
        failure(),
        equalTo(
            "Cannot read db.t: the catalog has no partitions of it, readers compute them (read the"
                + " folder "
                + folder
                + "/t instead)"));
  }

  @Test
  void refusesAFilterOnAColumnThatIsNoKey() throws IOException {
    create("p string");

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(filter("id = 1"))).getMessage(),
        equalTo("Cannot filter db.t by id, at position 1: it is no partition column (it has p)"));
  }

  @Test
  void refusesALiteralThatIsNoneOfTheKeysType() throws IOException {
    create("y int");

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(filter("y = 'x'"))).getMessage(),
        equalTo(
            "Invalid condition at position 5: column y can't be compared: 'x' is no int32"
                + " (give a value of that type)"));
  }

  @Test
  void refusesTypesOfKeysThatTheCatalogHas() throws IOException {
    create("y int");

    assertThrows(
        IllegalArgumentException.class,
        () -> read(TableScan.all().withPartitionTypes(Map.of("y", FieldType.INT64))));
  }

  @Test
  void listsManyFoldersAtOnceAsOneByOne() throws IOException {
    List<Location> folders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      write("t/y=" + i + "/m=1/f.parquet", i);
      write("t/y=" + i + "/m=1/_hidden/f.parquet", i);
      write("t/y=" + i + "/m=2/f.parquet", i);
      write("t/_y=" + i + "/f.parquet", i);
      folders.add(location("t/y=" + i + "/m=1"));
      folders.add(location("t/_y=" + i));
    }
    write("t/f.parquet", 9);
    write("elsewhere/f.parquet", 9);
    folders.add(location("elsewhere"));
    folders.add(location("t/missing"));

    Map<Location, ?> oneByOne = FolderFiles.list(storages, location("t"), folders, 100);

    assertThat(oneByOne.size(), equalTo(7));
    assertThat(FolderFiles.list(storages, location("t"), folders, 1), equalTo(oneByOne));
  }

  private void create(String keys) throws IOException {
    create(keys, "id int");
  }

  private void create(String keys, String columns) throws IOException {
    catalog.create(table(keys, columns));
  }

  private CatalogTable table(String keys, String columns) {
    return CatalogTable.ofParquet(NAME, location("t"), columns(columns), columns(keys));
  }

  private static List<CatalogColumn> columns(String text) {
    return Stream.of(text.split(", "))
        .filter(column -> !column.isEmpty())
        .map(column -> column.split(" ", 2))
        .map(column -> CatalogColumn.of(column[0], column[1]))
        .toList();
  }

  private void add(String path, String... values) throws IOException {
    catalog.addPartitions(
        NAME, List.of(new CatalogPartition(List.of(values), location(path), List.of(), Map.of())));
  }

  private Location location(String path) {
    return Location.of(folder.toString()).child(path);
  }

  private void write(String path, int id) throws IOException {
    ExampleFiles.write(folder.resolve(path), "optional int32 id;", row -> row.append("id", id));
  }

  private static TableScan filter(String where) {
    return TableScan.all().withFilter(PartitionFilter.parse(where));
  }

  private List<Object> read() throws IOException {
    return read(TableScan.all());
  }

  private List<Object> read(TableScan scan) throws IOException {
    LakeTable table = LakeTable.list(storages, reference, NAME, scan);
    return ExampleFiles.values(LakeIO.read(storages, table).head(99));
  }

  private String failure() {
    return assertThrows(IOException.class, this::read).getMessage();
  }
}
