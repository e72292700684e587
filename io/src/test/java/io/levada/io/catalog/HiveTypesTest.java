/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.AnyTable;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiveTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal(38,10)",
        "boolean",
        "string",
        "binary",
        "date",
        "timestamp",
        "array<array<int>>",
        "map<string,map<int,date>>",
        "struct<a:int,b c:array<struct<ção:string>>,d.e-f(g):decimal(5,2)>",
        "struct<``:int,`a,b`:int,`c:d`:int,`e``f`:int,` g`:int>"
      })
  void readsWhatItWrites(String type) {
    assertThat(HiveTypes.of(HiveTypes.parse(type)), equalTo(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | smallint",
        "INTEGER | int",
        "varchar( 10 ) | string",
        "char(3) | string",
        "decimal | decimal(10,0)",
        "decimal(7) | decimal(7,0)",
        "' Decimal ( 7 , 2 ) ' | decimal(7,2)",
        "'ARRAY < Map< String , struct< A b : int ,\tC:BigInt > > >'"
            + " | 'array<map<string,struct<A b:int,C:bigint>>>'"
      })
  void readsWhatOthersWrite(String type, String canonical) {
    assertThat(HiveTypes.of(HiveTypes.parse(type)), equalTo(canonical));
  }

  @Test
  void makesEverythingNullableButTheKeysOfMaps() {
    Schema fields = Schema.builder().addNullableField("x", FieldType.INT64).build();

    assertThat(
        HiveTypes.parse("map<string,array<struct<x:bigint>>>"),
        equalTo(
            FieldType.map(
                    FieldType.STRING,
                    FieldType.array(FieldType.row(fields).withNullable(true)).withNullable(true))
                .withNullable(true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1",
        "text | 1",
        "array<interval> | 7",
        "uniontype<int,string> | 1",
        "array<int | 10",
        "array | 6",
        "int x | 5",
        "int> | 4",
        "decimal(39,2) | 9",
        "decimal(5,6) | 11",
        "decimal(x) | 9",
        "decimal(5 | 10",
        "decimal(99999999999) | 9",
        "varchar | 8",
        "varchar(0) | 9",
        "map<array<int>,int> | 1",
        "map<int> | 8",
        "struct<> | 8",
        "struct<a> | 9",
        "struct<a:int,A:int> | 14",
        "struct<`a:int> | 8",
        "struct<a:> | 10"
      })
  void tellsWhereATypeIsNone(String type, int position) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> HiveTypes.parse(type));

    assertThat(
        e.getMessage().replaceFirst("\\(expected .* at position", "(at position"),
        equalTo("Cannot read type '" + type + "' (at position " + position + ")"));
  }

  @Test
  void tellsWhatWasExpected() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> HiveTypes.parse("array<interval>"));

    assertThat(
        e.getMessage(),
        equalTo(
            "Cannot read type 'array<interval>' (expected one of tinyint, smallint, int, bigint,"
                + " float, double, decimal, boolean, string, varchar, char, binary, date,"
                + " timestamp, array, map, struct at position 7)"));
  }

  @Test
  void refusesWhatIsTooDeep() {
    String type = "array<".repeat(100_000);

    assertThrows(IllegalArgumentException.class, () -> HiveTypes.parse(type));
  }

  @Property(tries = 500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void readsEveryTypeThatItWrites(@ForAll("tables") AnyTable table) {
    for (Field field : table.schema().getFields()) {
      String type = HiveTypes.of(field.getType());

      assertThat(HiveTypes.of(HiveTypes.parse(type)), equalTo(type));
      assertThat(HiveTypes.parse(type), equalTo(nullable(field.getType())));
    }
  }

  @Provide
  Arbitrary<AnyTable> tables() {
    return AnyTable.inFiles();
  }

  private static FieldType nullable(FieldType type) {
    FieldType nullable =
        switch (type.getTypeName()) {
          case ARRAY -> FieldType.array(nullable(type.getCollectionElementType()));
          case MAP ->
              FieldType.map(
                  type.getMapKeyType().withNullable(false), nullable(type.getMapValueType()));
          case ROW -> {
            Schema.Builder fields = Schema.builder();
            type.getRowSchema()
                .getFields()
                .forEach(field -> fields.addField(field.getName(), nullable(field.getType())));
            yield FieldType.row(fields.build());
          }
          default -> type;
        };
    return nullable.withNullable(true);
  }
}
