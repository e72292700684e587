/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.StorageException;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LakeTableTest {

  private static final String VERSION = "run=20260131T235959987Z-1a2b3c4d5e6f";

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();

  @Test
  void readsOnlyPartitionsForWhichTheFilterIsTrue() throws IOException {
    for (String path : List.of("y=2023/m=1", "y=2024/m=1", "y=2024/m=2", "y=2024/m=3")) {
      write(path, path.charAt(path.length() - 1));
    }

    assertThat(
        read(filter("y = '2024' and m <> '2'")),
        contains(Arrays.asList((int) '1', "2024", "1"), Arrays.asList((int) '3', "2024", "3")));
  }

  @Test
  void readsTheDefaultPartitionAsNull() throws IOException {
    write("y=__HIVE_DEFAULT_PARTITION__", 1);
    write("y=2024", 2);

    assertThat(read(filter("y is null")), contains(Arrays.asList(1, null)));
  }

  /** A link to nothing makes listing a folder fail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = '2024'",
        "y = '2024' and m = '1'",
        "not (y = '2023' or m = '2')",
        "y between '2024' and '2030'",
        "y in ('2024', '2025') and m is not null"
      })
  void doesNotListFoldersThatCanNotMatch(String filter) throws IOException {
    write("y=2024/m=1", 1);
    makeUnlistable("y=2023");

    assertThat(read(filter(filter)), contains(List.of(1, "2024", "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m = '1'", "y = '2024' or m = '1'", "y <= '2024'"})
  void listsFoldersThatCanMatch(String filter) throws IOException {
    write("y=2024/m=1", 1);
    makeUnlistable("y=2023");

    assertThrows(StorageException.class, () -> read(filter(filter)));
  }

  @Test
  void listsNoFoldersBelowOneThatIsNoPartition() throws IOException {
    write("a/y=2024", 1);
    makeUnlistable("a/y=2023");
    makeUnlistable("b/y=2023");

    assertThat(read(filter("y = '2024'")), contains(List.of(1, "2024")));
  }

  @Test
  void doesNotTakeAFilesNameForAPartition() throws IOException {
    ExampleFiles.write(
        folder.resolve("y=2024/m=1.parquet"), "optional int32 id;", row -> row.append("id", 1));

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(filter("y = '2024' and m = '1'")))
            .getMessage(),
        equalTo(
            "Cannot filter "
                + folder
                + " by m, at position 16: it is no partition column (it has y)"));
  }

  @Test
  void saysWhatPartitionColumnsThereAreWhenOneIsUnknown() throws IOException {
    write("y=2024/m=1", 1);

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(filter("yeer = '2024'")))
            .getMessage(),
        equalTo(
            "Cannot filter "
                + folder
                + " by yeer, at position 1: it is no partition column (it has y, m)"));
  }

  @Test
  void hasNoFilesWhereNothingMatches() throws IOException {
    write("y=2024", 1);

    assertThat(LakeTable.list(storages, table(), filter("y = '1999'")).files(), empty());
  }

  @Test
  void readsPartitionColumnsInTheTypesTheyAreGiven() throws IOException {
    write("i=007/l=-5/d=2024-05-01/b=true/m=1.5/f=2.5/t=2024-05-01 10%3A00%3A00", 1);
    write("i=__HIVE_DEFAULT_PARTITION__/l=0/d=2024-05-01/b=false/m=0/f=0/t=2024-05-01", 2);
    TableScan scan =
        TableScan.all()
            .withPartitionTypes(
                Map.of(
                    "I", FieldType.INT32,
                    "l", FieldType.INT64,
                    "d", FieldType.logicalType(SqlTypes.DATE),
                    "b", FieldType.BOOLEAN,
                    "m", FieldType.logicalType(FixedPrecisionNumeric.of(5, 2)),
                    "f", FieldType.DOUBLE,
                    "t", FieldType.logicalType(SqlTypes.TIMESTAMP)));

    LocalDate day = LocalDate.of(2024, 5, 1);
    assertThat(
        read(scan),
        contains(
            List.of(
                1,
                7,
                -5L,
                day,
                true,
                new BigDecimal("1.50"),
                2.5,
                Instant.parse("2024-05-01T10:00:00Z")),
            Arrays.asList(
                2,
                null,
                0L,
                day,
                false,
                new BigDecimal("0.00"),
                0.0,
                Instant.parse("2024-05-01T00:00:00Z"))));
  }

  @Test
  void comparesTypedPartitionsByTheirValue() throws IOException {
    write("n=9", 9);
    write("n=10", 10);

    assertThat(
        read(filter("n > 9").withPartitionTypes(Map.of("n", FieldType.INT32))),
        contains(List.of(10, 10)));
  }

  @Test
  void namesTheFileWhosePartitionIsNotOfItsType() throws IOException {
    write("n=1", 1);
    write("n=x", 2);

    assertThat(
        failure(TableScan.all().withPartitionTypes(Map.of("n", FieldType.INT32))),
        equalTo(
            "Cannot read "
                + file("n=x")
                + ": its partition column n can't be read: 'x' is no int32"
                + " (rename the folder, or give the column another type)"));
  }

  @Test
  void doesNotFilterAwayAPartitionThatIsNotOfItsType() throws IOException {
    write("n=1", 1);
    write("n=x", 2);

    assertThat(
        failure(filter("n > 5").withPartitionTypes(Map.of("n", FieldType.INT32))),
        equalTo(
            "Cannot read "
                + file("n=x")
                + ": its partition column n can't be read: 'x' is no int32"
                + " (rename the folder, or give the column another type)"));
  }

  @Test
  void refusesATypeForWhatIsNoPartitionColumn() throws IOException {
    write("n=1", 1);
    TableScan scan = TableScan.all().withPartitionTypes(Map.of("id", FieldType.INT32));

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(scan)).getMessage(),
        equalTo(
            "Cannot give a type to id: it is no partition column of " + folder + " (it has n)"));
  }

  @Test
  void refusesATypeThatNoPartitionCanHave() {
    Map<String, FieldType> bytes = Map.of("n", FieldType.BYTES);

    assertThrows(IllegalArgumentException.class, () -> TableScan.all().withPartitionTypes(bytes));
  }

  @ParameterizedTest
  @CsvSource({"b/y=2024, [y]", "b/x=1/y=2, '[x, y]'", "b, []", "b/y=2/x=1, '[y, x]'"})
  void namesBothFilesWhenTheirFoldersHaveOtherColumns(String path, String columns)
      throws IOException {
    write("a/x=1", 1);
    write(path, 2);

    assertThat(
        failure(TableScan.all()),
        equalTo(
            "Cannot read "
                + file(path)
                + ": its partition columns are "
                + columns
                + ", those of "
                + file("a/x=1")
                + " are [x] (move it to folders of the same columns, or read it as a table of its"
                + " own)"));
  }

  @Test
  void matchesPartitionColumnsWithoutRegardToCase() throws IOException {
    write("Year=2023", 1);
    write("year=2024", 2);

    LakeTable listed = LakeTable.list(storages, table());
    assertThat(listed.schema().getFieldNames(), contains("id", "Year"));
    assertThat(read(TableScan.all()), contains(List.of(1, "2023"), List.of(2, "2024")));
  }

  @Test
  void refusesAPartitionColumnThatIsThereTwice() throws IOException {
    write("y=1/Y=2", 1);

    assertThat(
        failure(TableScan.all()),
        equalTo(
            "Cannot read "
                + file("y=1/Y=2")
                + ": its path has a partition column twice: y, Y (rename a folder)"));
  }

  @Test
  void takesTheValueOfThePathForAColumnThatTheFileHasToo() throws IOException {
    ExampleFiles.write(
        folder.resolve("y=2024/f.parquet"),
        "optional int32 Y; optional int32 id;",
        row -> row.append("Y", 1999).append("id", 1));

    assertThat(read(TableScan.all()), contains(List.of(1, "2024")));
  }

  @Test
  void readsTheColumnsThatAreAskedForInTheirOrder() throws IOException {
    ExampleFiles.write(
        folder.resolve("y=2024/f.parquet"),
        "optional int32 a; optional int32 b; optional int32 c;",
        row -> row.append("a", 1).append("b", 2).append("c", 3));

    assertThat(read(columns("C", "y", "a")), contains(List.of(3, "2024", 1)));
    assertThat(
        LakeTable.list(storages, table(), columns("C", "y", "a")).schema().getFieldNames(),
        contains("c", "y", "a"));
  }

  @Test
  void readsAsManyRowsAsThereAreOfPartitionColumnsAlone() throws IOException {
    ExampleFiles.write(
        folder.resolve("y=2024/f.parquet"), "optional int32 a;", row -> {}, row -> {}, row -> {});

    assertThat(read(columns("y")), contains(List.of("2024"), List.of("2024"), List.of("2024")));
  }

  @Test
  void filtersByAPartitionColumnThatIsNotRead() throws IOException {
    write("y=2023", 1);
    write("y=2024", 2);

    assertThat(read(filter("y = '2024'").withColumns(List.of("id"))), contains(List.of(2)));
  }

  @Test
  void saysWhatColumnsThereAreWhenOneIsUnknown() throws IOException {
    write("y=2024", 1);

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(columns("ID", "nmae")))
            .getMessage(),
        equalTo("Cannot read column nmae of " + folder + ": it has no such column (it has id, y)"));
  }

  @Test
  void refusesAColumnThatIsAskedForTwice() {
    assertThrows(IllegalArgumentException.class, () -> columns("a", "A"));
  }

  @Test
  void knowsTheRowsOfEachPartitionInTheOrderOfFiles() throws IOException {
    write("y=2023/m=2", 1);
    write("y=2024/m=1", 2);
    ExampleFiles.write(folder.resolve("y=2023/m=2/g.parquet"), "optional int32 id;", row -> {});
    ExampleFiles.write(folder.resolve("y=2023/m=3/g.parquet"), "optional int32 id;");

    LakeTable listed = LakeTable.list(storages, table());

    assertThat(
        listed.filesByPartition().entrySet().stream()
            .map(entry -> entry.getKey() + entry.getValue().stream().map(TableFile::rows).toList())
            .toList(),
        contains("y=2023/m=2[1, 1]", "y=2023/m=3[0]", "y=2024/m=1[1]"));
    assertThat(listed.rows(), equalTo(3L));
  }

  @Test
  void takesTheVersionOfAPartitionForNoColumn() throws IOException {
    write("y=2024/m=1/" + VERSION, 1);
    write("y=2024/m=2", 2);

    LakeTable listed = LakeTable.list(storages, table());

    assertThat(listed.partitionColumns(), contains("y", "m"));
    assertThat(listed.filesByPartition().keySet(), contains("y=2024/m=1", "y=2024/m=2"));
    assertThat(read(TableScan.all()), contains(List.of(1, "2024", "1"), List.of(2, "2024", "2")));
  }

  @Test
  void takesTheVersionOfATableForNoColumn() throws IOException {
    write(VERSION, 1);

    assertThat(read(TableScan.all()), contains(List.of(1)));
  }

  @Test
  void listsTheFolderOfAVersion() throws IOException {
    write("y=2024/" + VERSION, 1);

    LakeTable listed = LakeTable.list(storages, table().child("y=2024").child(VERSION));

    assertThat(ExampleFiles.values(LakeIO.read(storages, listed).head(9)), contains(List.of(1)));
  }

  @Test
  void takesAFolderThatHoldsNoVersionForAColumn() throws IOException {
    write("y=2024/run=7", 1);

    assertThat(read(TableScan.all()), contains(List.of(1, "2024", "7")));
  }

  @Test
  void knowsThePartitionOfEachFile() throws IOException {
    write("y=2024/m=__HIVE_DEFAULT_PARTITION__", 1);
    write("y=2024/m=a%3Ab", 2);
    ExampleFiles.write(folder.resolve("y=2024/m=a%3Ab/g.parquet"), "optional int32 id;");

    List<TableFile> files = LakeTable.list(storages, table()).files();

    assertThat(
        files.stream().map(TableFile::partition).toList(),
        contains(Arrays.asList("2024", null), List.of("2024", "a:b"), List.of("2024", "a:b")));
    assertThat(files.get(1).partition(), sameInstance(files.get(2).partition()));
  }

  @Test
  void takesAFileForATableOfThatFileAlone() throws IOException {
    ExampleFiles.write(
        folder.resolve("y=2024/odd name"), "optional int32 id;", row -> row.append("id", 1));
    write("y=2024", 2);

    LakeTable listed = LakeTable.list(storages, table().child("y=2024/odd name"));

    assertThat(ExampleFiles.values(LakeIO.read(storages, listed).head(9)), contains(List.of(1)));
  }

  @Test
  void travels() throws IOException {
    write("y=2024", 1);

    LakeTable back = SerializableUtils.clone(LakeTable.list(storages, table()));

    assertThat(
        ExampleFiles.values(LakeIO.read(storages, back).head(9)), contains(List.of(1, "2024")));
  }

  @Test
  void readsManyFootersAndNamesTheFirstThatIsBroken() throws IOException {
    for (int i = 100; i < 300; i++) {
      write("n=" + i, i);
    }
    assertThat(LakeTable.list(storages, table()).rows(), equalTo(200L));
    Files.writeString(folder.resolve("n=150/f.parquet"), "broken");
    Files.writeString(folder.resolve("n=250/f.parquet"), "broken");

    assertThat(
        assertThrows(UnreadableTableException.class, () -> read(TableScan.all())).location(),
        equalTo(Location.of(file("n=150"))));
  }

  @Test
  void asksOnceWhichOfTheFilesThatTheScanWants() throws IOException {
    write("y=2022", 1);
    write("y=2023", 2);
    write("y=2024", 3);
    List<List<String>> asked = new ArrayList<>();

    LakeTable.list(
        storages,
        table(),
        filter("y >= '2023'"),
        files -> {
          asked.add(files.stream().map(file -> file.location().uri()).toList());
          return files;
        });

    assertThat(asked, contains(List.of(file("y=2023"), file("y=2024"))));
  }

  @Test
  void looksAtNothingOfFilesThatAreNotChosen() throws IOException {
    write("y=2023", 1);
    Files.createDirectories(folder.resolve("other/x=1"));
    Files.writeString(folder.resolve("other/x=1/f.parquet"), "broken");

    LakeTable listed =
        LakeTable.list(storages, table(), TableScan.all(), files -> files.subList(1, 2));

    assertThat(
        ExampleFiles.values(LakeIO.read(storages, listed).head(9)), contains(List.of(1, "2023")));
  }

  @Test
  void hasNoFilesWhereNoneIsChosen() throws IOException {
    write("y=2023", 1);

    assertThat(
        LakeTable.list(storages, table(), TableScan.all(), files -> List.of()).files(), empty());
  }

  @Test
  void makesPartitionColumnsNullable() throws IOException {
    write("y=2024", 1);

    assertThat(
        LakeTable.list(storages, table()).schema().getField("y"),
        equalTo(Field.nullable("y", FieldType.STRING)));
  }

  private static TableScan filter(String filter) {
    return TableScan.all().withFilter(PartitionFilter.parse(filter));
  }

  private static TableScan columns(String... columns) {
    return TableScan.all().withColumns(List.of(columns));
  }

  /** A file with one row in a folder. */
  private void write(String path, int id) throws IOException {
    ExampleFiles.write(
        folder.resolve(path).resolve("f.parquet"),
        "optional int32 id;",
        row -> row.append("id", id));
  }

  private void makeUnlistable(String path) throws IOException {
    Files.createDirectories(folder.resolve(path));
    Files.createSymbolicLink(folder.resolve(path).resolve("link"), Path.of("nowhere"));
  }

  private List<Object> read(TableScan scan) throws IOException {
    LakeTable listed = LakeTable.list(storages, table(), scan);
    return ExampleFiles.values(LakeIO.read(storages, listed).head(10_000));
  }

  private String failure(TableScan scan) {
    return assertThrows(UnreadableTableException.class, () -> read(scan)).getMessage();
  }

  private Location table() {
    return Location.of(folder.toString());
  }

  private String file(String path) {
    return folder.resolve(path).resolve("f.parquet").toString();
  }
}
