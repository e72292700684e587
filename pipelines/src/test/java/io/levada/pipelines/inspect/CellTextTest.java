/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.jupiter.api.Test;

class CellTextTest {

  @Test
  void showsAValueOnOneLine() {
    assertThat(CellText.of(FieldType.STRING, "a \"b\" ç"), equalTo("a \"b\" ç"));
    assertThat(CellText.of(FieldType.STRING, null), equalTo("null"));
    assertThat(CellText.of(FieldType.DECIMAL, new BigDecimal("1E+3")), equalTo("1000"));
    assertThat(
        CellText.of(FieldType.logicalType(SqlTypes.DATE), LocalDate.of(2024, 5, 1)),
        equalTo("2024-05-01"));
    assertThat(
        CellText.of(
            FieldType.logicalType(SqlTypes.TIMESTAMP), Instant.parse("2024-05-01T00:00:00.5Z")),
        equalTo("2024-05-01T00:00:00.500Z"));
    assertThat(
        CellText.of(FieldType.array(FieldType.STRING), List.of("a", "b")),
        equalTo("[\"a\",\"b\"]"));
  }

  @Test
  void letsNoValueEndTheLineOrSteerTheTerminal() {
    assertThat(
        CellText.of(FieldType.STRING, "a\nb\r\tc\u001b[31m\u0000\u202e\u0085"),
        equalTo("a\\nb\\r\\tc\\u001b[31m\\u0000\\u202e\\u0085"));
  }
}
