/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static io.levada.transforms.ColumnExpression.column;
import static io.levada.transforms.ColumnExpression.constant;
import static io.levada.transforms.ColumnExpression.format;
import static io.levada.transforms.ColumnExpression.join;
import static io.levada.transforms.ColumnExpression.part;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.AttributeType;
import io.levada.transforms.ColumnExpression;
import io.levada.transforms.ColumnExpression.TimePart;
import io.levada.transforms.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTextTest {

  private static ItemColumn item(String attribute, ColumnExpression of) {
    return new ItemColumn(attribute, of, ItemType.OWN);
  }

  private static ItemColumn item(String attribute, ColumnExpression of, AttributeType type) {
    return new ItemColumn(attribute, of, new ItemType(type, null));
  }

  private static ItemColumn item(String attribute, ColumnExpression of, ValueType type) {
    return new ItemColumn(attribute, of, new ItemType(null, type));
  }

  private static List<ItemColumn> columns(String text) {
    return MappingText.parse(text).columns();
  }

  @Test
  void takesSourceTargetAndType() {
    assertThat(
        columns("id:pk:S,nome:name:S,salario:salary:N"),
        contains(
            item("pk", column("id"), AttributeType.S),
            item("name", column("nome"), AttributeType.S),
            item("salary", column("salario"), AttributeType.N)));
  }

  @Test
  void leavesOutWhatIsTheSame() {
    assertThat(
        columns("id, nome : name , ativo:ativo:bool"),
        contains(
            item("id", column("id")),
            item("name", column("nome")),
            item("ativo", column("ativo"), AttributeType.BOOL)));
  }

  @Test
  void takesNumbersBelowZero() {
    assertThat(
        columns("id, -5:version:N, -0.50:rate"),
        contains(
            item("id", column("id")),
            item("version", ColumnExpression.constant(-5L), AttributeType.N),
            item("rate", ColumnExpression.constant(new BigDecimal("-0.50")))));
  }

  @Test
  void takesTypesToCastTo() {
    assertThat(
        columns("a:a:long,b:b:decimal( 10, 2 ),c:c:timestamp"),
        contains(
            item("a", column("a"), ValueType.LONG),
            item("b", column("b"), ValueType.decimal(10, 2)),
            item("c", column("c"), ValueType.TIMESTAMP)));
  }

  @Test
  void takesNamesWithSignsInQuotes() {
    assertThat(
        columns("\"a,b:c\":\"d\"\"e\":S, Data de lançamento:data, \"5\":five"),
        contains(
            item("d\"e", column("a,b:c"), AttributeType.S),
            item("data", column("Data de lançamento")),
            item("five", column("5"))));
  }

  @Test
  void takesConstants() {
    assertThat(
        columns("'it''s, v1':a,5:b,0.50:d,true:e"),
        contains(
            item("a", constant("it's, v1")),
            item("b", constant(5L)),
            item("d", constant(new BigDecimal("0.50"))),
            item("e", constant(true))));
  }

  @Test
  void takesFunctions() {
    assertThat(
        columns(
            "join('#', estado, \"a b\"):sk:S,concat(a,'-',b):c,YEAR(nascimento):ano,"
                + "format(em, 'yyyy-MM'):mes,epoch(fim):ttl:N,join(',',year(a),b):x"),
        contains(
            item("sk", join("#", List.of(column("estado"), column("a b"))), AttributeType.S),
            item("c", join("", List.of(column("a"), constant("-"), column("b")))),
            item("ano", part(TimePart.YEAR, column("nascimento"))),
            item("mes", format("yyyy-MM", column("em"))),
            item("ttl", part(TimePart.EPOCH, column("fim")), AttributeType.N),
            item("x", join(",", List.of(part(TimePart.YEAR, column("a")), column("b"))))));
  }

  @Test
  void dropsWhatItDoesNotName() {
    assertThat(MappingText.parse("id").keepsOthers(), equalTo(false));
  }

  @Test
  void keepsTheOthersButThoseThatItDrops() {
    ItemMapping mapping = MappingText.parse("*, -senha, -\"a b\"");

    assertThat(mapping.keepsOthers(), equalTo(true));
    assertThat(mapping.columns(), empty());
    assertThat(mapping.dropped(), containsInAnyOrder("senha", "a b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | at position 1: expected a column, a 'constant' or a function, found its end",
        "id, | at position 4: expected a column, a 'constant' or a function, found its end",
        "id::S | at position 4: expected the attribute's name, found ':'",
        "id:pk: | at position 7: expected a type, found its end",
        "id:pk:S:x | at position 8: expected a comma or the end, found ':'",
        "id:pk:Z | at position 7: 'Z' is no type (take one of DynamoDB's, [S, N, B, BOOL, L, M, SS,"
            + " NS, BS], or one to cast to: string, boolean, int, long, float, double,"
            + " decimal(p,s), date, timestamp, bytes)",
        "a:b:decimal(99,2) | at position 5: 'decimal(99,2)' is no type (take one of DynamoDB's, [S,"
            + " N, B, BOOL, L, M, SS, NS, BS], or one to cast to: string, boolean, int, long,"
            + " float, double, decimal(p,s), date, timestamp, bytes)",
        "a, yaer(b):c | at position 4: there is no function yaer (did you mean year?; there are"
            + " concat, join, format, year, month, day, hour, minute, second, epoch, epoch_millis;"
            + " put a column with such a name in double quotes)",
        "year(b | at position 7: expected ')', found its end",
        "year(b) | at position 1: what is made there needs a name (as in: year(nascimento):ano)",
        "join(a, b):c | at position 6: expected a separator in single quotes, found 'a'",
        "format(a, 'bb'):c | at position 11: Invalid date pattern: 'bb' (take one such as"
            + " yyyy-MM-dd)",
        "a, 'b | at position 4: the ' that begins there does not end",
        "-a:b | at position 1: -a drops a column, and nothing follows it but a comma",
        "-\"5\":n | at position 1: -5 drops a column, and nothing follows it but a comma",
        "a, -b | it drops columns, but those that it does not name are dropped anyway (add * to"
            + " keep them, in a file: others: keep)",
        "a:x, b:x | attribute x is there twice (give one another name)"
      })
  void refusesWhatItCannotRead(String text, String message) {
    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> MappingText.parse(text));

    assertThat(invalid.getMessage(), equalTo(message));
  }

  @Test
  void refusesToNestWithoutEnd() {
    String text = "concat(".repeat(60) + "a" + ")".repeat(60) + ":b";

    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> MappingText.parse(text));

    assertThat(invalid.getMessage(), equalTo("at position 351: it is nested deeper than 50"));
  }

  @Test
  void saysWhatIsWrongWithAnyText() {
    String alphabet = "a:,()'\"*- 5.year(join";
    Random random = new Random(20261121);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        MappingText.parse(text.toString());
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage(), not(emptyOrNullString()));
        refused++;
      }
    }
    assertThat(refused, greaterThan(1_000));
  }
}
