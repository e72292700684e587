/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.runs.AnyInput;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.ItemLoad;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.MadeBy;
import io.levada.pipelines.runs.Source;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Files or a table into a DynamoDB table, in two runs: one that makes a table of items of them,
 * proven before anything is written to DynamoDB, and one that loads it.
 */
public final class ToDynamoDbPipeline implements LevadaPipeline {

  @Override
  public String name() {
    return "to-dynamodb";
  }

  @Override
  public String description() {
    return "Parquet, JSON or a catalog's table to DynamoDB: mapped, checked, the newest of each"
        + " key";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "levada run to-dynamodb --input=s3://trusted/people --table=people --keyFields=id"
            + " --mapping=\"id:pk:S,nome:name:S,salario:salary:N\" --createTable=true",
        "levada run to-dynamodb --input=catalog:trusted.people --inputCatalog=glue --table=people"
            + " --keyFields=pk --mapping=people.yaml --lakeOutput=s3://lake/published/people");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return ToDynamoDbOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    ToDynamoDbOptions options = pipelineOptions.as(ToDynamoDbOptions.class);
    Storages storages = Storages.withoutStaging().withAws(AwsAccess.of(options));
    MappingOption mapping = MappingOption.of(options.getMapping(), options.getFilter(), storages);
    AnyInput input = new AnyInput(options);
    ItemLoad load = ItemLoad.of("load-dynamodb", options, input.around(), console);
    LakeTarget target = LakeTarget.ofItems(options, options, load.workTable());
    Source source = input.source(target);
    Intake intake = input.intake(target);
    ItemPlan.Wish wish =
        new ItemPlan.Wish(
            mapping.mapping(),
            options.getKeyFields(),
            options.getOrderField(),
            RunValues.of(options, Clock.systemUTC()));
    List<String> files = new ArrayList<>();
    Optional.ofNullable(mapping.file()).ifPresent(files::add);
    input.givenSchema().ifPresent(files::add);
    String madeBy = MadeBy.of(options, files);
    Map<String, byte[]> kept = new HashMap<>(mapping.kept());
    kept.putAll(load.kept(madeBy));
    Location items = target.table();
    LoadAhead ahead =
        new LoadAhead(load, items, madeBy, options.getIdCarga(), wish.runValues(), storages);
    ItemsShape shape = new ItemsShape(source, wish, input.zone(), options, kept, ahead);
    RunSummary mapped =
        new LakeJob("map-items", options, target, source, intake, shape, console).run();
    RunSummary loaded = options.getLakeOutput() == null ? load.loadWorkTable() : load.load(items);
    return loaded.behind(mapped, name());
  }
}
