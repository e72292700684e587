/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionKeysTest {

  @Test
  void ordersValuesAsTheTableDoes() throws SchemaMismatchException {
    assertThat(
        keys(CatalogColumn.of("ano", "int"), CatalogColumn.of("mes", "string"))
            .values(Map.of("Mes", "01", "Ano", "2024")),
        contains("2024", "01"));
  }

  @Test
  void namesNullAsCatalogsDo() throws SchemaMismatchException {
    assertThat(
        keys(CatalogColumn.of("ano", "int")).values(Collections.singletonMap("ano", null)),
        contains(CatalogPartition.NULL));
  }

  @ParameterizedTest
  @CsvSource({
    "string, a/b",
    "varchar(2), ab",
    "char(2), a",
    "tinyint, -128",
    "smallint, 032767",
    "int, -2147483648",
    "bigint, 9223372036854775807",
    "double, 1e3",
    "float, 0.5",
    "'decimal(3,1)', 10.5",
    "boolean, TRUE",
    "date, 2024-02-29",
    "timestamp, 2024-02-29 01:02:03.5",
    "timestamp, 2024-02-29T01:02:03Z"
  })
  void takesAValueOfTheKeysType(String type, String value) throws SchemaMismatchException {
    assertThat(keys(CatalogColumn.of("k", type)).values(Map.of("k", value)), contains(value));
  }

  @ParameterizedTest
  @CsvSource({
    "varchar(2), abc",
    "tinyint, 128",
    "smallint, -32769",
    "int, 2147483648",
    "int, 1.0",
    "int, x",
    "bigint, 9223372036854775808",
    "double, x",
    "'decimal(3,1)', 10.55",
    "'decimal(3,1)', 100",
    "boolean, yes",
    "date, 2023-02-29",
    "date, 20240229",
    "timestamp, 2024-02-29",
    "binary, x",
    "array<int>, 1",
    "interval, 1"
  })
  void refusesAValueOfAnotherType(String type, String value) {
    SchemaMismatchException e =
        assertThrows(
            SchemaMismatchException.class,
            () -> keys(CatalogColumn.of("k", type)).values(Map.of("k", value)));

    assertThat(
        e.getMessage(),
        equalTo(
            "Cannot register columns of d.t: '"
                + value
                + "' is no "
                + type
                + ", which is the type of key k (rename the partition, or write to another"
                + " table)"));
  }

  @Test
  void refusesOtherColumns() {
    SchemaMismatchException e =
        assertThrows(
            SchemaMismatchException.class,
            () -> keys(CatalogColumn.of("ano", "int")).values(Map.of("mes", "01")));

    assertThat(
        e.getMessage(),
        equalTo(
            "Cannot register columns of d.t: the table's partition keys are [ano], and those of a"
                + " folder [mes] (move its files to folders of these keys, or write to another"
                + " table)"));
  }

  private static PartitionKeys keys(CatalogColumn... keys) {
    return PartitionKeys.of(
        CatalogTable.ofParquet(
            TableName.parse("d.t"), new Location("/t"), List.of(), List.of(keys)));
  }
}
