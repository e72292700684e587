/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureParserTest {

  @Test
  void takesSeveralMeasures() {
    assertThat(
        parse("mean(salario) as salario_medio,COUNT ( * ) AS pessoas , max(bônus)"),
        contains(
            new MeasureText("mean", "salario", "salario_medio"),
            new MeasureText("count", null, "pessoas"),
            new MeasureText("max", "bônus", null)));
  }

  @Test
  void takesNamesInQuotes() {
    assertThat(
        parse("sum(\"Salário (R$), \"\"bruto\"\"\") as \"a soma\""),
        contains(new MeasureText("sum", "Salário (R$), \"bruto\"", "a soma")));
  }

  @Test
  void takesAColumnThatIsNamedAsAFunction() {
    assertThat(parse("min(as) as as"), contains(new MeasureText("min", "as", "as")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                | one of mean, count, sum, min, max at character 1, found the end",
        "avg(a)            | one of mean, count, sum, min, max at character 1, found 'avg(a)'",
        "mean(a), medan(b) | one of mean, count, sum, min, max at character 10, found 'medan(b)'",
        "mean(a),          | one of mean, count, sum, min, max at character 9, found the end",
        "mean a            | '(' and a column at character 6, found 'a'",
        "mean()            | a column at character 6, found ')'",
        "mean(*)           | a column (only count takes the rows) at character 6, found '*)'",
        "mean(a b)         | ')' at character 8, found 'b)'",
        "mean(a) as        | a name at character 11, found the end",
        "mean(a) media     | a comma, or the end at character 9, found 'media'",
        "mean(\"a)         | a second quote behind the one at character 6, found '\"a)'",
      })
  void saysWhatIsExpectedAndWhere(String text, String message) {
    UsageException thrown = assertThrows(UsageException.class, () -> parse(text));

    assertThat(
        thrown.getMessage(),
        equalTo(
            "Invalid --measures: expected "
                + message
                + " (example: mean(salario) as salario_medio, count(*) as pessoas)"));
  }

  private static List<MeasureText> parse(String text) {
    return MeasureParser.parse("--measures", text);
  }
}
