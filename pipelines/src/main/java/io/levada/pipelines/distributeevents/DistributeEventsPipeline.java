/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.Distribution;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.TableScans;
import io.levada.pipelines.runs.TableSource;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Parquet events of the stage zone to the trusted zone: typed, dated, deduplicated, partitioned.
 */
public final class DistributeEventsPipeline implements LevadaPipeline {

  @Override
  public String name() {
    return "distribute-events";
  }

  @Override
  public String description() {
    return "Stage zone to trusted zone: type, date, duplicates, partitions";
  }

  @Override
  public List<String> examples() {
    return List.of("levada run distribute-events --input=stage/events --output=trusted/events");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return DistributeEventsOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    DistributeEventsOptions options = pipelineOptions.as(DistributeEventsOptions.class);
    LakeTarget target = LakeTarget.of(options);
    target.checkApart("--input", options.getInput());
    Distribution distribution = Distribution.of(options, options.getZone());
    TableSource source =
        TableSource.of(
            "--input",
            options.getInput(),
            TableScans.of(options.getWhere(), options.getSchemaDrift()));
    return new LakeJob(
            name(),
            options,
            target,
            source,
            distribution,
            options.isEmptyInput() ? source.files() : List.of(),
            console)
        .run();
  }
}
