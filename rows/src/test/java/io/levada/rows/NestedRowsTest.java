/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestedRowsTest {

  private static final FieldType NULLABLE_LONG = FieldType.INT64.withNullable(true);

  /** One column of each kind. */
  private static final Schema ITEM =
      Schema.builder()
          .addStringField("name")
          .addNullableField("raw", FieldType.BYTES)
          .addNullableField("price", FieldType.logicalType(FixedPrecisionNumeric.of(10, 2)))
          .addNullableField("any", FieldType.DECIMAL)
          .addNullableField("ok", FieldType.BOOLEAN)
          .addNullableField("small", FieldType.INT16)
          .addNullableField("int", FieldType.INT32)
          .addNullableField("long", FieldType.INT64)
          .addNullableField("float", FieldType.FLOAT)
          .addNullableField("double", FieldType.DOUBLE)
          .addNullableField("day", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("at", FieldType.logicalType(SqlTypes.TIMESTAMP))
          .addNullableField("joda", FieldType.DATETIME)
          .build();

  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("before", FieldType.STRING)
          .addNullableField("numbers", FieldType.array(NULLABLE_LONG))
          .addNullableField("counts", FieldType.map(FieldType.STRING, NULLABLE_LONG))
          .addNullableField("item", FieldType.row(ITEM))
          .addNullableField(
              "deep",
              FieldType.map(
                  FieldType.STRING, FieldType.array(FieldType.row(ITEM).withNullable(true))))
          .addNullableField("after", FieldType.INT32)
          .build();

  private static final Row FULL_ITEM =
      Row.withSchema(ITEM)
          .attachValues(
              "ção 😀",
              new byte[] {0, -1},
              new BigDecimal("-12.30"),
              new BigDecimal("1E+3"),
              true,
              (short) -3,
              Integer.MIN_VALUE,
              Long.MAX_VALUE,
              1.5f,
              Double.NaN,
              LocalDate.of(-1, 1, 31),
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              org.joda.time.Instant.ofEpochMilli(-1));

  private static final Row EMPTY_ITEM =
      Row.withSchema(ITEM)
          .attachValues("", null, null, null, null, null, null, null, null, null, null, null, null);

  @Test
  void givesBackNestedValues() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("z", 1L);
    counts.put("a", null);
    Row row =
        row(
            "x",
            Arrays.asList(3L, null, -1L),
            counts,
            FULL_ITEM,
            Map.of("k", Arrays.asList(EMPTY_ITEM, null, FULL_ITEM)),
            7);

    Row decoded = decoded(row);

    assertThat(decoded, equalTo(row));
    assertThat(
        "the order of a map is kept",
        new ArrayList<>(decoded.getMap("counts").keySet()),
        equalTo(List.of("z", "a")));
  }

  @Test
  void tellsNothingFromEmpty() {
    assertThat(
        decoded(row(null, List.of(), Map.of(), EMPTY_ITEM, Map.of("", List.of()), 0)),
        equalTo(row(null, List.of(), Map.of(), EMPTY_ITEM, Map.of("", List.of()), 0)));
    assertThat(
        decoded(row(null, null, null, null, null, null)),
        equalTo(row(null, null, null, null, null, null)));
  }

  @Test
  void givesDecimalsTheScaleOfTheirType() {
    List<Object> values = new ArrayList<>(EMPTY_ITEM.getValues());
    values.set(2, new BigDecimal("7"));
    Row item = Row.withSchema(ITEM).attachValues(values);

    Row decoded = decoded(row(null, null, null, item, null, null));

    assertThat(decoded.getRow("item").getDecimal("price"), equalTo(new BigDecimal("7.00")));
  }

  @Test
  void refusesANullWhereNoneMayBe() {
    List<Object> values = new ArrayList<>(EMPTY_ITEM.getValues());
    values.set(0, null);
    Row row = row(null, null, null, Row.withSchema(ITEM).attachValues(values), null, null);
    RowCodec codec = RowCodec.of(SCHEMA, RowLayout.none());

    assertThrows(IllegalArgumentException.class, () -> codec.encode(row, codec.newRow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"numbers", "counts", "item"})
  void refusesNestedColumnsInAKeyAndAPartition(String column) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> RowCodec.of(SCHEMA, RowLayout.none().withKey(List.of(column))));

    assertThat(
        refusal.getMessage(),
        equalTo(
            "Cannot use column "
                + column
                + " as a key or partition: it is a list, map or struct (take a plain column)"));
    assertThrows(
        IllegalArgumentException.class,
        () -> RowCodec.of(SCHEMA, RowLayout.none().withPartition(List.of(column))));
  }

  @Test
  void refusesTypesInsideThatCannotBeCarried() {
    FieldType times = FieldType.array(FieldType.logicalType(SqlTypes.TIME));

    assertThrows(IllegalArgumentException.class, () -> ColumnKind.of(times));
    assertThrows(
        IllegalArgumentException.class,
        () -> ColumnKind.of(FieldType.map(FieldType.row(ITEM), FieldType.STRING)));
  }

  @Test
  void comparesNestedColumnsByContent() {
    RowCodec codec = RowCodec.of(SCHEMA, RowLayout.none());
    EncodedRow one = encoded(codec, row(null, List.of(1L), null, null, null, null));
    EncodedRow same = encoded(codec, row("other", List.of(1L), null, null, null, null));
    EncodedRow two = encoded(codec, row(null, List.of(2L), null, null, null, null));

    assertThat(codec.compare(one, same, codec.place("numbers")), is(0));
    assertThat(codec.compare(one, two, codec.place("numbers")) < 0, is(true));
  }

  @Test
  void writesNestedValuesAsJson() {
    Schema schema =
        Schema.builder()
            .addNullableField("l", FieldType.array(NULLABLE_LONG))
            .addNullableField("m", FieldType.map(FieldType.INT32, FieldType.STRING))
            .addNullableField(
                "s", FieldType.row(Schema.builder().addNullableInt32Field("a").build()))
            .build();
    Row struct = Row.withSchema(schema.getField("s").getType().getRowSchema()).attachValues(5);
    Row row =
        Row.withSchema(schema).attachValues(Arrays.asList(1L, null), Map.of(2, "two"), struct);

    assertThat(
        new String(RowJson.of(row), StandardCharsets.UTF_8),
        equalTo("{\"l\":[1,null],\"m\":{\"2\":\"two\"},\"s\":{\"a\":5}}"));
  }

  private static Row row(Object... values) {
    return Row.withSchema(SCHEMA).attachValues(Arrays.asList(values));
  }

  private static Row decoded(Row row) {
    RowCodec codec = RowCodec.of(SCHEMA, RowLayout.none());
    EncodedRow encoded = encoded(codec, row);
    EncodedRow scanned = codec.newRow();
    codec.scan(encoded.copy(), 0, scanned);
    return codec.decode(scanned);
  }

  private static EncodedRow encoded(RowCodec codec, Row row) {
    EncodedRow encoded = codec.newRow();
    codec.encode(row, encoded);
    return encoded;
  }
}
