/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.silvertogold;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.runs.WriteMode;
import org.junit.jupiter.api.Test;

class SilverToGoldOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        SilverToGoldOptions.class,
        option("input", null),
        option("where", null),
        option("writeMode", WriteMode.OVERWRITE));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        SilverToGoldOptions.class,
        option("input", "silver/people", "silver/people"),
        option("where", "ano = '2024'", "ano = '2024'"),
        option("writeMode", "append", WriteMode.APPEND));
  }
}
