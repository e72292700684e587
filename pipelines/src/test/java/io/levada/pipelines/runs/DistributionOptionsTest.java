/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.runs.DistributionOptions.Keep;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        DistributionOptions.class,
        option("dateColumns", List.of("year", "month", "day")),
        option("keep", Keep.ANY),
        option("keyFields", List.of("event_id", "timestamp")),
        option("orderField", null),
        option("partitionFields", null),
        option("timestampField", "timestamp"),
        option("typeColumn", "domain_event_type"),
        option("typeFields", List.of("domain", "event_type")),
        option("typeSeparator", "-"));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        DistributionOptions.class,
        option("dateColumns", "dt", List.of("dt")),
        option("keep", "latest", Keep.LATEST),
        option("keyFields", "none", List.of("none")),
        option("orderField", "at", "at"),
        option("partitionFields", "a,b", List.of("a", "b")),
        option("timestampField", "time", "time"),
        option("typeColumn", "kind", "kind"),
        option("typeFields", "channel,namespace", List.of("channel", "namespace")),
        option("typeSeparator", "_", "_"));
  }
}
