/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionProjectionTest {

  private static final Location FOLDER = new Location("s3://lake/people");
  private static final List<CatalogColumn> KEYS =
      List.of(CatalogColumn.of("ano", "int"), CatalogColumn.of("mes", "string"));

  @Test
  void projectsNumbersAndValues() {
    assertThat(
        PartitionProjection.parse("Ano:integer:2000,2100; mes:enum:01, 02")
            .parameters(FOLDER, List.of("Ano", "mes"), KEYS),
        equalTo(
            Map.of(
                "projection.enabled", "true",
                "projection.ano.type", "integer",
                "projection.ano.range", "2000,2100",
                "projection.mes.type", "enum",
                "projection.mes.values", "01,02",
                "storage.location.template", "s3://lake/people/Ano=${ano}/mes=${mes}/")));
  }

  @Test
  void projectsNumbersOfSoManyDigitsInSteps() {
    assertThat(
        parameters("k:integer:0,100:digits=3:interval=10", "string"),
        equalTo(
            Map.of(
                "projection.enabled", "true",
                "projection.k.type", "integer",
                "projection.k.range", "0,100",
                "projection.k.digits", "3",
                "projection.k.interval", "10",
                "storage.location.template", "s3://lake/people/k=${k}/")));
  }

  @Test
  void projectsDays() {
    assertThat(
        parameters("k:date:2020-01-01,NOW", "date"),
        equalTo(
            Map.of(
                "projection.enabled", "true",
                "projection.k.type", "date",
                "projection.k.range", "2020-01-01,NOW",
                "projection.k.format", "yyyy-MM-dd",
                "storage.location.template", "s3://lake/people/k=${k}/")));
  }

  @Test
  void projectsTimesOfAnyFormat() {
    assertThat(
        parameters(
            "k:DATE:NOW-3YEARS,2030-01-01 00:30:format=yyyy-MM-dd HH:mm:interval=30:unit=minutes",
            "string"),
        equalTo(
            Map.of(
                "projection.enabled", "true",
                "projection.k.type", "date",
                "projection.k.range", "NOW-3YEARS,2030-01-01 00:30",
                "projection.k.format", "yyyy-MM-dd HH:mm",
                "projection.k.interval", "30",
                "projection.k.interval.unit", "MINUTES",
                "storage.location.template", "s3://lake/people/k=${k}/")));
  }

  @Test
  void projectsWhatAQueryAsksFor() {
    assertThat(
        parameters("k:injected", "string"),
        equalTo(
            Map.of(
                "projection.enabled", "true",
                "projection.k.type", "injected",
                "storage.location.template", "s3://lake/people/k=${k}/")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' is no key with its type (take key:integer:first,last; key:enum:a,b;"
            + " key:date:first,last; or key:injected)",
        "k | 'k' is no key with its type (take key:integer:first,last; key:enum:a,b;"
            + " key:date:first,last; or key:injected)",
        "k:number:1,2 | 'number' is no type of a key (take key:integer:first,last; key:enum:a,b;"
            + " key:date:first,last; or key:injected)",
        "k:integer:1 | key k: '1' is no range (give the first and the last value)",
        "k:integer:1,x | key k: 'x' is no number",
        "k:integer:2,1 | key k: 2,1 ends before it begins",
        "k:integer:1,2:digits=0 | key k: digits=0 is less than 1",
        "k:integer:1,2:format=x | key k: format= is of no use here, or there twice",
        "k:enum: | key k: '' can't be projected (folders have it escaped)",
        "k:enum:a/b | key k: 'a/b' can't be projected (folders have it escaped)",
        "k:date:2020,NOW | key k: '2020' is neither of the form yyyy-MM-dd nor NOW",
        "k:date:2020,NOW:format=oops | key k: '2020' is neither of the form oops nor NOW",
        "k:injected:x | key k: injected takes no 'x'",
        "k:injected;K:injected | Key k is there twice"
      })
  void refusesWhatIsNone(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PartitionProjection.parse(text));

    assertThat(e.getMessage(), equalTo(message));
  }

  @Test
  void refusesAnIntervalWithoutAUnit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PartitionProjection.parse("k:date:2020-01-01,NOW:interval=2"));
  }

  @Test
  void refusesKeysThatAreNotTheTables() {
    PartitionProjection projection = PartitionProjection.parse("ano:integer:1,2");

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> projection.parameters(FOLDER, List.of("ano", "mes"), KEYS));

    assertThat(
        e.getMessage(),
        equalTo("it is for the keys [ano], and the table's are [ano, mes] (give one for each)"));
  }

  @ParameterizedTest
  @CsvSource({"'k:integer:1,2', date, integer", "'k:date:2020-01-01,NOW', int, date"})
  void refusesAKeyOfAnotherType(String text, String type, String projected) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parameters(text, type));

    assertThat(e.getMessage(), equalTo("key k is " + type + ", which no " + projected + " is"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k:integer:1,12:digits=2 | 01",
        "k:integer:-5,5 | -5",
        "k:integer:0,100:interval=10 | 30",
        "k:enum:a,b | b",
        "k:date:2020-01-01,NOW | 2020-01-01",
        "k:date:2020-01,NOW:format=yyyy-MM | 2020-01",
        "k:injected | x"
      })
  void hasWhatAthenaWouldFind(String text, String value) {
    assertThat(missing(text, value), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k:integer:1,12:digits=2 | 1",
        "k:integer:1,12 | 01",
        "k:integer:1,12 | 13",
        "k:integer:1,12 | __HIVE_DEFAULT_PARTITION__",
        "k:integer:0,100:interval=10 | 35",
        "k:enum:a,b | c",
        "k:date:2020-01-01,NOW | 2019-12-31",
        "k:date:2020-01-01,NOW | 20200101",
        "k:date:NOW-1YEAR,2020-01-01 | 2020-01-02"
      })
  void missesWhatAthenaWouldNot(String text, String value) {
    assertThat(missing(text, value), contains("k=" + value));
  }

  @Test
  void knowsATableThatIsProjected() {
    CatalogTable table =
        CatalogTable.ofParquet(TableName.parse("d.t"), FOLDER, List.of(), List.of());

    assertThat(PartitionProjection.isOf(table), is(false));
    assertThat(
        PartitionProjection.isOf(table.withParameters(Map.of("projection.enabled", "TRUE"))),
        is(true));
  }

  private static Map<String, String> parameters(String text, String type) {
    return PartitionProjection.parse(text)
        .parameters(FOLDER, List.of("k"), List.of(CatalogColumn.of("k", type)));
  }

  private static List<String> missing(String text, String value) {
    return PartitionProjection.parse(text)
        .missing(List.of(CatalogColumn.of("k", "string")), List.of(List.of(value)));
  }
}
