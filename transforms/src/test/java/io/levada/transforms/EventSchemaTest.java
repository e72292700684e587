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
}
