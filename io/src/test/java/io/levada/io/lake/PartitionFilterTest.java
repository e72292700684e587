/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.PartitionCondition.Known;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionFilterTest {

  private static final Map<String, FieldType> TYPED =
      Map.of(
          "n",
          FieldType.INT32,
          "d",
          FieldType.logicalType(SqlTypes.DATE),
          "b",
          FieldType.BOOLEAN,
          "m",
          FieldType.logicalType(FixedPrecisionNumeric.of(5, 2)),
          "f",
          FieldType.DOUBLE,
          "t",
          FieldType.logicalType(SqlTypes.TIMESTAMP));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "year = '2024'",
        "YEAR='2024'",
        "\"year\" = '2024'",
        "\"Year\" = '2024'",
        "'2024' = year",
        "'2023' < year",
        "year <> '2023'",
        "year != '2023'",
        "year < '2025'",
        "year <= '2024'",
        "year > '2023'",
        "year >= '2024'",
        "year in ('2023', '2024')",
        "year IN ('2024', null)",
        "year not in ('2023')",
        "not year in ('2023')",
        "year between '2023' and '2024'",
        "year not between '2021' and '2023'",
        "year is not null",
        "NOT year IS NULL",
        "none is null",
        "year = '2023' or year = '2024'",
        "year = '2024' and kind = 'it''s' and none is null",
        "not (year = '2023' or kind = 'x')",
        "year = '2023' and kind = 'x' or year = '2024'",
        "none = 'x' or year = '2024'",
        "not (none = 'x' and year = '2023')",
        "(((year = '2024')))",
        "\"odd \"\"name\" = ''",
        "year\n=\t'2024'",
        "kind > 'it'",
        "\"date\" = 'x'",
        "date = 'x'",
        "date in ('x')",
      })
  void isTrue(String filter) {
    assertThat(canBeTrue(filter, strings()), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "year = '2023'",
        "year <> '2024'",
        "year is null",
        "none = 'x'",
        "none <> 'x'",
        "not none = 'x'",
        "none in ('x')",
        "none not in ('x')",
        "year not in ('2023', null)",
        "year = null",
        "year <> null",
        "none = null",
        "not (none = 'x' or year = '2023')",
        "none = 'x' and year = '2024'",
        "none between 'a' and 'z'",
        "none not between 'a' and 'z'",
        "year = '2024' and (kind = 'x' or kind = 'y')",
        "year = ' 2024'",
        "kind = 'IT''S'",
      })
  void isNotTrue(String filter) {
    assertThat(canBeTrue(filter, strings()), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n = 7 | true",
        "n = '7' | true",
        "n = 7.0 | true",
        "n < 7.5 | true",
        "n < 10 | true",
        "n > -10 | true",
        "n in (6, 8) | false",
        "n > 99999999999999999999 | false",
        "d = '2024-05-01' | true",
        "d = date '2024-05-01' | true",
        "d between '2024-04-30' and '2024-05-02' | true",
        "b = true | true",
        "b = 'TRUE' | true",
        "b = false | false",
        "m = 1.5 | true",
        "m = 1.50 | true",
        "m > 1.49999 | true",
        "f = 0.5 | true",
        "f < 1e3 | true",
        "t = timestamp '2024-05-01 10:00:00' | true",
        "t > '2024-05-01T09:59:59.999999Z' | true",
        "t < '2024-05-01' | false"
      })
  void comparesInTheTypeOfTheColumn(String filter, boolean expected) {
    Map<String, String> values =
        Map.of(
            "n",
            "07",
            "d",
            "2024-05-01",
            "b",
            "true",
            "m",
            "1.5",
            "f",
            "0.50",
            "t",
            "2024-05-01 10:00:00");
    PartitionFilter parsed = PartitionFilter.parse(filter);

    parsed.checkLiterals(TYPED);

    assertThat(parsed.canBeTrue(new Known(TYPED, values)), is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "year = '2024' and month = '05' | true",
        "year = '2023' and month = '05' | false",
        "year = '2023' or month = '05' | true",
        "not (year = '2024' and month = '05') | true",
        "not (year = '2024' or month = '05') | false",
        "month is null and year = '2023' | false",
        "month is null | true",
        "month is not null | true",
        "month = null | false",
        "not month = '05' | true",
        "month in ('05') and none = 'x' | false"
      })
  void keepsWhatCanStillBeTrue(String filter, boolean expected) {
    assertThat(canBeTrue(filter, strings()), is(expected));
  }

  @Test
  void comparesStringsByTheirCodePoints() {
    Map<String, String> emoji = Map.of("x", "\ud83d\ude00");

    assertThat(canBeTrue("x > '\uffee'", emoji), is(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | expected a column, found its end",
        "year | 5 | expected a comparison, 'in', 'between' or 'is null', found its end",
        "year = | 7 | expected a value, found its end",
        "year = 2024x | 12 | expected 'and', 'or' or the end, found 'x'",
        "year = kind | 8 | expected a value (put strings in single quotes), found 'kind'",
        "year = \"2024\" | 8"
            + " | expected a value (put strings in single quotes), found the name \"2024\"",
        "year == '2024' | 7 | expected a value, found '='",
        "(year = '2024' | 15 | expected ')', found its end",
        "year = '2024') | 14 | expected 'and', 'or' or the end, found ')'",
        "year in '2024' | 9 | expected '(', found the string '2024'",
        "year in () | 10 | expected a value, found ')'",
        "year is 2024 | 9 | expected 'null', found '2024'",
        "year not = '1' | 10 | expected 'in' or 'between', found '='",
        "year between '1' or '2' | 18 | expected 'and', found 'or'",
        "year = '2024 | 8 | the ' that begins there does not end",
        "\"year = '2024' | 1 | the \" that begins there does not end",
        "year = '1' ; x | 12 | ';' has no meaning",
        "and = '1' | 1 | expected a column, found 'and'",
        "'1' = '2' | 7 | expected a column, found the string '2'",
        "year like '2%' | 6 | expected a comparison, 'in', 'between' or 'is null', found 'like'"
      })
  void saysWhereATextIsNoFilter(String text, int position, String reason) {
    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> PartitionFilter.parse(text));

    assertThat(
        invalid.getMessage(),
        equalTo(
            "Invalid condition at position "
                + position
                + ": "
                + reason
                + " (as in: year = '2024' and month in ('01', '02'))"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not "})
  void refusesWhatIsNestedTooDeep(String opening) {
    String text = opening.repeat(100_000) + "year = '2024'";

    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> PartitionFilter.parse(text));

    assertThat(invalid.getMessage(), startsWith("Invalid condition at position "));
  }

  @Test
  void takesManyConditionsInARow() {
    String text = "year = '1' or ".repeat(50_000) + "year = '2024'";

    assertThat(canBeTrue(text, strings()), is(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "year = 2024 | at position 8: column year has strings, and 2024 is none"
            + " (write '2024', or give the column a type)",
        "year = true | at position 8: column year has strings, and true is none"
            + " (write 'true', or give the column a type)",
        "n = 'x' | at position 5: column n can't be compared: 'x' is no int32"
            + " (give a value of that type)",
        "d = 20240501 | at position 5: column d has type date, and 20240501 is a number"
            + " (put it in quotes)",
        "d = '2024-13-01' | at position 5: column d can't be compared: '2024-13-01' is no date"
            + " (give a value of that type)",
        "b = 'yes' | at position 5: column b can't be compared: 'yes' is no boolean"
            + " (give a value of that type)",
        "m in (1.5, 'x') | at position 12: column m can't be compared: 'x' is no decimal(5,2)"
            + " (give a value of that type)"
      })
  void refusesALiteralThatIsNoneOfItsColumnsType(String filter, String reason) {
    PartitionFilter parsed = PartitionFilter.parse(filter);

    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> parsed.checkLiterals(TYPED));

    assertThat(invalid.getMessage(), equalTo("Invalid condition " + reason));
  }

  @Test
  void isMadeWithoutATextToo() {
    PartitionFilter filter =
        PartitionFilter.equal("year", "2024")
            .and(PartitionFilter.isNull("none").or(PartitionFilter.equal("kind", "x")))
            .and(PartitionFilter.in("n", List.of(1, 7)))
            .and(PartitionFilter.between("d", LocalDate.of(2024, 1, 1), "2024-12-31"))
            .and(PartitionFilter.less("kind", "z").and(PartitionFilter.greater("kind", "a")))
            .and(PartitionFilter.equal("year", "2023").negated());
    Map<String, String> values = new HashMap<>(strings());
    values.putAll(Map.of("n", "7", "d", "2024-05-01"));

    filter.checkLiterals(TYPED);

    assertThat(filter.canBeTrue(new Known(TYPED, values)), is(true));
    values.put("n", "2");
    assertThat(filter.canBeTrue(new Known(TYPED, values)), is(false));
  }

  @Test
  void travels() {
    PartitionFilter filter = PartitionFilter.parse("year = '2023' or none = 'x'");

    PartitionFilter back = SerializableUtils.clone(filter);

    assertThat(back.canBeTrue(new Known(Map.of(), strings())), is(false));
  }

  private static boolean canBeTrue(String filter, Map<String, String> values) {
    PartitionFilter parsed = PartitionFilter.parse(filter);
    parsed.checkLiterals(Map.of());
    return parsed.canBeTrue(new Known(Map.of(), values));
  }

  private static Map<String, String> strings() {
    Map<String, String> values = new HashMap<>();
    values.put("year", "2024");
    values.put("kind", "it's");
    values.put("odd \"name", "");
    values.put("date", "x");
    values.put("none", null);
    return values;
  }
}
