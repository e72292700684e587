/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;

/** One of the pipelines that a command runs, each when those before it have succeeded. */
record Step(LevadaPipeline pipeline, PipelineOptions options) {

  /** What stands in front of each pipeline but the first. */
  static final String THEN = "--then";

  /**
   * Reads all steps, so that the last one's mistakes are told before the first one begins. What the
   * first one is told of its runner and of AWS holds for those that are not told it themselves.
   *
   * @param args as typed behind {@code run}
   * @throws UsageException on the first mistake
   */
  static List<Step> of(Pipelines pipelines, List<String> args) {
    List<Step> steps = new ArrayList<>();
    Map<String, List<String>> shared = Map.of();
    for (List<String> words : divided(args)) {
      LevadaPipeline pipeline = pipeline(pipelines, words, steps.isEmpty() ? "run" : THEN);
      OptionsReader.Reading reading =
          OptionsReader.read(pipeline, words.subList(1, words.size()), shared);
      if (steps.isEmpty()) {
        shared = reading.shared();
      }
      steps.add(new Step(pipeline, reading.options()));
    }
    return steps;
  }

  private static List<List<String>> divided(List<String> args) {
    List<List<String>> divided = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals(THEN)) {
        divided.add(args.subList(from, i));
        from = i + 1;
      }
    }
    divided.add(args.subList(from, args.size()));
    return divided;
  }

  private static LevadaPipeline pipeline(Pipelines pipelines, List<String> words, String behind) {
    if (words.isEmpty() || words.get(0).startsWith("-")) {
      throw new UsageException(
          "Missing pipeline after "
              + behind
              + " (one of "
              + String.join(", ", pipelines.names())
              + ")");
    }
    return pipelines.named(words.get(0));
  }
}
