/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns whose types in a file are not those of the catalog. */
class CatalogColumnsTest {

  private static final TableName NAME = TableName.parse("db.t");

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 c (INTEGER(8, true))     | smallint",
        "int32 c (INTEGER(16, true))    | int",
        "int32 c                        | bigint",
        "int32 c                        | double",
        "int32 c                        | decimal(12,2)",
        "int64 c                        | decimal(19,0)",
        "float c                        | double",
        "int32 c (DECIMAL(5, 2))        | decimal(7,2)",
        "int64 c (DECIMAL(12, 2))       | decimal(15,4)",
        "int64 c (TIMESTAMP(MILLIS, true)) | timestamp",
        "int96 c                        | timestamp",
        "binary c                       | string",
        "binary c (ENUM)                | string",
        "binary c (STRING)              | varchar(10)"
      })
  void areReadIfTheCatalogsTypeHoldsAllValues(String stored, String type) throws IOException {
    ExampleFiles.write(folder.resolve("t/f.parquet"), "optional " + stored + ";", row -> {});

    assertThat(read(type), equalTo(List.of(Arrays.asList((Object) null))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int64 c                  | int           | int64   | int32",
        "int64 c                  | double        | int64   | double",
        "double c                 | float         | double  | float",
        "binary c (STRING)        | binary        | string  | bytes",
        "binary c (STRING)        | int           | string  | int32",
        "int32 c                  | string        | int32   | string",
        "int32 c (DATE)           | timestamp     | date    | timestamp",
        "int32 c (DECIMAL(7, 2))  | decimal(7,3)  | decimal(7,2) | decimal(7,3)",
        "int64 c                  | decimal(18,0) | int64   | decimal(18,0)",
        "boolean c                | int           | boolean | int32",
        "int32 c                  | array<int>    | int32   | list<int32>"
      })
  void areRefusedIfTheCatalogsTypeDoesNot(String stored, String type, String is, String wanted)
      throws IOException {
    ExampleFiles.write(folder.resolve("t/f.parquet"), "optional " + stored + ";");

    assertThat(
        assertThrows(UnreadableTableException.class, () -> read(type)).getMessage(),
        containsString("its column c is " + is + ", and " + wanted + " in db.t"));
  }

  @Test
  void areWidenedToTheCatalogsType() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"), "required int32 c;", row -> row.append("c", -7));

    assertThat(read("bigint"), equalTo(List.of(List.of(-7L))));
    assertThat(read("double"), equalTo(List.of(List.of(-7.0))));
    assertThat(read("decimal(12,2)"), equalTo(List.of(List.of(new BigDecimal("-7.00")))));
  }

  @Test
  void areReadAsTextIfTheFileHasThemAsBytes() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"),
        "required binary c;",
        row -> row.append("c", Binary.fromString("a\u00e7")));

    assertThat(read("string"), equalTo(List.of(List.of("a\u00e7"))));
  }

  @Test
  void areNotReadAsTextIfTheyAreNoUtf8() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"),
        "required binary c;",
        row -> row.append("c", Binary.fromConstantByteArray(new byte[] {(byte) 0xe7})));

    assertThat(
        assertThrows(UnreadableTableException.class, () -> read("string")).getMessage(),
        containsString("column c holds text that is not UTF-8"));
  }

  @Test
  void haveTheFieldsOfStructsThatTheCatalogHas() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"),
        "optional group c { required int32 A; optional int32 x;"
            + " optional group y { optional int32 z; } repeated int32 w; }",
        row -> {
          row.addGroup("c").append("A", 1).append("x", 2).append("w", 3).addGroup("y");
        },
        row -> {});

    assertThat(
        read("struct<b:string,a:bigint>"),
        equalTo(List.of(List.of(Arrays.asList(null, 1L)), Arrays.asList((Object) null))));
    assertThat(
        read("struct<b:string>"),
        equalTo(List.of(List.of(Arrays.asList((Object) null)), Arrays.asList((Object) null))));
  }

  @Test
  void areWidenedInLists() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"),
        "optional group c (LIST) { repeated group list { required group element {"
            + " required int32 a; required int32 x; } } }",
        row -> {
          row.addGroup("c").addGroup("list").addGroup("element").append("a", 1).append("x", 2);
        });

    assertThat(read("array<struct<a:bigint>>"), equalTo(List.of(List.of(List.of(List.of(1L))))));
  }

  @Test
  void areWidenedInMaps() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"),
        "optional group c (MAP) { repeated group key_value { required binary key (STRING);"
            + " optional int32 value; } }",
        row -> row.addGroup("c").addGroup("key_value").append("key", "k").append("value", 1));

    assertThat(read("map<string,bigint>"), equalTo(List.of(List.of(Map.of("k", 1L)))));
    assertThrows(UnreadableTableException.class, () -> read("map<int,bigint>"));
  }

  @Test
  void areRefusedIfAFileHasThemTwice() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/f.parquet"), "optional int32 c; optional int32 C;", row -> {});

    assertThat(
        assertThrows(UnreadableTableException.class, () -> read("int")).getMessage(),
        containsString("its columns c and C differ in case only"));
  }

  @Test
  void areRefusedIfRowsHaveNoSuchType() throws IOException {
    ExampleFiles.write(folder.resolve("t/f.parquet"), "optional int32 c;");

    assertThat(
        assertThrows(UnreadableTableException.class, () -> read("interval")).getMessage(),
        containsString("the catalog has its column c as interval, which can't be read: "));
  }

  private List<Object> read(String type) throws IOException {
    CatalogReference reference =
        CatalogReference.parse("local:" + folder.resolve("catalog of " + type));
    reference
        .open(storages.aws())
        .create(
            CatalogTable.ofParquet(
                NAME,
                Location.of(folder.toString()).child("t"),
                List.of(CatalogColumn.of("c", type)),
                List.of()));
    LakeTable table = LakeTable.list(storages, reference, NAME, TableScan.all());
    return ExampleFiles.values(LakeIO.read(storages, table).head(99));
  }
}
