/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of one table whose columns differ. */
class SchemaUnionTest {

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();

  @Test
  void hasTheColumnsOfTheFirstFileAndThenNewOnes() throws IOException {
    write("1", "optional int32 b; optional int32 a;", row -> row.append("b", 1).append("a", 2));
    write("2", "optional int32 c; optional int32 A;", row -> row.append("c", 3).append("A", 4));
    write("3", "optional int32 d; optional int32 B;", row -> row.append("d", 5).append("B", 6));

    assertThat(list().schema().getFieldNames(), contains("b", "a", "c", "d"));
    assertThat(
        read(),
        contains(
            Arrays.asList(1, 2, null, null),
            Arrays.asList(null, 4, 3, null),
            Arrays.asList(6, null, null, 5)));
  }

  /** One type, a value of it, another, a value, what both become, and both values in it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 c (INTEGER(16,true)) | 1 | int32 c | 2 | int32 | 1 | 2",
        "int32 c (INTEGER(16,true)) | 1 | int64 c | 2 | int64 | 1 | 2",
        "int32 c | 1 | int64 c | 2 | int64 | 1 | 2",
        "int32 c (INTEGER(32,false)) | -1 | int32 c | 2 | int64 | 4294967295 | 2",
        "int32 c | 1 | double c | 2.5 | double | 1.0 | 2.5",
        "int32 c | 1 | float c | 2.5 | double | 1.0 | 2.5",
        "float c | 1.5 | double c | 2.5 | double | 1.5 | 2.5",
        "int32 c | 1 | int32 c (DECIMAL(5,2)) | 250 | decimal(12,2) | 1.00 | 2.50",
        "int64 c | 1 | int64 c (DECIMAL(18,0)) | 2 | decimal(19,0) | 1 | 2",
        "int64 c | 1 | int64 c (INTEGER(64,false)) | -1 | decimal(20,0) | 1"
            + " | 18446744073709551615",
        "int32 c (INTEGER(32,false)) | -1 | int32 c (DECIMAL(9,1)) | 25 | decimal(20,1)"
            + " | 4294967295.0 | 2.5",
        "int32 c (DECIMAL(5,2)) | 150 | int64 c (DECIMAL(12,4)) | 25000 | decimal(12,4) | 1.5000"
            + " | 2.5000",
        "int32 c (DECIMAL(5,0)) | 1 | int32 c (DECIMAL(5,5)) | 250 | decimal(10,5) | 1.00000"
            + " | 0.00250"
      })
  void widensToTheNarrowestTypeThatHoldsBoth(
      String one,
      String value,
      String other,
      String otherValue,
      String type,
      String read,
      String otherRead)
      throws IOException {
    write("1", "required " + one + ";", row -> add(row, one, value));
    write("2", "required " + other + ";", row -> add(row, other, otherValue));
    write("3", "required " + one + ";", row -> add(row, one, value));

    assertThat(TypeNames.of(list().schema().getField(0).getType()), equalTo(type));
    assertThat(texts(), contains(read, otherRead, read));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 c | binary c (STRING) | string | int32",
        "int64 c | double c | double | int64",
        "int64 c | float c | float | int64",
        "int32 c (DATE) | int64 c (TIMESTAMP(MICROS,true)) | timestamp | date",
        "int32 c (DATE) | int32 c | int32 | date",
        "boolean c | int32 c | int32 | boolean",
        "binary c | binary c (STRING) | string | bytes",
        "double c | int32 c (DECIMAL(5,2)) | decimal(5,2) | double",
        "fixed_len_byte_array(16) c (DECIMAL(38,0)) | int32 c (DECIMAL(5,2)) | decimal(5,2)"
            + " | decimal(38,0)"
      })
  void namesBothFilesAndTypesWhenNoTypeHoldsBoth(
      String one, String other, String otherType, String type) throws IOException {
    write("1", "optional int32 id;");
    write("2", "optional " + one + ";");
    write("3", "optional " + other + ";");

    assertThat(
        failure(TableScan.all()),
        equalTo(
            "Cannot read "
                + file("3")
                + ": its column c is "
                + otherType
                + ", and "
                + type
                + " in "
                + file("2")
                + ", which no type holds both exactly"
                + " (leave the column out, or write one of the files again)"));
  }

  @Test
  void namesTheFileThatWidenedAColumn() throws IOException {
    write("1", "optional int32 c;");
    write("2", "optional int64 c;");
    write("3", "optional int64 c; optional int32 d;");
    write("4", "optional double c;");

    assertThat(
        failure(TableScan.all()),
        equalTo(
            "Cannot read "
                + file("4")
                + ": its column c is double, and int64 in "
                + file("2")
                + ", which no type holds both exactly"
                + " (leave the column out, or write one of the files again)"));
  }

  @Test
  void readsTheOtherColumnsOfFilesThatDoNotGoTogether() throws IOException {
    write("1", "optional int32 c; optional int32 id;", row -> row.append("id", 1));
    write("2", "optional boolean c; optional int32 id;", row -> row.append("id", 2));

    assertThat(read(TableScan.all().withColumns(List.of("id"))), contains(List.of(1), List.of(2)));
  }

  @Test
  void unitesStructsFieldByField() throws IOException {
    write(
        "1",
        "optional group s { required int32 a; optional int32 b; }",
        row -> row.addGroup("s").append("a", 1).append("b", 2));
    write(
        "2",
        "optional group S { optional binary c (STRING); required int64 A; }",
        row -> row.addGroup("S").append("c", "x").append("A", 3L));

    assertThat(
        TypeNames.of(list().schema().getField(0).getType()),
        equalTo("struct<a int64, b int32, c string>"));
    assertThat(
        read(),
        contains(List.of(Arrays.asList(1L, 2, null)), List.of(Arrays.asList(3L, null, "x"))));
  }

  @Test
  void unitesElementsOfListsAndValuesOfMaps() throws IOException {
    write(
        "1",
        "optional group l (LIST) { repeated group list { required int32 element; } }"
            + " optional group m (MAP) { repeated group key_value {"
            + " required binary key (STRING); required float value; } }",
        row -> {
          row.addGroup("l").addGroup(0).append("element", 1);
          row.addGroup("m").addGroup(0).append("key", "k").append("value", 1.5f);
        });
    write(
        "2",
        "optional group l (LIST) { repeated int64 array; }"
            + " optional group m (MAP) { repeated group map {"
            + " required binary key (STRING); optional double value; } }",
        row -> {
          row.addGroup("l").append("array", 2L);
          row.addGroup("m").addGroup(0).append("key", "k");
        });
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("k", null);

    assertThat(
        read(),
        contains(List.of(List.of(1L), Map.of("k", 1.5)), Arrays.asList(List.of(2L), nothing)));
  }

  @Test
  void namesThePartOfANestedColumnThatDoesNotGoTogether() throws IOException {
    write("1", "optional group s { optional group l (LIST) { repeated int32 array; } }");
    write("2", "optional group s { optional group l (LIST) { repeated boolean array; } }");

    assertThat(
        failure(TableScan.all()),
        equalTo(
            "Cannot read "
                + file("2")
                + ": its column s.l.element is boolean, and int32 in "
                + file("1")
                + ", which no type holds both exactly"
                + " (leave the column out, or write one of the files again)"));
  }

  @ParameterizedTest
  @CsvSource({
    "required int32 a, required int32 a, false",
    "required int32 a, optional int32 a, true",
    "optional int32 a, required int32 a, true",
    "required int32 a, required int32 b, true",
  })
  void isNullableWhereOneFileIsOrLacksIt(String one, String other, boolean nullable)
      throws IOException {
    write("1", one + ";");
    write("2", other + ";");

    assertThat(list().schema().getField("a").getType().getNullable(), equalTo(nullable));
  }

  @Test
  void makesAColumnThatComesLaterNullable() throws IOException {
    write("1", "required int32 a;");
    write("2", "required int32 a; required int32 b;");

    assertThat(list().schema().getField("b").getType().getNullable(), equalTo(true));
  }

  @Test
  void refusesColumnsOfOneFileThatDifferInCaseOnly() throws IOException {
    write("1", "optional int32 Id; optional int32 id; optional int32 other;");

    assertThat(
        failure(TableScan.all()),
        equalTo(
            "Cannot read "
                + file("1")
                + ": its columns Id and id differ in case only"
                + " (rename one of them, or leave both out)"));
    assertThat(read(TableScan.all().withColumns(List.of("other"))), equalTo(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optional int32 a; | it has no column b, which FIRST has",
        "optional int32 a; optional int32 b; optional int32 c;"
            + " | it has a column c, which FIRST has not",
        "optional int32 a; optional int64 b; | its column b is int64, and int32 in FIRST"
      })
  void refusesDriftOnRequest(String columns, String reason) throws IOException {
    write("1", "optional int32 a; optional int32 b;");
    write("2", "optional int32 B; required int32 A;");
    write("3", columns);

    assertThat(
        failure(TableScan.all().withDrift(SchemaDrift.REFUSE)),
        equalTo(
            "Cannot read "
                + file("3")
                + ": "
                + reason.replace("FIRST", file("1"))
                + " (write it again, leave the column out, or let the schemas be united)"));
  }

  private static void add(Group row, String type, String value) {
    if (type.startsWith("int32")) {
      row.add(0, Integer.parseInt(value));
    } else if (type.startsWith("int64")) {
      row.add(0, Long.parseLong(value));
    } else if (type.startsWith("float")) {
      row.add(0, Float.parseFloat(value));
    } else if (type.startsWith("double")) {
      row.add(0, Double.parseDouble(value));
    } else {
      row.add(0, Binary.fromString(value));
    }
  }

  private void write(String name, String columns, ExampleFiles.Fill... rows) throws IOException {
    ExampleFiles.write(folder.resolve(name + ".parquet"), columns, rows);
  }

  private LakeTable list() throws IOException {
    return LakeTable.list(storages, Location.of(folder.toString()));
  }

  private List<Object> read() throws IOException {
    return read(TableScan.all());
  }

  private List<Object> read(TableScan scan) throws IOException {
    LakeTable listed = LakeTable.list(storages, Location.of(folder.toString()), scan);
    return ExampleFiles.values(LakeIO.read(storages, listed).head(1000));
  }

  private List<String> texts() throws IOException {
    return LakeIO.read(storages, list()).head(1000).stream()
        .map(row -> row.getValues().get(0))
        .map(value -> value instanceof BigDecimal number ? number.toPlainString() : "" + value)
        .toList();
  }

  private String failure(TableScan scan) {
    return assertThrows(UnreadableTableException.class, () -> read(scan)).getMessage();
  }

  private String file(String name) {
    return folder.resolve(name + ".parquet").toString();
  }
}
