/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import org.junit.jupiter.api.Test;

class ToDynamoDbOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        ToDynamoDbOptions.class,
        option("mapping", null),
        option("filter", null),
        option("orderField", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        ToDynamoDbOptions.class,
        option("mapping", "id:pk:S,join('#',a,b):sk", "id:pk:S,join('#',a,b):sk"),
        option("filter", "ativo = true", "ativo = true"),
        option("orderField", "atualizado_em", "atualizado_em"));
  }
}
