/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.silvertogold;

import io.levada.io.lake.TableScan;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.Aggregation;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.TableInput;
import io.levada.pipelines.runs.TableScans;
import io.levada.pipelines.runs.TableSource;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** The silver table to the gold table: a row for each group, with what was made of its rows. */
public final class SilverToGoldPipeline implements LevadaPipeline {

  @Override
  public String name() {
    return "silver-to-gold";
  }

  @Override
  public String description() {
    return "Silver table to gold table: a row for each group, with exact means";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "levada run silver-to-gold --input=lake/silver/people --output=lake/gold/salaries",
        "levada run silver-to-gold --input=catalog:silver_data.people --output=s3://lake/gold/salaries"
            + " --catalog=glue --database=gold_data --table=salaries");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return SilverToGoldOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    SilverToGoldOptions options = pipelineOptions.as(SilverToGoldOptions.class);
    LakeTarget target = LakeTarget.of(options, options.getWriteMode());
    TableInput input = TableInput.of(options.getInput(), options, options.getCatalog());
    Aggregation aggregation = Aggregation.of(options);
    TableScan scan =
        aggregation.narrow(TableScans.of(options.getWhere(), options.getSchemaDrift()));
    TableSource source = TableSource.of(input, scan, target, AwsAccess.of(options));
    return new LakeJob(name(), options, target, source, Intake.all(), aggregation, console).run();
  }
}
