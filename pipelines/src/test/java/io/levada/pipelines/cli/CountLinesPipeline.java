/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.RunSummary.Head;
import io.levada.pipelines.RunSummary.Input;
import io.levada.pipelines.RunSummary.Output;
import io.levada.pipelines.RunSummary.Rows;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;

/** A pipeline that does what a test wants. */
final class CountLinesPipeline implements LevadaPipeline {

  static final RunSummary SUMMARY =
      new RunSummary(
          new Head("count-lines", "run-1", "DirectRunner", "/lake/_levada/count/runs/run-1", 3.25),
          new Input(1, 5_300_000),
          new Rows(39_244, 39_000, 200, 44, 0, 0, 0, Map.of("NOT_JSON", 4L, "BAD_TIMESTAMP", 40L)),
          new Output("/lake/count", 421, 422, 7_100_000, "/lake/_levada/count/rejects"),
          List.of("set aside a.json: not readable"));

  private final BiFunction<CountLinesOptions, Console, RunSummary> body;

  CountLinesPipeline(BiFunction<CountLinesOptions, Console, RunSummary> body) {
    this.body = body;
  }

  /** Runs on the runner that the options name. */
  static RunSummary runBeam(CountLinesOptions options, Console console) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("Create a line", Create.of("line"));
    pipeline.run().waitUntilFinish();
    return SUMMARY;
  }

  @Override
  public String name() {
    return "count-lines";
  }

  @Override
  public String description() {
    return "Counts lines.";
  }

  @Override
  public Class<CountLinesOptions> optionsType() {
    return CountLinesOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of("levada run count-lines --input=in --output=out");
  }

  @Override
  public RunSummary run(PipelineOptions options, Console console) {
    return body.apply(options.as(CountLinesOptions.class), console);
  }
}
