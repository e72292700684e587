/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static io.levada.transforms.ColumnExpression.column;
import static io.levada.transforms.ColumnExpression.constant;
import static io.levada.transforms.ColumnExpression.join;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.AttributeType;
import io.levada.transforms.ColumnExpression;
import io.levada.transforms.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingYamlTest {

  private static ItemColumn item(String attribute, ColumnExpression of) {
    return new ItemColumn(attribute, of, ItemType.OWN);
  }

  @Test
  void readsEveryMember() {
    ItemMapping mapping =
        MappingYaml.parse(
            """
            # people
            columns:
              - {source: id, target: pk, type: S}
              - source: "join(' ', nome, apelido)"
                target: name
              - salario
              - {source: preco, type: "decimal(10,2)"}
            filter: ativo = true and nome <> 'x'
            others: keep
            drop: [senha, a b]
            """);

    assertThat(
        mapping,
        equalTo(
            new ItemMapping(
                List.of(
                    new ItemColumn("pk", column("id"), new ItemType(AttributeType.S, null)),
                    item("name", join(" ", List.of(column("nome"), column("apelido")))),
                    item("salario", column("salario")),
                    new ItemColumn(
                        "preco", column("preco"), new ItemType(null, ValueType.decimal(10, 2)))),
                true,
                Set.of("senha", "a b"),
                "ativo = true and nome <> 'x'")));
  }

  @Test
  void dropsTheOthersAndTakesAllRowsByDefault() {
    ItemMapping mapping = MappingYaml.parse("columns: [id]");

    assertThat(mapping.keepsOthers(), equalTo(false));
    assertThat(mapping.filter(), nullValue());
  }

  @Test
  void takesValuesOfTheirYamlTypes() {
    ItemMapping mapping =
        MappingYaml.parse(
            """
            columns:
              - {value: v1, target: a}
              - {value: 5, target: b}
              - {value: 0.50, target: c}
              - {value: true, target: d}
              - {value: "5", target: e}
              - {value: no, target: f}
            """);

    assertThat(
        mapping.columns(),
        contains(
            item("a", constant("v1")),
            item("b", constant(5L)),
            item("c", constant(new BigDecimal("0.50"))),
            item("d", constant(true)),
            item("e", constant("5")),
            item("f", constant("no"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it is empty (it needs columns, as its documents do)",
        "a | at line 1, column 1: expected members, such as columns:",
        "{colums: [a]} | at line 1, column 2: there is no member 'colums' (did you mean columns?;"
            + " there are columns, filter, others, drop)",
        "columns: a | at line 1, column 10: expected a list, each element behind a '- '",
        "columns: [[a]] | at line 1, column 11: expected members, such as source:",
        "columns: [{target: a}] | at line 1, column 11: a column has a source or a value, one of"
            + " both",
        "columns: [{source: a, value: b}] | at line 1, column 11: a column has a source or a value,"
            + " one of both",
        "columns: [{value: b}] | at line 1, column 11: a value needs a target",
        "columns: [{value: null, target: a}] | at line 1, column 19: a value is something, not null"
            + " (leave the column out)",
        "columns: [{value: .inf, target: a}] | at line 1, column 19: '.inf' is no number that an"
            + " item holds (put text in quotes)",
        "columns: [{source: 'a,b', target: c}] | at line 1, column 20: 'a,b' is no source: at"
            + " position 2: expected the end, found ','",
        "columns: [{source: a, type: Z}] | at line 1, column 29: 'Z' is no type (take one of"
            + " DynamoDB's, [S, N, B, BOOL, L, M, SS, NS, BS], or one to cast to: string, boolean,"
            + " int, long, float, double, decimal(p,s), date, timestamp, bytes)",
        "{columns: [a], others: all} | at line 1, column 24: others is keep or drop, not 'all'",
        "{columns: [a], drop: [b]} | it drops columns, but those that it does not name are dropped"
            + " anyway (add * to keep them, in a file: others: keep)",
        "others: drop | it names no attribute (name one at least)",
        "columns: [a | at line 1, column 12: expected ',' or ']', but got <stream end>",
        "columns: [!!java.net.URL {a: b}] | at line 1, column 27: there is no member 'a' (there are"
            + " source, value, target, type)"
      })
  void refusesWhatItCannotRead(String text, String message) {
    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> MappingYaml.parse(text));

    assertThat(invalid.getMessage(), equalTo(message));
  }

  @Test
  void tellsTheLine() {
    IllegalArgumentException invalid =
        assertThrows(
            IllegalArgumentException.class,
            () -> MappingYaml.parse("columns:\n  - id\n  - {source: a, tpye: S}\n"));

    assertThat(
        invalid.getMessage(),
        equalTo(
            "at line 3, column 17: there is no member 'tpye' (did you mean type?; there are source,"
                + " value, target, type)"));
  }

  @Test
  void refusesAMemberTwice() {
    IllegalArgumentException invalid =
        assertThrows(
            IllegalArgumentException.class,
            () -> MappingYaml.parse("columns: [a]\ncolumns: [b]\n"));

    assertThat(invalid.getMessage(), equalTo("at line 2, column 1: columns is there twice"));
  }

  @Test
  void saysWhatIsWrongWithAnyText() {
    String alphabet = "columns:- {source}\n[],'\"&*!|>%@`#?5.";
    Random random = new Random(20261121);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        MappingYaml.parse(text.toString());
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage(), not(emptyOrNullString()));
        refused++;
      }
    }
    assertThat(refused, greaterThan(1_000));
  }
}
