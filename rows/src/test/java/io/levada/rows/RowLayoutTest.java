/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowLayoutTest {

  @Test
  void putsKeyCoLocationAndPartitionInFront() {
    RowLayout layout =
        new RowLayout(List.of("id", "day"), List.of("year", "day"), List.of("year", "type", "day"));

    assertThat(
        layout.order(List.of("data", "type", "year", "day", "id")),
        contains("id", "day", "year", "type", "data"));
  }

  @Test
  void refusesACoLocationThatIsNoPartitionColumn() {
    assertRefused(
        List.of("id"),
        List.of("day"),
        List.of("year"),
        "Invalid co-location [day]: not all of it are partition columns [year]");
  }

  @Test
  void refusesACoLocationWithoutThePartitionColumnsOfTheKey() {
    assertRefused(
        List.of("id", "type"),
        List.of("year"),
        List.of("year", "type"),
        "Invalid co-location [year]: it lacks the key and partition column type");
  }

  @Test
  void refusesAColumnThatIsNamedTwice() {
    assertRefused(
        List.of("id", "id"), List.of(), List.of(), "Invalid columns [id, id]: one is named twice");
  }

  private static void assertRefused(
      List<String> key, List<String> colocation, List<String> partition, String message) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> new RowLayout(key, colocation, partition));

    assertThat(thrown.getMessage(), equalTo(message));
  }
}
