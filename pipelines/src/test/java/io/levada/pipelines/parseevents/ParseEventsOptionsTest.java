/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.parseevents;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;

import org.junit.jupiter.api.Test;

class ParseEventsOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(ParseEventsOptions.class);
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(ParseEventsOptions.class);
  }
}
