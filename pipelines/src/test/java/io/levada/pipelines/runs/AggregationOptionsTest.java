/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import java.util.List;
import org.junit.jupiter.api.Test;

class AggregationOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        AggregationOptions.class,
        option("groupFields", List.of("idade", "ativo", "ano", "mes")),
        option("measures", "mean(salario) as salario_medio"),
        option("partitionFields", List.of("ano", "mes")));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        AggregationOptions.class,
        option("groupFields", "a,b", List.of("a", "b")),
        option("measures", "sum(a), max(b) as c", "sum(a), max(b) as c"),
        option("partitionFields", "none", List.of("none")));
  }
}
