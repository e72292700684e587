/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class RowJsonTest {

  private static String json(Schema schema, Object... values) {
    Row row = Row.withSchema(schema).attachValues(Arrays.asList(values));
    return new String(RowJson.of(row), UTF_8);
  }

  @Test
  void writesEveryKindOfColumn() {
    Schema schema =
        Schema.builder()
            .addStringField("string")
            .addByteArrayField("bytes")
            .addDecimalField("decimal")
            .addBooleanField("boolean")
            .addInt16Field("int16")
            .addInt32Field("int32")
            .addInt64Field("int64")
            .addFloatField("float")
            .addDoubleField("double")
            .addLogicalTypeField("date", SqlTypes.DATE)
            .addLogicalTypeField("timestamp", SqlTypes.TIMESTAMP)
            .addDateTimeField("datetime")
            .build();

    String json =
        json(
            schema,
            "ä\"\n\u0000",
            new byte[] {0, 1, 2},
            new BigDecimal("1E+3"),
            true,
            (short) 1,
            2,
            Long.MIN_VALUE,
            1.5f,
            Double.NaN,
            LocalDate.of(2015, 9, 12),
            Instant.parse("2015-09-12T00:46:58.771001Z"),
            org.joda.time.Instant.ofEpochMilli(1));

    assertThat(
        json,
        is(
            "{\"string\":\"ä\\\"\\n\\u0000\",\"bytes\":\"AAEC\",\"decimal\":1000,\"boolean\":true,"
                + "\"int16\":1,\"int32\":2,\"int64\":-9223372036854775808,\"float\":1.5,"
                + "\"double\":\"NaN\",\"date\":\"2015-09-12\","
                + "\"timestamp\":\"2015-09-12T00:46:58.771001Z\","
                + "\"datetime\":\"1970-01-01T00:00:00.001Z\"}"));
  }

  @Test
  void writesKeysOfMapsAsValuesWithoutQuotes() {
    Schema schema =
        Schema.builder()
            .addMapField("bytes", FieldType.BYTES, FieldType.INT32)
            .addMapField("decimal", FieldType.DECIMAL, FieldType.INT32)
            .addMapField("datetime", FieldType.DATETIME, FieldType.INT32)
            .addMapField("string", FieldType.STRING, FieldType.INT32)
            .build();

    assertThat(
        json(
            schema,
            Map.of(new byte[] {0, 1, 2}, 1),
            Map.of(new BigDecimal("1E-9"), 2),
            Map.of(org.joda.time.Instant.ofEpochMilli(1), 3),
            Map.of("\"a\"", 4)),
        is(
            "{\"bytes\":{\"AAEC\":1},\"decimal\":{\"0.000000001\":2},"
                + "\"datetime\":{\"1970-01-01T00:00:00.001Z\":3},\"string\":{\"\\\"a\\\"\":4}}"));
  }

  @Test
  void writesNulls() {
    Schema schema = Schema.builder().addNullableField("a", FieldType.INT64).build();

    assertThat(json(schema, (Object) null), is("{\"a\":null}"));
  }

  @Test
  void leavesTheEnvelopeOut() {
    Schema schema = Envelope.around(Schema.builder().addInt64Field("a").build());

    assertThat(json(schema, 1, 2L, null, 3L), is("{\"a\":3}"));
  }
}
