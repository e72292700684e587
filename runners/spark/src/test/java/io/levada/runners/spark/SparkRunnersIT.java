/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkRunnersIT {

  @ParameterizedTest
  @CsvSource({
    "SparkRunner, org.apache.beam.runners.spark.SparkPipelineResult$BatchMode",
    "SparkStructuredStreamingRunner,"
        + " org.apache.beam.runners.spark.structuredstreaming.SparkStructuredStreamingPipelineResult"
  })
  void groupsOnSparkFromTheRelocatedJar(String runner, String resultClass) throws Exception {
    LevadaProcess.Result result =
        LevadaProcess.onSpark().withMain(CountWords.class).run("--runner=" + runner);

    assertThat(
        result.out().lines().toList(),
        containsInAnyOrder("levada 3", "water 2", "field 1", resultClass));
  }

  @ParameterizedTest
  @CsvSource({"SparkRunner", "SparkStructuredStreamingRunner"})
  void runsOnSparkWithoutAWordInTheLog(String runner) throws Exception {
    LevadaProcess.Result result =
        LevadaProcess.onSpark().withMain(CountWords.class).run("--runner=" + runner);

    assertThat(result.err(), is(""));
    assertThat(result.exitCode(), is(0));
  }

  @Test
  void groupsOnTheDirectRunnerFromItsDistribution() throws Exception {
    LevadaProcess.Result result =
        LevadaProcess.onDirect().withMain(CountWords.class).run("--runner=DirectRunner");

    assertThat(
        result.out().lines().toList(),
        containsInAnyOrder(
            "levada 3",
            "water 2",
            "field 1",
            "org.apache.beam.runners.direct.DirectRunner$DirectPipelineResult"));
    assertThat(result.err(), is(""));
    assertThat(result.exitCode(), is(0));
  }

  @Test
  void hasNoSparkInTheDirectDistribution() throws Exception {
    LevadaProcess.Result result =
        LevadaProcess.onDirect().withMain(CountWords.class).run("--runner=SparkRunner");

    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err().lines().filter(line -> line.contains("Unknown 'runner' specified")).count(),
        is(1L));
  }
}
