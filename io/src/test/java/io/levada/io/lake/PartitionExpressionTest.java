/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionExpressionTest {

  private static final Map<String, FieldType> TYPES =
      Map.of(
          "ano",
          FieldType.INT32,
          "mes",
          FieldType.STRING,
          "dia",
          FieldType.logicalType(SqlTypes.DATE),
          "hora",
          FieldType.logicalType(SqlTypes.TIMESTAMP),
          "taxa",
          FieldType.DOUBLE,
          "m\u00eas",
          FieldType.STRING);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "ano = 2024                             | ano = 2024",
        "ano = '2024'                           | ano = 2024",
        "ano <> +02024                          | ano <> 2024",
        "ANO != -1                              | ano <> -1",
        "2024 < ano                             | ano > 2024",
        "mes >= '05'                            | mes >= '05'",
        "dia >= date '2024-05-01'               | dia >= '2024-05-01'",
        "ano = 2024 and mes >= '05'             | (ano = 2024 and mes >= '05')",
        "ano = 2024 and (mes = '1' or mes = '2')| (ano = 2024 and (mes = '1' or mes = '2'))",
        "mes in ('01', '02')                    | (mes = '01' or mes = '02')",
        "mes between '01' and '03'              | (mes >= '01' and mes <= '03')",
        "mes not in ('01', '02')                | (mes <> '01' and mes <> '02')",
        "not (ano >= 2024 and mes < '05')       | (ano < 2024 or mes >= '05')",
        "not (not (ano > 2024))                 | ano > 2024",
        "not ano <= 2024                        | ano > 2024"
      })
  void saysWhatACatalogReadsAsMeant(String where, String expression) {
    assertThat(expression(where), equalTo(expression));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "ano = 2024 and mes is null             | ano = 2024",
        "ano = 2024 and mes = 'a''b'            | ano = 2024",
        "ano = 2024 and hora > '2024-05-01'     | ano = 2024",
        "not (ano = 2024 or taxa = 1.5)         | ano <> 2024"
      })
  void leavesOutWhatItIsNotSureOf(String where, String expression) {
    assertThat(expression(where), equalTo(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mes is null",
        "mes is not null",
        "mes = null",
        "mes = 'a''b'",
        "mes = 'a\\b'",
        "mes = '\u00e7'",
        "mes = 'a\tb'",
        "m\u00eas = '1'",
        "ano > 2023.5",
        "ano < 3000000000",
        "taxa > 1",
        "hora > '2024-05-01'",
        "ano = 2024 or mes is null",
        "not (ano = 2024 and mes is null)"
      })
  void takesAllPartitionsIfItCanNotSayFewer(String where) {
    assertThat(expression(where), nullValue());
  }

  @Test
  void takesAllPartitionsIfItIsLongerThanGlueTakes() {
    String names = String.join("','", Collections.nCopies(200, "0123456789"));

    assertThat(expression("mes in ('" + names + "')"), nullValue());
  }

  @Test
  void takesAllPartitionsForNoValues() {
    assertThat(PartitionFilter.in("mes", List.of()).expression(TYPES), nullValue());
  }

  private static String expression(String where) {
    return PartitionFilter.parse(where).expression(TYPES);
  }
}
