/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.runs.AnyInputOptions.Format;
import org.junit.jupiter.api.Test;

class AnyInputOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(AnyInputOptions.class, option("format", Format.AUTO), option("where", null));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        AnyInputOptions.class,
        option("format", "CSV", Format.CSV),
        option("where", "ano = '2024'", "ano = '2024'"));
  }
}
