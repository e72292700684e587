/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import org.junit.jupiter.api.Test;

class EventsOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(EventsOptions.class, option("stage", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(EventsOptions.class, option("stage", "stage/events", "stage/events"));
  }
}
