/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.io.storage.AwsSettings;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What the check takes, DynamoDB takes, and what it refuses, DynamoDB refuses. */
@ExtendWith(SandboxExtension.class)
class ItemCheckTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableStringField("id")
          .addNullableStringField("sort")
          .addNullableDoubleField("number")
          .build();

  private static final ItemLayout LAYOUT =
      new ItemLayout(
          List.of(
              new Attribute("id", "Id", AttributeType.S, KeyRole.PARTITION),
              new Attribute("sort", "Sort", AttributeType.S, KeyRole.SORT),
              new Attribute("number", "Number", AttributeType.N, KeyRole.NONE)));

  private final ItemCheck check = ItemCheck.of(LAYOUT, SCHEMA);

  /** A change of an item, and the code that it is refused with; null if it is none. */
  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("Id", AttributeValue.fromS("a".repeat(2048)), null),
        Arguments.of("Id", AttributeValue.fromS("a".repeat(2049)), ItemCheck.KEY_TOO_LARGE),
        Arguments.of("Id", AttributeValue.fromS(""), ItemCheck.EMPTY_KEY),
        Arguments.of("Sort", AttributeValue.fromS("é".repeat(512)), null),
        Arguments.of("Sort", AttributeValue.fromS("é".repeat(513)), ItemCheck.KEY_TOO_LARGE),
        Arguments.of("other", AttributeValue.fromS(""), null),
        Arguments.of("other", AttributeValue.fromN("9".repeat(38)), null),
        Arguments.of("other", AttributeValue.fromN("9".repeat(39)), ItemCheck.BAD_NUMBER),
        Arguments.of("other", AttributeValue.fromN("1E+125"), null),
        Arguments.of("other", AttributeValue.fromN("1E+126"), ItemCheck.BAD_NUMBER),
        Arguments.of("other", AttributeValue.fromN("-1E-130"), null),
        Arguments.of("other", AttributeValue.fromN("1E-131"), ItemCheck.BAD_NUMBER),
        Arguments.of("other", AttributeValue.fromN("NaN"), ItemCheck.BAD_NUMBER),
        Arguments.of("other", AttributeValue.fromN("Infinity"), ItemCheck.BAD_NUMBER),
        Arguments.of("other", AttributeValue.fromSs(List.of("a", "b")), null),
        Arguments.of("other", AttributeValue.fromSs(List.of("a", "a")), ItemCheck.BAD_SET),
        Arguments.of("other", AttributeValue.fromSs(List.of()), ItemCheck.BAD_SET),
        Arguments.of("other", AttributeValue.fromNs(List.of("1", "1")), ItemCheck.BAD_SET),
        Arguments.of("other", nested(31), null),
        Arguments.of("other", nested(32), ItemCheck.TOO_DEEP),
        // Names and keys are 2 + 1, 4 + 1 and 5 bytes.
        Arguments.of("other", AttributeValue.fromS("a".repeat(ItemCheck.MAX_BYTES - 13)), null),
        Arguments.of(
            "other",
            AttributeValue.fromS("a".repeat(ItemCheck.MAX_BYTES - 12)),
            ItemCheck.TOO_LARGE),
        Arguments.of(
            "other",
            AttributeValue.fromB(SdkBytes.fromByteArray(new byte[ItemCheck.MAX_BYTES])),
            ItemCheck.TOO_LARGE));
  }

  @ParameterizedTest(name = "{index}: {2}")
  @MethodSource("changes")
  void agreesWithDynamoDb(
      String attribute, AttributeValue value, String code, Sandbox sandbox, SandboxSpace space)
      throws IOException {
    Map<String, AttributeValue> item =
        new HashMap<>(Map.of("Id", AttributeValue.fromS("a"), "Sort", AttributeValue.fromS("b")));
    item.put(attribute, value);
    AwsSettings aws =
        AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()).withRegion(sandbox.region());
    String table = space.tablePrefix() + "checked";
    new DynamoTable(aws, table).createIfAbsent(LAYOUT);
    DynamoDbClient dynamoDb = DynamoConnection.withoutRepeats(aws);

    ItemProblem problem = check.problem(item);

    assertThat(problem == null ? null : problem.code(), equalTo(code));
    if (code == null) {
      assertDoesNotThrow(() -> dynamoDb.putItem(put -> put.tableName(table).item(item)));
    } else {
      assertThrows(
          DynamoDbException.class, () -> dynamoDb.putItem(put -> put.tableName(table).item(item)));
    }
  }

  @Test
  void takesARow() {
    assertThat(check.problem(row("a", "b", 1.5)), nullValue());
  }

  @Test
  void findsAKeyThatIsNull() {
    assertThat(check.problem(row("a", null, 1.5)).message(), equalTo("Key Sort is null"));
  }

  @Test
  void findsANumberThatIsNone() {
    assertThat(
        check.problem(row("a", "b", Double.NaN)),
        equalTo(
            new ItemProblem(
                ItemCheck.BAD_NUMBER, "Attribute Number has a number that is no decimal number")));
  }

  @Test
  void saysNothingOfTheItem() {
    ItemProblem problem = check.problem(row("secret".repeat(400), "b", 1.0));

    assertThat(problem.message(), not(containsString("secret")));
  }

  @Test
  void refusesAColumnThatCanNotBeTheAttribute() {
    ItemLayout wrong =
        new ItemLayout(
            List.of(
                new Attribute("id", "Id", AttributeType.S, KeyRole.PARTITION),
                new Attribute("number", "Number", AttributeType.BOOL, KeyRole.NONE)));

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ItemCheck.of(wrong, SCHEMA));

    assertThat(
        refused.getMessage(),
        containsString("Cannot make attribute Number of type BOOL from column number"));
  }

  private static Row row(String id, String sort, Double number) {
    return Row.withSchema(SCHEMA).addValues(id, sort, number).build();
  }

  private static AttributeValue nested(int depth) {
    AttributeValue value = AttributeValue.fromS("a");
    for (int i = 0; i < depth; i++) {
      value = AttributeValue.fromL(new ArrayList<>(List.of(value)));
    }
    return value;
  }
}
