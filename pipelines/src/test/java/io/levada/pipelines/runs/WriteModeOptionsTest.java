/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import org.junit.jupiter.api.Test;

class WriteModeOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(WriteModeOptions.class, option("writeMode", WriteMode.APPEND));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        WriteModeOptions.class,
        option("writeMode", "overwrite-partitions", WriteMode.OVERWRITE_PARTITIONS));
  }
}
