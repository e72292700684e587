/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.runs.IntakeOptions.BookmarkMode;
import io.levada.pipelines.runs.IntakeOptions.Rewritten;
import org.junit.jupiter.api.Test;

class IntakeOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        IntakeOptions.class,
        option("bookmark", null),
        option("replaceWithNewInputsOnly", false),
        option("rewritten", Rewritten.FAIL));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        IntakeOptions.class,
        option("bookmark", "pause", BookmarkMode.PAUSE),
        option("replaceWithNewInputsOnly", "true", true),
        option("rewritten", "append", Rewritten.APPEND));
  }
}
