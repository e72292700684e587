/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordParserTest {

  private static final String EVENT =
      "{\"event_id\":\"e1\",\"timestamp\":\"2015-09-12T00:46:58.771Z\",\"domain\":\"d\","
          + "\"event_type\":\"t\",\"data\":%s}";

  private final JsonRecordParser events = parser(EventSchema.events());

  private static JsonRecordParser parser(EventSchema schema) {
    return new JsonRecordParser(schema, UnknownFields.DROP, false, ZoneOffset.UTC, 1000, 0);
  }

  private static JsonRecordParser parser(String type) {
    return parser(EventSchema.of(EventField.optional("f", ValueType.parse(type))));
  }

  private static JsonRecordParser keeping() {
    EventSchema schema = EventSchema.of(EventField.optional("f", ValueType.STRING));
    return new JsonRecordParser(schema, UnknownFields.DROP, true, ZoneOffset.UTC, 1000, 0);
  }

  private static Object @Nullable [] parse(JsonRecordParser parser, String json) {
    byte[] bytes = ("##" + json + "##").getBytes(UTF_8);
    return parser.parse(bytes, 2, bytes.length - 2);
  }

  private static @Nullable Object parseValue(String type, String value) {
    JsonRecordParser parser = parser(type);
    Object[] values = parse(parser, "{\"f\":" + value + "}");
    if (values == null) {
      throw new AssertionError(parser.reason() + " " + parser.message());
    }
    return values[0];
  }

  private static String rejection(JsonRecordParser parser, String json) {
    assertThat(parse(parser, json), is(nullValue()));
    return parser.reason() + ": " + parser.message();
  }

  private static RejectReason reasonFor(JsonRecordParser parser, byte[] record) {
    assertThat(parser.parse(record, 0, record.length), is(nullValue()));
    return parser.reason();
  }

  @Test
  void readsAnEvent() {
    Object[] values = parse(events, EVENT.formatted("{\"a\":[1,2]}"));

    assertThat(
        values,
        arrayContaining(
            "e1", Instant.parse("2015-09-12T00:46:58.771Z"), "d", "t", "{\"a\":[1,2]}"));
  }

  @Test
  void leavesRoomInFront() {
    EventSchema schema = EventSchema.of(EventField.optional("f", ValueType.INT));
    JsonRecordParser parser =
        new JsonRecordParser(schema, UnknownFields.DROP, false, ZoneOffset.UTC, 1000, 3);

    assertThat(parse(parser, "{\"f\":1}"), arrayContaining(null, null, null, (Object) 1));
  }

  @Test
  void orderOfMembersMayChangeFromRecordToRecord() {
    EventSchema schema =
        EventSchema.of(
            EventField.optional("a", ValueType.INT), EventField.optional("b", ValueType.INT));
    JsonRecordParser parser = parser(schema);

    assertThat(parse(parser, "{\"a\":1,\"x\":0,\"b\":2}"), arrayContaining((Object) 1, 2));
    assertThat(parse(parser, "{\"b\":2,\"a\":1}"), arrayContaining((Object) 1, 2));
    assertThat(parse(parser, "{\"x\":0,\"b\":2}"), arrayContaining(null, (Object) 2));
    assertThat(parse(parser, "{\"a\":1,\"b\":2,\"x\":0}"), arrayContaining((Object) 1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[ ]",
        "{ \"a\" : [ 1 , { \"b\" : null } ] }",
        "{\"a\":\"}{][\\\"\\\\\"}",
        "{\"a\":\"\\ud83d\\u00e4 \\ud800\"}",
        "[\"ä日本\uD83D\uDE00\"]",
        "{\"a\":1,\"a\":2}",
        "1",
        "-0",
        "1.50",
        "1.5E+3",
        "123456789012345678901234567890.10",
        "true",
        "false",
        "{\"a\":\n\t{\"b\":1}\r\n}",
      })
  void anyValueIsKeptInAStringColumnAsItsExactText(String value) {
    assertThat(parse(events, EVENT.formatted(" " + value + " "))[4], is(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2]", "7", "-1.50", "true", "{\"x\":\"}\"}"})
  void exactTextEndsWithTheValueInFrontOfAnotherMember(String value) {
    JsonRecordParser parser = parser("string");

    assertThat(parse(parser, "{\"x\" : 1 , \"f\" : " + value + " , \"y\" : [ ] }")[0], is(value));
    assertThat(parse(parser, "{\"x\":1,\"f\":" + value + ",\"y\":2}")[0], is(value));
  }

  @Test
  void numberOfTenThousandDigitsIsKeptInAStringColumn() {
    String digits = "1234567890".repeat(1000);

    assertThat(parse(events, EVENT.formatted(digits))[4], is(digits));
  }

  @Test
  void stringOfManyMegabytesIsKept() {
    String text = "x".repeat(30_000_000);

    assertThat(parse(events, EVENT.formatted('"' + text + '"'))[4], is(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'a\\u0000b', 'a\u0000b'",
    "'\\ud83d\\ude00', '\uD83D\uDE00'",
    "'{[\\\"', '{[\"'",
    "'', ''",
    "'ä\\n\\t\\/\\\\', 'ä\n\t/\\'"
  })
  void stringsAreUnescaped(String escaped, String text) {
    assertThat(parseValue("string", '"' + escaped + '"'), is(text));
  }

  @ParameterizedTest
  @CsvSource({
    "boolean, true, true",
    "int, 2147483647, 2147483647",
    "int, -2147483648, -2147483648",
    "int, -0, 0",
    "long, 9223372036854775807, 9223372036854775807",
    "long, -9223372036854775808, -9223372036854775808",
    "long, 999999999999999999, 999999999999999999",
    "float, 1, 1.0",
    "float, 3.4028235e38, 3.4028235E38",
    "double, 1, 1.0",
    "double, -0, -0.0",
    "double, 1e308, 1.0E308",
    "double, 9007199254740993, 9.007199254740992E15",
    "'decimal(5,2)', 1, 1.00",
    "'decimal(5,2)', -999.99, -999.99",
    "'decimal(5,2)', 1.500, 1.50",
    "'decimal(5,2)', 1e2, 100.00",
    "'decimal(5,2)', 0e999999999, 0.00",
    "'decimal(38,0)', 99999999999999999999999999999999999999, 99999999999999999999999999999999999999",
    "date, '\"2024-02-29\"', 2024-02-29",
    "timestamp, '\"2015-09-12 00:46:58\"', 2015-09-12T00:46:58Z",
    "timestamp, 1442018818, 2015-09-12T00:46:58Z",
    "timestamp, 1442018818771, 2015-09-12T00:46:58.771Z",
    "timestamp, 1442018818.5, 2015-09-12T00:46:58.500Z",
  })
  void readsValues(String type, String json, String text) {
    assertThat(parseValue(type, json).toString(), is(text));
  }

  @Test
  void valuesHaveTheClassesOfTheirColumns() {
    assertThat(parseValue("int", "1"), is((Object) 1));
    assertThat(parseValue("long", "1"), is((Object) 1L));
    assertThat(parseValue("float", "1"), is((Object) 1f));
    assertThat(parseValue("double", "1"), is((Object) 1d));
    assertThat(parseValue("decimal(3,1)", "1"), is((Object) new BigDecimal("1.0")));
    assertThat(parseValue("date", "\"1970-01-02\""), is((Object) LocalDate.ofEpochDay(1)));
    assertThat(parseValue("timestamp", "1"), is((Object) Instant.ofEpochSecond(1)));
    assertThat(parseValue("bytes", "\"AAEC\""), is((Object) new byte[] {0, 1, 2}));
  }

  @Test
  void zoneIsThatOfTimesWithoutOffset() {
    EventSchema schema = EventSchema.of(EventField.optional("f", ValueType.TIMESTAMP));
    JsonRecordParser parser =
        new JsonRecordParser(
            schema, UnknownFields.DROP, false, ZoneId.of("Europe/Berlin"), 1000, 0);

    assertThat(
        parse(parser, "{\"f\":\"2015-07-01T12:00:00\"}"),
        arrayContaining((Object) Instant.parse("2015-07-01T10:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "boolean, 1, 'Field f must be a boolean, not a whole number (byte 5 of the record)'",
    "boolean, '\"true\"', 'Field f must be a boolean, not a string (byte 5 of the record)'",
    "int, '\"12\"', 'Field f must be an int, not a string (byte 5 of the record)'",
    "int, true, 'Field f must be an int, not a boolean (byte 5 of the record)'",
    "int, {}, 'Field f must be an int, not an object (byte 5 of the record)'",
    "int, [], 'Field f must be an int, not a list (byte 5 of the record)'",
    "int, 1.0, 'Field f must be an int, not a number with a fraction or an exponent (byte 5 of the record)'",
    "int, 2147483648, 'Field f must be an int, but the number does not fit (byte 5 of the record)'",
    "long, 1.5, 'Field f must be a long, not a number with a fraction or an exponent (byte 5 of the record)'",
    "long, 1e2, 'Field f must be a long, not a number with a fraction or an exponent (byte 5 of the record)'",
    "long, 9223372036854775808, 'Field f must be a long, but the number does not fit (byte 5 of the record)'",
    "long, -9223372036854775809, 'Field f must be a long, but the number does not fit (byte 5 of the record)'",
    "double, '\"1\"', 'Field f must be a double, not a string (byte 5 of the record)'",
    "double, 1e309, 'Field f must be a double, but the number does not fit (byte 5 of the record)'",
    "float, 1e39, 'Field f must be a float, but the number does not fit (byte 5 of the record)'",
    "float, {}, 'Field f must be a float, not an object (byte 5 of the record)'",
    "'decimal(5,2)', 1000, 'Field f must be a decimal(5,2), but the number does not fit (byte 5 of the record)'",
    "'decimal(5,2)', 1.005, 'Field f must be a decimal(5,2), but the number does not fit (byte 5 of the record)'",
    "'decimal(5,2)', 1e999999999, 'Field f must be a decimal(5,2), but the number does not fit (byte 5 of the record)'",
    "'decimal(5,2)', 1e-999999999, 'Field f must be a decimal(5,2), but the number does not fit (byte 5 of the record)'",
    "'decimal(5,2)', 1e99999999999, 'Field f must be a decimal(5,2), but the number does not fit (byte 5 of the record)'",
    "'decimal(5,2)', 1e-99999999999, 'Field f must be a decimal(5,2), but the number does not fit (byte 5 of the record)'",
    "'decimal(5,2)', '\"1\"', 'Field f must be a decimal(5,2), not a string (byte 5 of the record)'",
    "date, 20240229, 'Field f must be a date, not a whole number (byte 5 of the record)'",
    "timestamp, true, 'Field f must be a timestamp, not a boolean (byte 5 of the record)'",
    "timestamp, [], 'Field f must be a timestamp, not a list (byte 5 of the record)'",
    "bytes, 1, 'Field f must be bytes in base64, not a whole number (byte 5 of the record)'",
    "bytes, '\"a\"', 'Field f must be bytes in base64, not other text (byte 5 of the record)'",
  })
  void valueOfAnotherTypeIsRejected(String type, String json, String message) {
    assertThat(rejection(parser(type), "{\"f\":" + json + "}"), is("BAD_TYPE: " + message));
  }

  @Test
  void longNumberIsRejectedWithoutBeingComputed() {
    String digits = "9".repeat(5_000_000);

    for (String type : new String[] {"int", "long", "decimal(38,0)", "double", "float"}) {
      assertThat(
          reasonFor(parser(type), ("{\"f\":" + digits + "}").getBytes(UTF_8)),
          is(RejectReason.BAD_TYPE));
    }
    assertThat(
        reasonFor(parser("timestamp"), ("{\"f\":" + digits + "}").getBytes(UTF_8)),
        is(RejectReason.BAD_TIMESTAMP));
  }

  @ParameterizedTest
  @CsvSource({
    "date, '\"2023-02-29\"', 'Field f must be a date yyyy-MM-dd'",
    "date, '\"2023-02-28T00:00:00Z\"', 'Field f must be a date yyyy-MM-dd'",
    "timestamp, '\"2023-02-29T00:00:00Z\"', 'Field f must be a timestamp such as 2015-09-12T00:46:58.771Z'",
    "timestamp, '\"yesterday\"', 'Field f must be a timestamp such as 2015-09-12T00:46:58.771Z'",
    "timestamp, 1e300, 'Field f must be a timestamp such as 2015-09-12T00:46:58.771Z'",
    "timestamp, 99999999999999999999999, 'Field f must be a timestamp such as 2015-09-12T00:46:58.771Z'",
  })
  void impossibleTimesAreRejected(String type, String json, String message) {
    assertThat(
        rejection(parser(type), "{\"f\":" + json + "}"),
        is("BAD_TIMESTAMP: " + message + " (byte 5 of the record)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"f\":1 | it ends too early (byte 6 of the record)",
        "{\"f\":\"a | it ends too early (byte 7 of the record)",
        "{\"f\":1}} | syntax error (byte 8 of the record)",
        "{\"f\":1} {\"f\":2} | more follows its value (byte 8 of the record)",
        "{\"f\":1},{\"f\":2} | syntax error (byte 8 of the record)",
        "{\"f\":1} x | syntax error (byte 9 of the record)",
        "{\"f\":1 2} | syntax error (byte 8 of the record)",
        "{\"f\":01} | syntax error (byte 6 of the record)",
        "{\"f\":NaN} | syntax error (byte 8 of the record)",
        "{'f':1} | syntax error (byte 2 of the record)",
        "{\"f\":\"\\x\"} | syntax error (byte 8 of the record)",
        "{\"f\":\"\t\"} | syntax error (byte 7 of the record)",
        "{\"f\":1,} | syntax error (byte 8 of the record)",
        "secret | syntax error (byte 6 of the record)",
        "[1,2] 3 | more follows its value (byte 6 of the record)",
      })
  void whatIsNotJsonIsRejected(String json, String message) {
    assertThat(
        rejection(parser("string"), json), is("NOT_JSON: The record is not JSON: " + message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void emptyRecordIsRejected(String json) {
    assertThat(
        rejection(parser("string"), json), is("NOT_JSON: The record is not JSON: it is empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | a list",
        "[{\"f\":1}] | a list",
        "\"x\" | a string",
        "1 | a whole number",
        "1.5 | a number with a fraction or an exponent",
        "true | a boolean",
        "null | null"
      })
  void valueThatIsNoObjectIsRejected(String json, String found) {
    assertThat(
        rejection(parser("string"), json),
        is(
            "NOT_AN_OBJECT: The record must be an object, not "
                + found
                + " (byte 0 of the record)"));
  }

  @Test
  void requiredFieldMustBeThere() {
    assertThat(
        rejection(events, "{\"event_id\":\"e\"}"),
        is("MISSING_FIELD: Field timestamp is required but not there"));
  }

  @Test
  void requiredFieldMayNotBeNull() {
    assertThat(
        rejection(events, "{\"event_id\":null}"),
        is("MISSING_FIELD: Field event_id is required but null"));
  }

  @Test
  void optionalFieldMayBeNull() {
    assertThat(parse(parser("int"), "{\"f\":null}"), arrayContaining(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"f\":1,\"f\":1}", "{\"f\":null,\"f\":1}", "{\"f\":1,\"\\u0066\":2}"})
  void fieldMayNotStandTwice(String json) {
    assertThat(
        rejection(parser("int"), json).replaceAll("byte \\d+", "byte n"),
        is("DUPLICATE_NAME: Field f is there twice (byte n of the record)"));
  }

  @Test
  void unknownFieldMayStandTwiceWhereItIsDropped() {
    assertThat(parse(parser("int"), "{\"x\":1,\"f\":2,\"x\":3}"), arrayContaining((Object) 2));
  }

  @Test
  void unknownFieldMayNotStandTwiceWhereItIsKept() {
    assertThat(
        rejection(keeping(), "{\"x\":1,\"f\":2,\"x\":3}"),
        is(
            "DUPLICATE_NAME: The record has a field outside the schema twice (byte 13 of the record)"));
  }

  @Test
  void unknownFieldsAreKeptInTheirOrderAsTheyStand() {
    Object[] values =
        parse(
            keeping(),
            "{ \"z\" : 1.50 , \"f\":\"v\", \"a\\u0062\":{ \"n\": [ ] } ,\"t\":true,\"s\":\"x\\ty\", \"n\" :null }");

    assertThat(
        values,
        arrayContaining(
            (Object) "v",
            "{\"z\" : 1.50,\"a\\u0062\":{ \"n\": [ ] },\"t\":true,\"s\":\"x\\ty\",\"n\" :null}"));
  }

  @Test
  void thereIsNoTextOfUnknownFieldsWithoutAny() {
    JsonRecordParser parser = keeping();
    parse(parser, "{\"x\":1}");

    assertThat(parse(parser, "{\"f\":\"v\"}"), arrayContaining((Object) "v", null));
  }

  @Test
  void unknownFieldIsRejectedWhereItMustNotBe() {
    EventSchema schema = EventSchema.of(EventField.optional("f", ValueType.STRING));
    JsonRecordParser parser =
        new JsonRecordParser(schema, UnknownFields.REJECT, false, ZoneOffset.UTC, 1000, 0);

    assertThat(
        rejection(parser, "{\"f\":1,\"secret\":2}"),
        is(
            "UNKNOWN_FIELD: The record has a field that is not in the schema (byte 7 of the record)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udc00b", "\\udc00\\ud800", "\\ud800\\u0041"})
  void halfASurrogatePairIsRejected(String text) {
    assertThat(
        rejection(parser("string"), "{\"f\":\"" + text + "\"}"),
        is("BAD_TEXT: Field f holds half a surrogate pair (byte 5 of the record)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepNestingIsRejected(String open) {
    String deep = open.repeat(100_000);

    assertThat(reasonFor(events, deep.getBytes(UTF_8)), is(RejectReason.TOO_DEEP));
    assertThat(reasonFor(events, EVENT.formatted(deep).getBytes(UTF_8)), is(RejectReason.TOO_DEEP));
    assertThat(
        reasonFor(events, ("{\"unknown\":" + deep).getBytes(UTF_8)), is(RejectReason.TOO_DEEP));
  }

  @Test
  void nestingIsCountedFromTheRecord() {
    EventSchema schema = EventSchema.of(EventField.optional("f", ValueType.STRING));
    JsonRecordParser parser =
        new JsonRecordParser(schema, UnknownFields.DROP, false, ZoneOffset.UTC, 3, 0);

    assertThat(parse(parser, "{\"f\":[[1]]}"), arrayContaining((Object) "[[1]]"));
    assertThat(
        rejection(parser, "{\"f\":[[[1]]]}"),
        is("TOO_DEEP: The record nests deeper than 3 levels"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xC3, 0xFF})
  void recordThatIsNotUtf8IsRejected(int wrong) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes("{\"unknown\":\"".getBytes(UTF_8));
    record.write(wrong);
    record.writeBytes("\"}".getBytes(UTF_8));

    assertThat(reasonFor(events, record.toByteArray()), is(RejectReason.NOT_UTF8));
  }

  @Test
  void otherEncodingsAreNotGuessed() {
    String json = "{\"f\":1}";

    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE,
          java.nio.charset.Charset.forName("UTF-32LE"),
          java.nio.charset.Charset.forName("UTF-32BE")
        }) {
      assertThat(reasonFor(parser("int"), json.getBytes(charset)), is(RejectReason.NOT_JSON));
    }
    assertThat(
        reasonFor(parser("int"), ("\uFEFF" + json).getBytes(UTF_8)), is(RejectReason.NOT_JSON));
  }

  @Test
  void goesOnAfterARejection() {
    rejection(events, "{\"event_id\":\"x\",\"data\":[[[");

    assertThat(parse(events, EVENT.formatted("null"))[0], is("e1"));
  }

  @Test
  void messageNeverQuotesTheRecord() {
    for (String json :
        new String[] {
          "SECRET", "{\"f\":SECRET}", "{\"f\":\"SECRET\"}", "{\"SECRET\":", "{SECRET"
        }) {
      assertThat(
          rejection(parser("int"), json), not(Matchers.containsStringIgnoringCase("secret")));
    }
  }

  @Test
  void shortStringThatComesAgainIsTheSameObject() {
    String first = (String) parse(events, EVENT.formatted("1"))[2];

    assertThat(parse(events, EVENT.formatted("2"))[2], sameInstance((Object) first));
  }

  @Test
  void columnsOfManyValuesKeepEachOfThem() {
    JsonRecordParser parser = parser("string");
    for (int i = 0; i < 5000; i++) {
      assertThat(parse(parser, "{\"f\":\"v" + i + "\"}"), arrayContaining((Object) ("v" + i)));
    }
  }

  @Test
  void reasonIsToldOnlyOfARejection() {
    parse(events, EVENT.formatted("1"));

    assertThat(
        assertThrows(IllegalStateException.class, events::reason).getMessage(),
        equalTo("The last record was not rejected"));
  }
}
