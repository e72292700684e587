/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.runs.RecordOptions.UnknownFieldsOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        RecordOptions.class,
        option("typed", null),
        option("unknownFields", UnknownFieldsOption.DROP));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        RecordOptions.class,
        option("typed", "data,more", List.of("data", "more")),
        option("unknownFields", "keep", UnknownFieldsOption.KEEP));
  }
}
