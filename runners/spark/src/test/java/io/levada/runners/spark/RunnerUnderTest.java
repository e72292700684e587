/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The three runners, each with the class of the result that only it makes. */
enum RunnerUnderTest {
  DIRECT("DirectRunner", "org.apache.beam.runners.direct.DirectRunner$DirectPipelineResult"),
  SPARK("SparkRunner", "org.apache.beam.runners.spark.SparkPipelineResult$BatchMode"),
  STRUCTURED(
      "SparkStructuredStreamingRunner",
      "org.apache.beam.runners.spark.structuredstreaming.SparkStructuredStreamingPipelineResult");

  private final String option;
  private final String resultClass;

  RunnerUnderTest(String option, String resultClass) {
    this.option = option;
    this.resultClass = resultClass;
  }

  /** The class that a summary names when this runner has run the pipeline. */
  String resultClass() {
    return resultClass;
  }

  LevadaProcess process() {
    return this == DIRECT ? LevadaProcess.onDirect() : LevadaProcess.onSpark();
  }

  /** {@code levada run} with the arguments and this runner. */
  LevadaProcess.Result run(String... arguments) throws IOException, InterruptedException {
    return run(process(), arguments);
  }

  LevadaProcess.Result run(LevadaProcess process, String... arguments)
      throws IOException, InterruptedException {
    return process.run(commandLine(arguments));
  }

  /** Begins {@code levada run} with the arguments and this runner. */
  LevadaProcess.Running begin(LevadaProcess process, String... arguments) throws IOException {
    return process.begin(commandLine(arguments));
  }

  private String[] commandLine(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    // Behind the first pipeline's name, so that all that follow have it.
    all.add(2, "--runner=" + option);
    return all.toArray(String[]::new);
  }
}
