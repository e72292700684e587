/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import io.levada.io.lake.TableScan;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.Clearing;
import io.levada.pipelines.runs.Distribution;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.TableInput;
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
    LakeTarget target = LakeTarget.of(options, options.getWriteMode());
    TableInput input = TableInput.of(options.getInput(), options, options.getCatalog());
    Distribution distribution = Distribution.of(options, options.getZone());
    Clearing clearing =
        options.isEmptyInput() ? Clearing.deletion(input.folderToEmpty()) : Clearing.none();
    Intake intake = Intake.of(options, clearing, target);
    TableScan scan = TableScans.of(options.getWhere(), options.getSchemaDrift());
    TableSource source = TableSource.of(input, scan, target, AwsAccess.of(options));
    return new LakeJob(name(), options, target, source, intake, distribution, console).run();
  }
}
