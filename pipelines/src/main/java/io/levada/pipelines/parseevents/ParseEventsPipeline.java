/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.parseevents;

import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.RecordSource;
import io.levada.pipelines.runs.Shape;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Files of JSON events to Parquet in the stage zone, as they are. */
public final class ParseEventsPipeline implements LevadaPipeline {

  @Override
  public String name() {
    return "parse-events";
  }

  @Override
  public String description() {
    return "JSON records to Parquet, such as events to the stage zone";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "levada run parse-events --input=landing/pending --output=stage/events",
        "levada run parse-events --input=bronze/people --schema=infer --output=silver/people"
            + " --partitionFields=ano,mes --catalog=local --database=silver --table=people");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return ParseEventsOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    ParseEventsOptions options = pipelineOptions.as(ParseEventsOptions.class);
    LakeTarget target = LakeTarget.of(options, options.getWriteMode());
    RecordSource events = new RecordSource(options);
    events.checkApartFrom(target);
    Intake intake = Intake.of(options, target);
    Shape shape = Shape.partitionedBy(options.getPartitionFields());
    return new LakeJob(name(), options, target, events, intake, shape, console).run();
  }
}
