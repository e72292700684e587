/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import java.util.List;
import org.junit.jupiter.api.Test;

class DynamoOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        DynamoOptions.class,
        option("capacityShare", null),
        option("createTable", false),
        option("keyFields", null),
        option("ledger", null),
        option("lockLease", "60s"),
        option("maxRejectRatio", null),
        option("maxRejects", null),
        option("maxRetrySeconds", 120),
        option("maxWritesPerSecond", null),
        option("table", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        DynamoOptions.class,
        option("capacityShare", "0.5", 0.5),
        option("createTable", "true", true),
        option("keyFields", "id,year", List.of("id", "year")),
        option("ledger", "s3://audit/dynamodb/people", "s3://audit/dynamodb/people"),
        option("lockLease", "5m", "5m"),
        option("maxRejectRatio", "0.001", 0.001),
        option("maxRejects", "10", 10L),
        option("maxRetrySeconds", "30", 30),
        option("maxWritesPerSecond", "1000", 1000),
        option("table", "people", "people"));
  }
}
