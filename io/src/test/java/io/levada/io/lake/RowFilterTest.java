/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFilterTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("text", FieldType.STRING)
          .addNullableField("small", FieldType.INT16)
          .addNullableField("number", FieldType.INT32)
          .addNullableField("large", FieldType.INT64)
          .addNullableField("single", FieldType.FLOAT)
          .addNullableField("real", FieldType.DOUBLE)
          .addNullableField("price", FieldType.logicalType(FixedPrecisionNumeric.of(9, 2)))
          .addNullableField("yes", FieldType.BOOLEAN)
          .addNullableField("day", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("at", FieldType.logicalType(SqlTypes.TIMESTAMP))
          .addNullableField("older", FieldType.DATETIME)
          .addNullableField("raw", FieldType.BYTES)
          .addNullableField("tags", FieldType.array(FieldType.STRING))
          .addNullableField("data_de_lancamento", FieldType.STRING)
          .build();

  private static final Row ROW =
      row(
          "Évora",
          (short) 3,
          -7,
          9_007_199_254_740_993L,
          0.1f,
          -0.0,
          new BigDecimal("10.50"),
          true,
          LocalDate.of(2024, 2, 29),
          Instant.parse("2024-02-29T10:00:00.000001Z"),
          org.joda.time.Instant.parse("2024-02-29T10:00:00.001Z"),
          new byte[] {1},
          List.of("a"),
          "x");

  private static final Row NULLS =
      Row.withSchema(SCHEMA).attachValues(Collections.nCopies(SCHEMA.getFieldCount(), null));

  private static Row row(Object... values) {
    return Row.withSchema(SCHEMA).attachValues(Arrays.asList(values));
  }

  private static boolean wants(String filter, Row row) {
    return RowFilter.parse(filter).in(SCHEMA).apply(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text = 'Évora'",
        "text > 'Zamora'",
        "TEXT <> 'Faro'",
        "small >= 3",
        "number between -10 and -7",
        "number < 0.5",
        "large > 9007199254740992",
        "single = 0.1",
        "real = 0",
        "price = 10.5",
        "price < 10.501",
        "yes = true",
        "not yes = false",
        "day = date '2024-02-29'",
        "day < '2024-03-01'",
        "at > '2024-02-29T10:00:00Z'",
        "older > timestamp '2024-02-29 10:00:00'",
        "raw is not null and tags is not null",
        "number in (1, -7) or text is null",
        "\"Data de lançamento\" = 'x'"
      })
  void wantsRowsForWhichItIsTrue(String filter) {
    assertThat(wants(filter, ROW), equalTo(true));
    assertThat(wants("not (" + filter + ")", ROW), equalTo(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text = 'a'",
        "not text = 'a'",
        "number <> 1",
        "text = 'a' or number = 1",
        "yes = null",
        "not (number = 1 and yes = true)",
        "price in (1, 2)"
      })
  void wantsNoRowForWhichItIsNull(String filter) {
    assertThat(wants(filter, NULLS), equalTo(false));
  }

  @Test
  void isTrueWhateverIsNullBesideATruth() {
    assertThat(wants("text = 'a' or number is null", NULLS), equalTo(true));
    assertThat(wants("not (text = 'a' and number is not null)", NULLS), equalTo(true));
  }

  @Test
  void comparesTextByCodePoints() {
    Schema schema = Schema.builder().addStringField("t").build();
    Row row = Row.withSchema(schema).addValue("\uD83D\uDE00").build();

    assertThat(RowFilter.parse("t > '\uFF5E'").in(schema).apply(row), equalTo(true));
  }

  @Test
  void looksBehindTheEnvelope() {
    Schema enveloped = Envelope.around(SCHEMA);
    List<Object> values = new ArrayList<>(Arrays.asList(0, 1L, null));
    values.addAll(ROW.getValues());
    Row row = Row.withSchema(enveloped).attachValues(values);

    assertThat(RowFilter.parse("number = -7").in(enveloped).apply(row), equalTo(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "raw = 'x' | Cannot compare column raw, at position 1 of the filter: bytes, lists, maps and"
            + " structs can only be null or not",
        "number = 'x' | Invalid condition at position 10: column number can't be compared: 'x' is"
            + " no int32 (give a value of that type)",
        "text = 5 | Invalid condition at position 8: column text has strings, and 5 is none (write"
            + " '5', or give the column a type)",
        "text = | Invalid condition at position 7: expected a value, found its end (as in: year ="
            + " '2024' and month in ('01', '02'))"
      })
  void refusesWhatCannotBeCompared(String filter, String message) {
    IllegalArgumentException invalid =
        assertThrows(IllegalArgumentException.class, () -> wants(filter, ROW));

    assertThat(invalid.getMessage(), equalTo(message));
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    IllegalArgumentException invalid =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                RowFilter.parse("a = 1 and b = 2")
                    .in(Schema.builder().addInt32Field("a").addStringField("c").build()));

    assertThat(
        invalid.getMessage(),
        equalTo("Cannot find column b, at position 11 of the filter (the columns are [a, c])"));
  }
}
