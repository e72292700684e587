/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemLayoutTest {

  private static final Attribute ID = new Attribute("id", "Id", AttributeType.S, KeyRole.PARTITION);
  private static final Attribute YEAR = new Attribute("ano", "year", AttributeType.N, KeyRole.SORT);
  private static final Attribute TAGS =
      new Attribute("tags", "Tags", AttributeType.SS, KeyRole.NONE);

  @Test
  void isReadBackFromJson() throws IOException {
    ItemLayout layout = new ItemLayout(List.of(TAGS, YEAR, ID));

    assertThat(ItemLayout.fromJson(layout.toJson()), equalTo(layout));
  }

  @Test
  void hasThePartitionKeyFirst() {
    assertThat(new ItemLayout(List.of(YEAR, TAGS, ID)).keyColumns(), equalTo(List.of("id", "ano")));
  }

  @Test
  void refusesALayoutWithoutAPartitionKey() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new ItemLayout(List.of(YEAR)));

    assertThat(refused.getMessage(), containsString("0 partition keys and 1 sort keys"));
  }

  @Test
  void refusesANameTwice() {
    Attribute other = new Attribute("other", "Id", AttributeType.S, KeyRole.NONE);

    assertThrows(IllegalArgumentException.class, () -> new ItemLayout(List.of(ID, other)));
  }

  @Test
  void takesNamesThatDifferInCase() {
    Attribute other = new Attribute("other", "id", AttributeType.S, KeyRole.NONE);

    assertThat(new ItemLayout(List.of(ID, other)).attributes().size(), equalTo(2));
  }

  @Test
  void refusesAKeyThatIsABoolean() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Attribute("id", "Id", AttributeType.BOOL, KeyRole.PARTITION));
  }
}
