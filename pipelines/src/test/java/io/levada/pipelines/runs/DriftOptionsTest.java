/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.io.lake.SchemaDrift;
import org.junit.jupiter.api.Test;

class DriftOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(DriftOptions.class, option("schemaDrift", SchemaDrift.UNION));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(DriftOptions.class, option("schemaDrift", "refuse", SchemaDrift.REFUSE));
  }
}
