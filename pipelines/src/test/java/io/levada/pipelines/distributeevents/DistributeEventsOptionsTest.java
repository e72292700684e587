/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import org.junit.jupiter.api.Test;

class DistributeEventsOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        DistributeEventsOptions.class,
        option("emptyInput", false),
        option("input", null),
        option("where", null),
        option("zone", "UTC"));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        DistributeEventsOptions.class,
        option("emptyInput", "true", true),
        option("input", "stage/events", "stage/events"),
        option("where", "day = '01'", "day = '01'"),
        option("zone", "America/Sao_Paulo", "America/Sao_Paulo"));
  }
}
