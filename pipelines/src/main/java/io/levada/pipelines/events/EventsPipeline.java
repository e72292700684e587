/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import io.levada.io.lake.TableScan;
import io.levada.io.storage.Location;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.Distribution;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.RecordSource;
import io.levada.pipelines.runs.Shape;
import io.levada.pipelines.runs.TableSource;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** The event distributor: JSON events to the trusted zone, through a stage zone or at once. */
public final class EventsPipeline implements LevadaPipeline {

  @Override
  public String name() {
    return "events";
  }

  @Override
  public String description() {
    return "JSON events to the trusted zone: parse-events and distribute-events in one";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "levada run events --input=landing/pending --output=trusted/events",
        "levada run events --landing=s3://landing --stage=s3://stage/events"
            + " --output=s3://trusted/events");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return EventsOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    EventsOptions options = pipelineOptions.as(EventsOptions.class);
    LakeTarget target = LakeTarget.of(options, options.getWriteMode());
    Distribution distribution = Distribution.of(options, options.getZone());
    RecordSource events = new RecordSource(options);
    events.checkApartFrom(target);
    Intake intake = Intake.of(options, target);
    if (options.getStage() == null) {
      return new LakeJob(name(), options, target, events, intake, distribution, console).run();
    }

    Location stage = LakeTarget.folder("--stage", options.getStage());
    target.checkApart("--stage", stage);
    LakeTarget stageTable = target.appendingTo(stage);
    events.checkApartFrom(stageTable);
    RunSummary parsed =
        new LakeJob("parse-events", options, stageTable, events, intake, Shape.asRead(), console)
            .run();
    TableSource staged = TableSource.orEmpty(stage, TableScan.all(), AwsAccess.of(options));
    RunSummary distributed =
        new LakeJob(
                "distribute-events",
                options,
                target,
                staged,
                Intake.emptying(stage),
                distribution,
                console)
            .run();
    return distributed.behind(parsed, name());
  }
}
