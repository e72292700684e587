/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

  private static final ValueType STRUCT =
      ValueType.struct(
          EventField.required("itemName", ValueType.STRING),
          EventField.optional("prices", ValueType.list(ValueType.decimal(9, 2))));

  static Stream<ValueType> types() {
    return Stream.of(
        ValueType.STRING,
        ValueType.BOOLEAN,
        ValueType.INT,
        ValueType.LONG,
        ValueType.FLOAT,
        ValueType.DOUBLE,
        ValueType.DATE,
        ValueType.TIMESTAMP,
        ValueType.BYTES,
        ValueType.decimal(38, 38),
        ValueType.list(ValueType.LONG),
        ValueType.map(ValueType.list(ValueType.DATE)),
        ValueType.struct(
            EventField.required("a", ValueType.map(ValueType.BYTES)),
            EventField.optional("b", ValueType.list(ValueType.TIMESTAMP))));
  }

  @Test
  void listsElementsMayBeNull() {
    assertThat(
        ValueType.list(ValueType.LONG).toFieldType(),
        equalTo(FieldType.array(FieldType.INT64.withNullable(true))));
  }

  @Test
  void mapsValuesMayBeNull() {
    assertThat(
        ValueType.map(ValueType.DATE).toFieldType(),
        equalTo(
            FieldType.map(
                FieldType.STRING, FieldType.logicalType(SqlTypes.DATE).withNullable(true))));
  }

  @Test
  void structsFieldsMayBeNullUnlessTheyAreRequired() {
    Schema fields =
        Schema.builder()
            .addStringField("itemname")
            .addNullableField(
                "prices", FieldType.array(ValueType.decimal(9, 2).toFieldType().withNullable(true)))
            .build();

    assertThat(STRUCT.toFieldType(), equalTo(FieldType.row(fields)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void columnsTypeLeadsBackToTheType(ValueType type) {
    assertThat(ValueType.of(type.toFieldType()), equalTo(type));
    assertThat(ValueType.of(type.toFieldType().withNullable(true)), equalTo(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void isSerializable(ValueType type) {
    assertThat(SerializableUtils.ensureSerializable(type), equalTo(type));
  }

  @Test
  void narrowAndOldColumnsHaveAWiderType() {
    assertThat(ValueType.of(FieldType.INT16), is(ValueType.INT));
    assertThat(ValueType.of(FieldType.BYTE), is(ValueType.INT));
    assertThat(ValueType.of(FieldType.DATETIME), is(ValueType.TIMESTAMP));
    assertThat(
        ValueType.of(FieldType.iterable(FieldType.STRING)), is(ValueType.list(ValueType.STRING)));
  }

  @Test
  void columnsThatJsonCannotFillAreNamed() {
    Schema inner =
        Schema.builder().addMapField("by_day", FieldType.INT32, FieldType.STRING).build();
    Schema outer = Schema.builder().addArrayField("stats", FieldType.row(inner)).build();

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ValueType.of(FieldType.row(outer)))
            .getMessage(),
        startsWith(
            "Column stats: Column by_day: Cannot read JSON into a column of type map with keys of"
                + " type INT32 (take a column"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ValueType.of(FieldType.DECIMAL))
            .getMessage(),
        startsWith("Cannot read JSON into a column of type decimal without precision and scale"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> ValueType.of(FieldType.logicalType(SqlTypes.UUID)))
            .getMessage(),
        startsWith("Cannot read JSON into a column of type beam:logical_type:uuid:v1"));
  }

  @Test
  void isToldToPeopleInOneLine() {
    assertThat(
        ValueType.list(ValueType.map(STRUCT)).toString(),
        is("list<map<string, struct<itemname: string, prices: list<decimal(9,2)>>>>"));
  }

  @Test
  void nestedTypesAreEqualByWhatTheyAreMadeOf() {
    assertThat(ValueType.list(ValueType.LONG), is(ValueType.list(ValueType.LONG)));
    assertThat(ValueType.list(ValueType.LONG), is(not(ValueType.list(ValueType.INT))));
    assertThat(ValueType.list(ValueType.LONG), is(not(ValueType.map(ValueType.LONG))));
    assertThat(
        STRUCT, is(not(ValueType.struct(EventField.required("itemName", ValueType.STRING)))));
    assertThat(
        ValueType.list(STRUCT).hashCode(),
        is(ValueType.list(ValueType.struct(STRUCT.fields())).hashCode()));
  }

  @Test
  void typesMayNotNestWithoutEnd() {
    ValueType deepest = ValueType.LONG;
    for (int i = 1; i < ValueType.MAX_DEPTH; i++) {
      deepest =
          i % 2 == 0 ? ValueType.map(deepest) : ValueType.struct(EventField.optional("f", deepest));
    }
    ValueType type = deepest;

    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ValueType.list(type)).getMessage(),
        is(
            "Invalid type: more than 100 types stand in each other (take string for the innermost,"
                + " which keeps the exact text)"));
  }

  @Test
  void structHasFieldsThatAreToldApart() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ValueType.struct(List.of()))
            .getMessage(),
        is("Invalid struct: it has no fields (give it one, or take a string)"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    ValueType.struct(
                        EventField.optional("user id", ValueType.INT),
                        EventField.optional("User.ID", ValueType.INT)))
            .getMessage(),
        is(
            "Invalid struct: members 'user id' and 'User.ID' both go to column user_id (give one"
                + " another name)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list<long>", "list", "struct<a: long>", "map<string, long>"})
  void nestedTypesAreNoText(String text) {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ValueType.parse(text)).getMessage(),
        is(
            "Invalid type: "
                + text
                + " (take one of string, boolean, int, long, float, double, date, timestamp, bytes,"
                + " decimal(precision,scale), {\"list\": TYPE}, {\"map\": TYPE}, {\"struct\":"
                + " [FIELDS]})"));
  }

  @Test
  void scalarsHaveNoElements() {
    assertThat(
        assertThrows(IllegalStateException.class, ValueType.LONG::element).getMessage(),
        is("A long has no elements"));
  }
}
