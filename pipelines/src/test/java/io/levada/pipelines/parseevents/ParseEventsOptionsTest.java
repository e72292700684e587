/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.parseevents;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParseEventsOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(ParseEventsOptions.class, option("partitionFields", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        ParseEventsOptions.class, option("partitionFields", "ano,mes", List.of("ano", "mes")));
  }
}
