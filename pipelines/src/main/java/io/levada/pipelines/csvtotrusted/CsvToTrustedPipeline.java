/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.CsvSource;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.Shape;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Files of CSV to Parquet in the trusted zone. */
public final class CsvToTrustedPipeline implements LevadaPipeline {

  @Override
  public String name() {
    return "csv-to-trusted";
  }

  @Override
  public String description() {
    return "CSV to Parquet, without partitions unless asked for: the history of a table";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "levada run csv-to-trusted --input=history/films --output=trusted/films",
        "levada run csv-to-trusted --landing=s3://landing/people --output=s3://trusted/people"
            + " --charset=ISO-8859-1 --decimalComma=true --partitionFields=ano,mes"
            + " --catalog=glue --database=trusted --table=people");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return CsvToTrustedOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    CsvToTrustedOptions options = pipelineOptions.as(CsvToTrustedOptions.class);
    LakeTarget target = LakeTarget.of(options, options.getWriteMode());
    CsvSource source = new CsvSource(options);
    source.checkApartFrom(target);
    Intake intake = Intake.of(options, target);
    Shape shape = Shape.partitionedBy(options.getPartitionFields());
    return new LakeJob(name(), options, target, source, intake, shape, console).run();
  }
}
