/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemaTest {

  @Test
  void defaultSchemaIsThatOfTheEventDistributor() {
    Schema expected =
        Schema.builder()
            .addStringField("event_id")
            .addLogicalTypeField("timestamp", SqlTypes.TIMESTAMP)
            .addStringField("domain")
            .addStringField("event_type")
            .addNullableStringField("data")
            .build();

    assertThat(EventSchema.events().toRowSchema(), equalTo(expected));
  }

  @Test
  void everyTypeHasItsColumn() {
    EventSchema schema =
        EventSchema.of(
            List.of("string", "boolean", "int", "long", "float", "double", "decimal(9,2)", "date")
                .stream()
                .map(type -> EventField.required(type, ValueType.parse(type)))
                .toList());

    Schema expected =
        Schema.builder()
            .addStringField("string")
            .addBooleanField("boolean")
            .addInt32Field("int")
            .addInt64Field("long")
            .addFloatField("float")
            .addDoubleField("double")
            .addLogicalTypeField("decimal_9_2", FixedPrecisionNumeric.of(9, 2))
            .addLogicalTypeField("date", SqlTypes.DATE)
            .build();
    assertThat(schema.toRowSchema(), equalTo(expected));
  }

  @Test
  void bytesAreBytes() {
    EventSchema schema = EventSchema.of(EventField.optional("b", ValueType.BYTES));

    assertThat(
        schema.toRowSchema(),
        equalTo(Schema.builder().addNullableField("b", FieldType.BYTES).build()));
  }

  @ParameterizedTest
  @CsvSource({"cityName, cityname", "'Preço (R$)', preco_r", "a.b, a_b", "'', _", "日本, _"})
  void columnIsTheSafeNameOfTheSource(String source, String column) {
    assertThat(EventField.optional(source, ValueType.STRING).name(), is(column));
    assertThat(EventField.required(source, ValueType.STRING).name(), is(column));
  }

  @Test
  void writesALineForEachField() {
    EventSchema schema =
        EventSchema.of(
            EventField.required("id", ValueType.LONG),
            EventField.optional("city\"Name", ValueType.decimal(5, 2)));

    assertThat(
        schema.toJson(),
        is(
            """
            {"fields": [
              {"name": "id", "type": "long", "required": true},
              {"name": "city_name", "source": "city\\"Name", "type": "decimal(5,2)", "required": false}
            ]}
            """));
  }

  @Test
  void readsWhatItWrites() {
    EventSchema schema =
        EventSchema.of(
            EventField.required("ID", ValueType.LONG),
            EventField.optional("Ünï \u0001\t\"x\\", ValueType.decimal(38, 38)),
            new EventField("renamed", "Weird name", ValueType.TIMESTAMP, true));

    assertThat(EventSchema.fromJson(schema.toJson()), equalTo(schema));
  }

  @Test
  void readsBackASchemaWithoutFields() {
    EventSchema empty = EventSchema.of();

    assertThat(EventSchema.fromJson(empty.toJson()), equalTo(empty));
  }

  @Test
  void nameOrSourceMayBeLeftOut() {
    EventSchema schema =
        EventSchema.fromJson(
            """
            {"fields": [{"name": "city_name", "type": "string"},
                        {"source": "userName", "type": "Decimal( 4 , 1 )", "required": true}]}
            """);

    assertThat(
        schema,
        equalTo(
            EventSchema.of(
                new EventField("city_name", "city_name", ValueType.STRING, false),
                new EventField("username", "userName", ValueType.decimal(4, 1), true))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | Invalid schema: not JSON in line 1, column ",
        "{} x | Invalid schema: not JSON in line 1, column ",
        "[] | Invalid schema: not an object with \"fields\", a list",
        "{\"fields\": {}} | Invalid schema: not an object with \"fields\"",
        "{\"fields\": [], \"x\": 1} | Invalid schema: unknown key 'x' (take fields, match)",
        "{\"fields\": [], \"fields\": []} | Duplicate field 'fields'",
        "{\"fields\": [7]} | Invalid schema: field 1: not an object such as",
        "{\"fields\": [{\"nam\": \"a\"}]} | Invalid schema: field 1: unknown key 'nam' (take name, source, type, required)",
        "{\"fields\": [{\"type\": \"int\"}]} | Invalid schema: field 1: neither name nor source (give one)",
        "{\"fields\": [{\"name\": \"a\"}]} | Invalid schema: field a: no type",
        "{\"fields\": [{\"name\": 1, \"type\": \"int\"}]} | Invalid schema: field 1: name is not a string",
        "{\"fields\": [{\"name\": \"a\", \"type\": \"int\", \"required\": 1}]} | field a: required is neither true nor false",
        "{\"fields\": [{\"name\": \"a\", \"type\": \"text\"}]} | field a: Invalid type: text (take one of string, boolean, int,",
        "{\"fields\": [{\"name\": \" \", \"type\": \"int\"}]} | field 1: Invalid column name: ' ' of member ' '",
        "{\"fields\": [{\"name\": \"a\", \"type\": \"int\"}, {\"name\": \"b\", \"source\": \"a\", \"type\": \"int\"}]} | member 'a' is read into both column a and column b (leave out one)",
        "{\"fields\": [{\"source\": \"aB\", \"type\": \"int\"}, {\"source\": \"Ab\", \"type\": \"int\"}]} | members 'aB' and 'Ab' both go to column ab (give one another name)",
      })
  void saysWhatIsWrongWithASchemaFile(String json, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> EventSchema.fromJson(json));

    assertThat(e.getMessage(), containsString(message));
  }

  @Test
  void columnsMayNotDifferByCaseAlone() {
    EventField lower = new EventField("a", "x", ValueType.INT, false);
    EventField upper = new EventField("A", "y", ValueType.INT, false);

    assertThrows(IllegalArgumentException.class, () -> EventSchema.of(lower, upper));
  }

  @ParameterizedTest
  @ValueSource(strings = {"decimal(0,0)", "decimal(39,1)", "decimal(5,6)"})
  void decimalsHaveAPrecisionThatTablesKnow(String type) {
    assertThrows(IllegalArgumentException.class, () -> ValueType.parse(type));
  }

  @Test
  void isSerializable() {
    EventSchema schema = EventSchema.events();

    assertThat(SerializableUtils.ensureSerializable(schema), equalTo(schema));
  }

  private static final String NESTED =
      """
      {"fields": [
        {"name": "tags", "type": {"list": "string"}, "required": false},
        {"name": "counts", "type": {"map": {"list": "long"}}, "required": false},
        {"name": "user", "type": {"struct": [{"name": "userid", "source": "userId", "type": "long", "required": true}, {"name": "items", "type": {"list": {"struct": [{"name": "price", "type": "decimal(9,2)", "required": false}]}}, "required": false}]}, "required": true}
      ]}
      """;

  @Test
  void readsNestedTypes() {
    ValueType item = ValueType.struct(EventField.optional("price", ValueType.decimal(9, 2)));

    assertThat(
        EventSchema.fromJson(NESTED),
        equalTo(
            EventSchema.of(
                EventField.optional("tags", ValueType.list(ValueType.STRING)),
                EventField.optional("counts", ValueType.map(ValueType.list(ValueType.LONG))),
                EventField.required(
                    "user",
                    ValueType.struct(
                        EventField.required("userId", ValueType.LONG),
                        EventField.optional("items", ValueType.list(item)))))));
  }

  @Test
  void writesNestedTypesAsItReadsThem() {
    assertThat(EventSchema.fromJson(NESTED).toJson(), is(NESTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 | field data: type is neither a string nor one of {\"list\": TYPE}, {\"map\": TYPE}, {\"struct\": [FIELDS]}",
        "{} | field data: type is neither",
        "{\"list\": \"int\", \"map\": \"int\"} | field data: type is neither",
        "{\"struct\": {}} | field data: type is neither",
        "{\"set\": \"int\"} | field data: type is neither",
        "{\"list\": 7} | field data[]: type is neither",
        "{\"map\": {\"list\": \"txt\"}} | field data{}[]: Invalid type: txt (take one of",
        "{\"list\": \"list<int>\"} | field data[]: Invalid type: list<int> (take one of",
        "{\"struct\": []} | field data: Invalid struct: it has no fields",
        "{\"struct\": [7]} | field 1 of data: not an object such as",
        "{\"struct\": [{\"name\": \"a\", \"type\": \"int\"}, {\"typ\": \"int\"}]} | field 2 of data: unknown key 'typ'",
        "{\"list\": {\"struct\": [{\"type\": \"int\"}]}} | field 1 of data[]: neither name nor source (give one)",
        "{\"list\": {\"struct\": [{\"name\": \"price\"}]}} | field data[].price: no type (give one, such as string)",
        "{\"list\": {\"struct\": [{\"source\": \"Price\", \"type\": \"money\"}]}} | field data[].Price: Invalid type: money",
        "{\"list\": {\"struct\": [{\"name\": \"price\", \"type\": \"int\", \"required\": \"no\"}]}} | field data[].price: required is neither true nor false",
        "{\"struct\": [{\"name\": \"a\", \"source\": \"x\", \"type\": \"int\"}, {\"name\": \"b\", \"source\": \"x\", \"type\": \"int\"}]} | field data: Invalid struct: member 'x' is read into both column a and column b (leave out one)",
        "{\"list\": {\"struct\": [{\"name\": \"Price\", \"type\": \"int\"}]}} | column name 'Price' of member 'data[].Price' is not one that every engine takes (take price)",
      })
  void saysWhereANestedTypeIsWrong(String type, String message) {
    String json = "{\"fields\": [{\"name\": \"data\", \"type\": " + type + "}]}";

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> EventSchema.fromJson(json));

    assertThat(e.getMessage(), containsString("Invalid schema: " + message));
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String type = "{\"list\": ".repeat(100) + "\"int\"" + "}".repeat(100);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                EventSchema.fromJson("{\"fields\": [{\"name\": \"a\", \"type\": " + type + "}]}"));

    assertThat(
        e.getMessage(),
        containsString("field a: Invalid type: more than 100 types stand in each other"));
  }

  @ParameterizedTest
  @CsvSource({"cityName, cityname", "'a b', a_b", "é, e", "日, _"})
  void explicitNameMustBeSafe(String name, String safe) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> EventSchema.of(new EventField(name, "m", ValueType.INT, false)));

    assertThat(
        e.getMessage(),
        is(
            "Invalid schema: column name '%s' of member 'm' is not one that every engine takes (take %s)"
                .formatted(name, safe)));
  }

  @Test
  void membersOfOneSafeNameAreBothNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                EventSchema.of(
                    EventField.optional("Preço", ValueType.INT),
                    EventField.optional("preco", ValueType.INT)));

    assertThat(
        e.getMessage(),
        is(
            "Invalid schema: members 'Preço' and 'preco' both go to column preco (give one another name)"));
  }

  @Test
  void namesThatUtf8CannotHoldAreReadBack() {
    EventSchema schema = EventSchema.of(EventField.optional("a\ud800\uD83D\uDE00", ValueType.INT));

    assertThat(schema.toJson(), containsString("\"source\": \"a\\ud800\uD83D\uDE00\""));
    assertThat(EventSchema.fromJson(schema.toJson()), equalTo(schema));
  }

  private static final Schema TABLE =
      Schema.builder()
          .addStringField("id")
          .addNullableField("City Name", FieldType.INT16)
          .addNullableField("tags", FieldType.array(FieldType.STRING.withNullable(true)))
          .build();

  @Test
  void tableGivesItsColumns() {
    EventSchema schema = EventSchema.ofTable(TABLE);

    assertThat(schema.matchesColumns(), is(true));
    assertThat(
        schema.fields(),
        equalTo(
            List.of(
                new EventField("id", "id", ValueType.STRING, true),
                new EventField("City Name", "City Name", ValueType.INT, false),
                new EventField("tags", "tags", ValueType.list(ValueType.STRING), false))));
  }

  @Test
  void schemaOfATableIsReadBack() {
    EventSchema schema = EventSchema.ofTable(TABLE);

    assertThat(
        schema.toJson(),
        is(
            """
            {"match": "column", "fields": [
              {"name": "id", "type": "string", "required": true},
              {"name": "City Name", "type": "int", "required": false},
              {"name": "tags", "type": {"list": "string"}, "required": false}
            ]}
            """));
    assertThat(EventSchema.fromJson(schema.toJson()), equalTo(schema));
  }

  @Test
  void howMembersMatchTellsSchemasApart() {
    EventSchema schema = EventSchema.of(EventField.optional("a", ValueType.INT));

    assertThat(EventSchema.ofTable(schema.toRowSchema()).equals(schema), is(false));
    assertThat(EventSchema.fromJson(schema.toJson()).matchesColumns(), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"match\": \"name\", \"fields\": [] | match is neither \"column\" nor \"source\"",
        "\"match\": true, \"fields\": [] | match is neither",
        "\"match\": \"column\", \"fields\": [{\"name\": \"a\", \"source\": \"b\", \"type\": \"int\"}] | field 1: a source where members match columns (give the name alone)",
        "\"match\": \"column\", \"fields\": [{\"source\": \"aB\", \"type\": \"int\"}] | field 1: a source where members match columns",
      })
  void saysWhatIsWrongWithMatching(String members, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> EventSchema.fromJson("{" + members + "}"));

    assertThat(e.getMessage(), containsString("Invalid schema: " + message));
  }

  @Test
  void columnsOfATableMayNotDifferByCaseAlone() {
    Schema table = Schema.builder().addStringField("a").addStringField("A").build();

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> EventSchema.ofTable(table)).getMessage(),
        is("Invalid schema: members 'a' and 'A' both go to column A (give one another name)"));
  }

  private static final ValueType INFERRED = ValueType.list(ValueType.LONG);

  private static EventSchema inferred(String... members) {
    return EventSchema.of(
        java.util.Arrays.stream(members).map(m -> EventField.optional(m, INFERRED)).toList());
  }

  @Test
  void inferredTypeTakesTheStringsPlace() {
    EventSchema schema = EventSchema.events().withInferred(inferred("x", "data"), List.of("data"));

    EventField data = schema.fields().get(4);
    assertThat(data, equalTo(EventField.optional("data", INFERRED)));
    assertThat(schema.fields().subList(0, 4), equalTo(EventSchema.events().fields().subList(0, 4)));
    assertThat(schema.fields().size(), is(5));
  }

  @Test
  void onlyStringsThatAreNamedAndNestedAreReplaced() {
    EventSchema schema =
        EventSchema.of(
            new EventField("renamed", "a", ValueType.STRING, true),
            EventField.optional("b", ValueType.STRING),
            EventField.optional("c", ValueType.LONG),
            EventField.optional("d", ValueType.STRING));
    EventSchema guess =
        EventSchema.of(
            EventField.optional("a", INFERRED),
            EventField.optional("b", INFERRED),
            EventField.optional("c", INFERRED),
            EventField.optional("d", ValueType.DATE));

    assertThat(
        schema.withInferred(guess, List.of("a", "c", "d")),
        equalTo(
            EventSchema.of(
                new EventField("renamed", "a", INFERRED, true),
                EventField.optional("b", ValueType.STRING),
                EventField.optional("c", ValueType.LONG),
                EventField.optional("d", ValueType.STRING))));
    assertThat(
        schema.withInferred(guess, List.of("*")).fields().get(1),
        equalTo(EventField.optional("b", INFERRED)));
  }

  @Test
  void inferredMembersMatchTheColumnsOfATable() {
    EventSchema table =
        EventSchema.ofTable(Schema.builder().addNullableStringField("userdata").build());
    EventSchema guess =
        EventSchema.of(
            EventField.optional(
                "userData",
                ValueType.list(ValueType.struct(EventField.optional("userId", ValueType.LONG)))));

    EventSchema schema = table.withInferred(guess, List.of("userData"));

    assertThat(
        schema.fields(),
        equalTo(
            List.of(
                EventField.optional(
                    "userdata",
                    ValueType.list(
                        ValueType.struct(EventField.optional("userid", ValueType.LONG)))))));
    assertThat(EventSchema.fromJson(schema.toJson()), equalTo(schema));
  }

  @Test
  void memberThatIsNotInTheSchemaCannotBeTyped() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> EventSchema.events().withInferred(inferred("data"), List.of("dta")))
            .getMessage(),
        is(
            "Cannot type member 'dta': the schema has no such member (it has event_id, timestamp,"
                + " domain, event_type, data)"));
  }
}
