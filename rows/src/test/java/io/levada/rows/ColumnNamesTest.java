/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnNamesTest {

  @ParameterizedTest
  @CsvSource({
    "cityName, cityname",
    "Data de lançamento, data_de_lancamento",
    "Preço (R$), preco_r",
    "a.b, a_b",
    "a - b, a_b",
    "' nome ', nome",
    "_id, _id",
    "__a__, __a__",
    "a _, a__",
    "2024 total, 2024_total",
    "Straße, strasse",
    "ŁÓDŹ, lodz",
    "ﬁm, fim",
    "x²,x2",
    "İstanbul, istanbul",
    "Ünïcödé, unicode",
    "n\u0303, n",
    "＿id, _id",
    "\u0301_id, _id",
    "年, _",
    "'', _",
    "'?', _",
    "levada$file, levada_file",
    "a😀b, a_b",
  })
  void makesASafeName(String name, String safe) {
    assertThat(ColumnNames.safe(name), equalTo(safe));
    assertThat("the rule is stable", ColumnNames.safe(safe), equalTo(safe));
    assertThat(ColumnNames.isSafe(safe), is(true));
  }

  @Test
  void cutsALongName() {
    assertThat(ColumnNames.safe("A".repeat(300)), equalTo("a".repeat(255)));
  }

  @Test
  void keepsTheOrderOfTheNames() {
    List<String> names = List.of("Z", "Ação", "b c");

    assertThat(new ArrayList<>(ColumnNames.mapping(names).keySet()), equalTo(names));
    assertThat(
        new ArrayList<>(ColumnNames.mapping(names).values()), equalTo(List.of("z", "acao", "b_c")));
  }

  @Test
  void refusesTwoNamesOfOneColumn() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> ColumnNames.mapping(List.of("Preço", "id", "preco")));

    assertThat(
        refusal.getMessage(),
        equalTo(
            "Cannot name columns: 'Preço' and 'preco' are both preco (give one of them another"
                + " name)"));
  }
}
