/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@link JsonRecordParser} reads lists, maps and structs. */
class NestedValuesTest {

  private static final ValueType PRICED =
      ValueType.struct(
          EventField.required("name", ValueType.STRING),
          EventField.optional("price", ValueType.decimal(5, 2)));

  private static final EventSchema ORDERS =
      EventSchema.of(
          EventField.optional(
              "data",
              ValueType.struct(
                  EventField.optional("items", ValueType.list(PRICED)),
                  EventField.optional("counts", ValueType.map(ValueType.LONG)),
                  EventField.optional("named", ValueType.map(PRICED)),
                  EventField.optional("note", ValueType.STRING))));

  private static JsonRecordParser parser(EventSchema schema) {
    return new JsonRecordParser(schema, UnknownFields.DROP, false, ZoneOffset.UTC, 1000, 0);
  }

  private static JsonRecordParser keeping(EventSchema schema) {
    return new JsonRecordParser(schema, UnknownFields.DROP, true, ZoneOffset.UTC, 1000, 0);
  }

  private static @Nullable Object @Nullable [] parse(JsonRecordParser parser, String json) {
    byte[] bytes = ("##" + json + "##").getBytes(UTF_8);
    return parser.parse(bytes, 2, bytes.length - 2);
  }

  private static @Nullable Object read(ValueType type, String json) {
    JsonRecordParser parser = parser(EventSchema.of(EventField.optional("f", type)));
    @Nullable Object @Nullable [] values = parse(parser, "{\"f\":" + json + "}");
    if (values == null) {
      throw new AssertionError(parser.reason() + " " + parser.message());
    }
    return values[0];
  }

  private static String rejection(JsonRecordParser parser, String json) {
    assertThat(parse(parser, json), is(nullValue()));
    return parser.reason() + ": " + parser.message();
  }

  private static Row row(ValueType struct, @Nullable Object... values) {
    Schema schema = struct.toFieldType().getRowSchema();
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[] | []", "[1, null , 3] | [1, null, 3]", "[ [ ] ] | not taken"})
  void listKeepsItsElementsInOrder(String json, String expected) {
    JsonRecordParser parser =
        parser(EventSchema.of(EventField.optional("f", ValueType.list(ValueType.LONG))));
    @Nullable Object @Nullable [] values = parse(parser, "{\"f\":" + json + "}");

    assertThat(values == null ? "not taken" : String.valueOf(values[0]), is(expected));
  }

  @Test
  void mapKeepsItsMembersInOrder() {
    Map<?, ?> map =
        (Map<?, ?>)
            read(ValueType.map(ValueType.LONG), "{\"z\":1,\"a\":null,\"\":2,\"\\u0041\":3}");

    assertThat(new ArrayList<>(map.keySet()), is(List.of("z", "a", "", "A")));
    assertThat(new ArrayList<>(map.values()), is(Arrays.asList(1L, null, 2L, 3L)));
  }

  @Test
  void structHasItsMembersByName() {
    assertThat(
        read(PRICED, "{\"x\":[1],\"price\":1.5,\"name\":\"n\"}"),
        is(row(PRICED, "n", new BigDecimal("1.50"))));
  }

  @Test
  void optionalMembersOfAStructMayBeMissing() {
    assertThat(read(PRICED, "{\"name\":\"n\"}"), is(row(PRICED, "n", null)));
  }

  @Test
  void everyScalarIsReadAtDepth() throws Exception {
    ValueType all =
        ValueType.struct(
            List.of(
                EventField.optional("s", ValueType.STRING),
                EventField.optional("b", ValueType.BOOLEAN),
                EventField.optional("i", ValueType.INT),
                EventField.optional("l", ValueType.LONG),
                EventField.optional("f", ValueType.FLOAT),
                EventField.optional("d", ValueType.DOUBLE),
                EventField.optional("m", ValueType.decimal(4, 1)),
                EventField.optional("day", ValueType.DATE),
                EventField.optional("at", ValueType.TIMESTAMP),
                EventField.optional("raw", ValueType.BYTES)));
    EventSchema schema =
        EventSchema.of(EventField.optional("f", ValueType.list(ValueType.map(all))));
    String json =
        "{\"f\":[{\"k\":{\"s\":\"x\",\"b\":true,\"i\":1,\"l\":2,\"f\":1.5,\"d\":2.5,\"m\":3,"
            + "\"day\":\"1970-01-02\",\"at\":1,\"raw\":\"AAEC\"}},null,{\"n\":null}]}";

    @Nullable Object @Nullable [] values = parse(parser(schema), json);

    Row row = Row.withSchema(schema.toRowSchema()).attachValues(Arrays.asList(values));
    Row expected =
        row(
            all,
            "x",
            true,
            1,
            2L,
            1.5f,
            2.5d,
            new BigDecimal("3.0"),
            LocalDate.ofEpochDay(1),
            Instant.ofEpochSecond(1),
            new byte[] {0, 1, 2});
    Row coded = CoderUtils.clone(RowCoder.of(schema.toRowSchema()), row);
    assertThat(coded.<Object>getArray(0).size(), is(3));
    assertThat(((Map<?, ?>) coded.<Object>getArray(0).iterator().next()).get("k"), is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[ 1.50 ,{\"b\" : [ ]}] | [ 1.50 ,{\"b\" : [ ]}]",
        "{ \"a\":1, \"a\":2 } | { \"a\":1, \"a\":2 }",
        "{\"a\":\"\\ud800\"} | {\"a\":\"\\ud800\"}",
        "1e400 | 1e400",
        "true | true",
        "\"\\u0041\" | A",
      })
  void stringsAtDepthKeepTheExactText(String json, String text) {
    ValueType strings = ValueType.list(ValueType.STRING);

    assertThat(read(strings, "[ " + json + " , " + json + "]"), is(List.of(text, text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"data\":[]} | Field data must be an object, not a list (byte 8 of the record)",
        "{\"data\":\"x\"} | Field data must be an object, not a string (byte 8 of the record)",
        "{\"data\":{\"items\":{}}} | Field data.items must be a list, not an object (byte 17 of the record)",
        "{\"data\":{\"items\":[[]]}} | Field data.items[0] must be an object, not a list (byte 18 of the record)",
        "{\"data\":{\"items\":[null,1]}} | Field data.items[1] must be an object, not a whole number (byte 23 of the record)",
        "{\"data\":{\"items\":[{\"name\":\"ä\"},{\"price\":\"1\"}]}} | Field data.items[1].price must be a decimal(5,2), not a string (byte 41 of the record)",
        "{\"data\":{\"items\":[{\"price\":[]}]}} | Field data.items[0].price must be a decimal(5,2), not a list (byte 27 of the record)",
        "{\"data\":{\"items\":[{\"price\":1000}]}} | Field data.items[0].price must be a decimal(5,2), but the number does not fit (byte 27 of the record)",
        "{\"data\":{\"counts\":[]}} | Field data.counts must be an object, not a list (byte 18 of the record)",
        "{\"data\":{\"counts\":{\"SECRET\":1.5}}} | Field data.counts{} must be a long, not a number with a fraction or an exponent (byte 28 of the record)",
        "{\"data\":{\"named\":{\"SECRET\":{\"price\":true}}}} | Field data.named{}.price must be a decimal(5,2), not a boolean (byte 36 of the record)",
      })
  void messageTellsThePlaceOfAWrongValue(String json, String message) {
    assertThat(rejection(parser(ORDERS), json), is("BAD_TYPE: " + message));
  }

  @Test
  void placeCountsTheIndexesOfListsInLists() {
    ValueType lists = ValueType.list(ValueType.list(ValueType.list(ValueType.DATE)));

    assertThat(
        rejection(
            parser(EventSchema.of(EventField.optional("f[]", lists))),
            "{\"x\":[[]],\"f[]\":[[],[[],null,[\"2024-01-01\",\"x\"]]]}"),
        is("BAD_TIMESTAMP: Field f[][1][2][1] must be a date yyyy-MM-dd (byte 43 of the record)"));
  }

  @Test
  void requiredMembersOfAStructMustBeThere() {
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"items\":[{\"name\":\"n\"},{\"price\":1}]}}"),
        is("MISSING_FIELD: Field data.items[1].name is required but not there"));
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"named\":{\"k\":{\"name\":null}}}}"),
        is("MISSING_FIELD: Field data.named{}.name is required but null"));
  }

  @Test
  void structMayBeNullThoughItsMembersAreRequired() {
    assertThat(parse(parser(ORDERS), "{\"data\":null}"), arrayContaining(nullValue()));
  }

  @Test
  void memberOfAStructMayNotStandTwice() {
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"items\":[{\"price\":1,\"price\":1}]}}"),
        is("DUPLICATE_NAME: Field data.items[0].price is there twice (byte 29 of the record)"));
  }

  @Test
  void membersOfTwoStructsMayHaveOneName() {
    assertThat(
        parse(parser(ORDERS), "{\"data\":{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}"),
        is(not(nullValue())));
  }

  @Test
  void keyMayNotStandTwiceInAMap() {
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"counts\":{\"k\":1,\"\\u006b\":2}}}"),
        is("DUPLICATE_NAME: Field data.counts has a key twice (byte 25 of the record)"));
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"counts\":{\"k\":null,\"k\":null}}}"),
        is("DUPLICATE_NAME: Field data.counts has a key twice (byte 28 of the record)"));
  }

  @Test
  void halfASurrogatePairIsRejectedAtDepth() {
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"items\":[{\"name\":\"\\ud800\"}]}}"),
        is(
            "BAD_TEXT: Field data.items[0].name holds half a surrogate pair (byte 26 of the record)"));
    assertThat(
        rejection(parser(ORDERS), "{\"data\":{\"counts\":{\"\\udc00\":1}}}"),
        is(
            "BAD_TEXT: Field data.counts has a key with half a surrogate pair (byte 19 of the record)"));
  }

  @Test
  void unknownMembersOfStructsAreDroppedAsThoseOfRecords() {
    assertThat(
        parse(parser(ORDERS), "{\"data\":{\"x\":1,\"note\":\"n\",\"x\":2}}")[0],
        is(row(ORDERS.fields().get(0).type(), null, null, null, "n")));
  }

  @Test
  void unknownMembersOfStructsAreRejectedAsThoseOfRecords() {
    JsonRecordParser parser =
        new JsonRecordParser(ORDERS, UnknownFields.REJECT, false, ZoneOffset.UTC, 1000, 0);

    assertThat(
        rejection(parser, "{\"data\":{\"items\":[{\"name\":\"n\",\"SECRET\":1}]}}"),
        is(
            "UNKNOWN_FIELD: Field data.items[0] has a field that is not in the schema (byte 30 of the record)"));
  }

  @Test
  void unknownMembersOfStructsAreKeptUnderTheirPath() {
    Object[] values =
        parse(
            keeping(ORDERS),
            "{\"top\": 1.50,\"data\":{\"a\\u0062\" : [ ] ,\"items\":[{\"name\":\"n\"},{\"name\":\"n\",\"q\":\"x\"}],"
                + "\"named\":{\"k \\\"\":{\"q\":null,\"name\":\"n\"}}}}");

    assertThat(
        values[1],
        is(
            "{\"top\": 1.50,\"data.a\\u0062\" : [ ],\"data.items[1].q\":\"x\",\"data.named.k \\\".q\":null}"));
  }

  @Test
  void unknownMembersOfOnePathAreNotMixedUp() {
    assertThat(
        rejection(keeping(ORDERS), "{\"data.x\":1,\"data\":{\"x\":2}}"),
        is(
            "DUPLICATE_NAME: Field data has a field outside the schema twice (byte 20 of the record)"));
  }

  @Test
  void keysOfAMapAreNoUnknownMembers() {
    assertThat(parse(keeping(ORDERS), "{\"data\":{\"counts\":{\"x\":1}}}")[1], is(nullValue()));
  }

  @Test
  void faultInTheSyntaxComesBeforeAFaultInAValue() {
    JsonRecordParser parser = parser(ORDERS);

    for (String fault :
        new String[] {
          "\"data\":{\"items\":[1,",
          "\"data\":{\"counts\":{\"k\":{\"a\":",
          "\"data\":{\"note\":\"\\ud800\",",
          "\"data\":null,\"data\":1,",
        }) {
      assertThat(
          rejection(parser, "{" + fault + " x"),
          containsString("NOT_JSON: The record is not JSON"));
    }
    assertThat(
        rejection(parser, "{\"data\":1} {}"),
        is("NOT_JSON: The record is not JSON: more follows its value (byte 11 of the record)"));
  }

  @Test
  void depthIsBoundedBehindAFaultToo() {
    assertThat(
        rejection(parser(ORDERS), "{\"data\":1,\"x\":" + "[".repeat(100_000)),
        is("TOO_DEEP: The record nests deeper than 1000 levels"));
  }

  @Test
  void hundredTypesMayStandInEachOther() {
    ValueType type = ValueType.LONG;
    for (int i = 1; i < ValueType.MAX_DEPTH; i++) {
      type = ValueType.list(type);
    }

    Object value = read(type, "[".repeat(99) + "7" + "]".repeat(99));

    for (int i = 1; i < ValueType.MAX_DEPTH; i++) {
      value = ((List<?>) value).get(0);
    }
    assertThat(value, is(7L));
  }

  @Test
  void longListIsRead() {
    int length = 500_000;
    String json = "[" + "12345678,".repeat(length - 1) + "1]";

    List<?> list = (List<?>) read(ValueType.list(ValueType.INT), json);

    assertThat(list.size(), is(length));
    assertThat(list.get(length - 1), is(1));
  }

  @Test
  void mapOfManyKeysIsRead() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 300_000; i++) {
      json.append('"').append("key").append(i).append("\":").append(i).append(',');
    }

    Map<?, ?> map = (Map<?, ?>) read(ValueType.map(ValueType.INT), json + "\"last\":1}");

    assertThat(map.size(), is(300_001));
    assertThat(map.get("key299999"), is(299_999));
  }

  @Test
  void numbersOfTenThousandDigitsAreRejectedOrKept() {
    String digits = "1234567890".repeat(1000);

    assertThat(read(ValueType.list(ValueType.STRING), "[" + digits + "]"), is(List.of(digits)));
    assertThat(
        rejection(
            parser(
                EventSchema.of(EventField.optional("f", ValueType.map(ValueType.decimal(38, 0))))),
            "{\"f\":{\"k\":" + digits + "}}"),
        is(
            "BAD_TYPE: Field f{} must be a decimal(38,0), but the number does not fit (byte 10 of the record)"));
  }

  @ParameterizedTest
  @CsvSource({"cityName", "CITYNAME", "cityname", "'city\u0301Name'", "'Cityname!'"})
  void memberGoesToTheColumnOfItsSafeName(String member) {
    Schema table = Schema.builder().addNullableInt64Field("cityname").build();

    assertThat(
        parse(parser(EventSchema.ofTable(table)), "{\"" + member + "\":1}"),
        arrayContaining((Object) 1L));
  }

  @Test
  void memberGoesToTheColumnOfItsVeryNameFirst() {
    Schema table =
        Schema.builder()
            .addNullableInt64Field("City Name")
            .addNullableInt64Field("city_name")
            .build();
    JsonRecordParser parser = parser(EventSchema.ofTable(table));

    assertThat(parse(parser, "{\"City Name\":1}"), arrayContaining((Object) 1L, null));
    assertThat(parse(parser, "{\"city_name\":1}"), arrayContaining(null, (Object) 1L));
    assertThat(parse(parser, "{\"CITY NAME\":1}"), arrayContaining(null, (Object) 1L));
  }

  @Test
  void twoMembersMayNotGoToOneColumn() {
    Schema table = Schema.builder().addNullableInt64Field("cityname").build();

    assertThat(
        rejection(parser(EventSchema.ofTable(table)), "{\"cityName\":null,\"cityname\":1}"),
        is("DUPLICATE_NAME: Field cityname is there twice (byte 17 of the record)"));
  }

  @Test
  void membersOfStructsMatchColumnsToo() {
    Schema struct = Schema.builder().addNullableInt64Field("userid").build();
    Schema table = Schema.builder().addNullableRowField("user", struct).build();

    assertThat(
        parse(parser(EventSchema.ofTable(table)), "{\"User\":{\"userId\":5}}")[0],
        is(Row.withSchema(struct).attachValues(List.of((Object) 5L))));
  }

  @Test
  void manyNamesOutsideATableAreEachLookedUp() {
    Schema table = Schema.builder().addNullableInt64Field("last").build();
    JsonRecordParser parser = parser(EventSchema.ofTable(table));
    for (int i = 0; i < 3000; i++) {
      assertThat(parse(parser, "{\"Name " + i + "\":1}"), arrayContaining(nullValue()));
    }

    assertThat(parse(parser, "{\"LAST\":1}"), arrayContaining((Object) 1L));
  }

  @Test
  void exactSourcesAreNotMatchedBySafeNames() {
    JsonRecordParser parser =
        parser(EventSchema.of(EventField.optional("cityname", ValueType.LONG)));

    assertThat(parse(parser, "{\"cityName\":1}"), arrayContaining(nullValue()));
  }
}
