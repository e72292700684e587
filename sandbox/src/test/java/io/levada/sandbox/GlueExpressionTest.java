/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static io.levada.sandbox.GlueFixture.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class GlueExpressionTest {

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private GlueClient glue;
  private GlueFixture fixture;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    glue = Clients.glue(sandbox);
    fixture = new GlueFixture(glue, space.tablePrefix() + "db");
    fixture.add("9", "01");
    fixture.add("10", "02");
    fixture.add("11", "o'clock");
    fixture.add("12", NULL);
    fixture.add(NULL, "x");
  }

  @AfterEach
  void disconnect() {
    glue.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "year = 10                                     | 10",
        "year = '10'                                   | 10",
        "year <> 10                                    | 11 12 9",
        "year != 10                                    | 11 12 9",
        "year < 10                                     | 9",
        "year <= 10                                    | 10 9",
        "year > 10                                     | 11 12",
        "YEAR >= 10                                    | 10 11 12",
        "year in (9, 11)                               | 11 9",
        "year not in (9, 11)                           | 10 12 null",
        "year between 9 and 10                         | 10 9",
        "year not between 9 and 10                     | 11 12 null",
        "month = '01'                                  | 9",
        "month > '01' and month < '03'                 | 10",
        "month = 'o''clock'                            | 11",
        "month like '0%'                               | 10 9",
        "month like '_1'                               | 9",
        "month not like '0%'                           | 11 12 null",
        "month = '__HIVE_DEFAULT_PARTITION__'          | 12",
        "month is not null                             | 10 11 12 9 null",
        "not (year = 10)                               | 11 12 9 null",
        "not year = 10 and month = '01'                | 9",
        "year = 9 or year = 10 and month = '01'        | 9",
        "(year = 9 or year = 10) and month = '02'      | 10",
        "\"month\" = '01' AND(year=9)                 | 9"
      })
  void isTrueOf(String expression, String years) {
    assertThat(
        String.join(" ", fixture.matching(expression))
            .replaceAll("/\\S+", "")
            .replace(NULL, "null"),
        is(years));
  }

  @Test
  void isNullOfNone() {
    assertThat(fixture.matching("month is null or year is null").isEmpty(), is(true));
  }

  @Test
  void failsOnAValueThatIsNotOfItsKeysType() {
    fixture.add("null", "x");

    assertThat(
        refusal(() -> fixture.matching("year >= 0")),
        is("InvalidStateException: For input string: \"null\" is not an integer."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "other = 1            | other is no partition key",
        "year                 | at \"the end\"",
        "year = 'x'           | \"x\" is not an integer",
        "month = 1            | 1 is not in quotes, and month is text",
        "year like '1%'       | like needs text",
        "year = 10 year       | at \"year\"",
        "(year = 10           | at \"the end\"",
        "year in ()           | at \")\"",
        "order = 1            | at \"order\"",
        "year == 10           | at \"=\"",
        "1 = 1                | at \"1\"",
        "substr(month,1) = 1  | substr is no partition key",
        "month = 'x           | at \"'x\""
      })
  void refuses(String expression, String why) {
    assertThat(
        refusal(() -> fixture.matching(expression)),
        is("InvalidInputException: Unsupported expression: " + why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"boolean", "double", "array<int>"})
  void refusesKeysThatItCannotCompare(String type) {
    glue.updateTable(
        t ->
            t.databaseName(fixture.database)
                .tableInput(
                    i ->
                        i.name("t")
                            .partitionKeys(
                                GlueFixture.column("year", type),
                                GlueFixture.column("month", "string"))));

    assertThat(
        refusal(() -> fixture.matching("year = '1'")),
        is(
            "InvalidInputException: Unsupported expression: keys of type "
                + type
                + " can't be compared"));
  }

  @Test
  void takesDatesAsText() {
    glue.updateTable(
        t ->
            t.databaseName(fixture.database)
                .tableInput(
                    i ->
                        i.name("t")
                            .partitionKeys(
                                GlueFixture.column("year", "date"),
                                GlueFixture.column("month", "varchar(10)"))));
    fixture.add("2024-05-01", "x");

    assertThat(
        fixture.matching("year between '2024-01-01' and '2024-12-31'"), contains("2024-05-01/x"));
  }

  @Test
  void refusesAnExpressionThatIsTooLong() {
    assertThat(
        refusal(() -> fixture.matching("month = '" + "x".repeat(2_048) + "'")),
        startsWith(
            "ValidationException: 1 validation error detected: Value at 'expression' failed to"
                + " satisfy constraint: Member must have length less than or equal to 2048"));
  }
}
