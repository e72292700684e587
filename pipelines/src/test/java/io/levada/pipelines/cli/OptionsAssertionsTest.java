/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.CommonOptions;
import io.levada.pipelines.GlueOptions;
import io.levada.pipelines.cli.CountLinesOptions.WriteMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsAssertionsTest {

  @Test
  void knowsTheDefaultsOfTheCommonOptions() {
    assertDefaults(
        CommonOptions.class,
        option("summaryFile", null),
        option("quiet", false),
        option("debug", false));
  }

  @Test
  void knowsTheTextsOfTheCommonOptions() {
    assertFullMapping(
        CommonOptions.class,
        option("summaryFile", "a.json", "a.json"),
        option("quiet", "true", true),
        option("debug", "true", true));
  }

  @Test
  void knowsTheDefaultsOfTheGlueOptions() {
    assertDefaults(
        GlueOptions.class,
        option("glueJobName", null),
        option("glueJobId", null),
        option("glueJobRunId", null));
  }

  @Test
  void knowsTheTextsOfTheGlueOptions() {
    assertFullMapping(
        GlueOptions.class,
        option("glueJobName", "job", "job"),
        option("glueJobId", "j_1", "j_1"),
        option("glueJobRunId", "jr_1", "jr_1"));
  }

  @Test
  void readsListsNumbersAndEnums() {
    assertFullMapping(
        CountLinesOptions.class,
        option("blank", "true", true),
        option("blankRatio", "0.5", 0.5),
        option("keyFields", "a,b", List.of("a", "b")),
        option("maxLines", "5", 5L),
        option("output", "out", "out"),
        option("secretKnob", "1", 1),
        option("writeMode", "append", WriteMode.APPEND));
  }

  @Test
  void failsIfAnOptionIsNotTested() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () -> assertDefaults(CommonOptions.class, option("quiet", false)));

    assertThat(error.getMessage(), containsString("options of CommonOptions that are tested"));
  }

  @Test
  void failsIfADefaultIsAnother() {
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> assertDefaults(InputOptions.class, option("input", "in")));

    assertThat(error.getMessage(), containsString("default of --input"));
  }

  @Test
  void failsIfTheDefaultIsGiven() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                assertFullMapping(
                    CommonOptions.class,
                    option("summaryFile", "a", "a"),
                    option("quiet", "false", false),
                    option("debug", "true", true)));

    assertThat(error.getMessage(), containsString("--quiet has to be tested with another value"));
  }
}
