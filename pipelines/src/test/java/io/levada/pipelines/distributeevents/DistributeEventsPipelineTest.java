/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaCommands;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.Shape;
import io.levada.pipelines.runs.TableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The second half of the job alone, through the command line. */
class DistributeEventsPipelineTest {

  private static final String EVENT =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T01:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\",\"data\":\"b\"}\n";
  private static final String SAME_KEY = EVENT.replace("\"b\"", "\"a\"");
  private static final String OTHER_KEY = EVENT.replace("\"1\"", "\"2\"").replace("\"b\"", "\"c\"");

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path stage;
  private Path table;

  @BeforeEach
  void fillStage() throws IOException {
    levada = new LevadaCommands(folder);
    stage = folder.resolve("stage/events");
    table = folder.resolve("trusted/events");
    stage("a.json", EVENT + SAME_KEY + OTHER_KEY);
  }

  @Test
  void keepsARowOfEachKey() throws Exception {
    assertThat(distribute(), is(0));

    assertThat(
        rows(table, "event_id, data, domain_event_type, year, month, day"),
        contains("1 a shop-sold 2026 09 01", "2 c shop-sold 2026 09 01"));
    assertThat(levada.summary().get("duplicates").asInt(), is(1));
  }

  @Test
  void keepsEveryRowWithoutAKey() throws Exception {
    assertThat(distribute("--keyFields=none"), is(0));

    assertThat(rows(table, "event_id, data"), contains("1 a", "1 b", "2 c"));
  }

  @ParameterizedTest
  @CsvSource({"earliest, a", "latest, b"})
  void keepsTheFirstOrTheLastInAnOrder(String keep, String kept) throws Exception {
    assertThat(distribute("--keyFields=event_id", "--keep=" + keep, "--orderField=data"), is(0));

    assertThat(rows(table, "event_id, data"), contains("1 " + kept, "2 c"));
  }

  @Test
  void writesTheDateInOneColumn() throws Exception {
    assertThat(distribute("--dateColumns=dt"), is(0));

    assertThat(rows(table, "DISTINCT dt"), contains("2026-09-01"));
    assertThat(
        parquetBelow(table).stream()
            .map(file -> table.relativize(file.getParent()).toString())
            .toList(),
        contains("domain_event_type=shop-sold/dt=2026-09-01"));
  }

  @Test
  void takesTheDateInAnotherZone() throws Exception {
    assertThat(distribute("--dateColumns=dt", "--zone=America/Sao_Paulo"), is(0));

    assertThat(rows(table, "DISTINCT dt"), contains("2026-08-31"));
  }

  @Test
  void namesTypeAndPartitionAsAsked() throws Exception {
    assertThat(
        distribute(
            "--typeFields=event_type,domain",
            "--typeSeparator=.",
            "--typeColumn=kind",
            "--partitionFields=day,kind"),
        is(0));

    assertThat(
        parquetBelow(table).stream()
            .map(file -> table.relativize(file.getParent()).toString())
            .toList(),
        contains("day=01/kind=sold.shop"));
  }

  @Test
  void leavesTheStageByDefault() throws IOException {
    assertThat(distribute(), is(0));

    assertThat(parquetBelow(stage), hasSize(1));
  }

  @Test
  void emptiesTheStageIfAsked() throws IOException {
    assertThat(distribute("--emptyInput"), is(0));

    assertThat(parquetBelow(stage), empty());
  }

  @Test
  void leavesAFileThatCameBehindTheListing() throws Exception {
    DistributeEventsOptions options =
        PipelineOptionsFactory.fromArgs("--input=" + stage, "--output=" + table, "--emptyInput")
            .as(DistributeEventsOptions.class);
    Location input = Location.of(stage.toString());
    Shape lateFile =
        rows -> {
          copyStagedFile(stage.resolve("late.parquet"));
          return rows;
        };

    new LakeJob(
            "distribute-events",
            options,
            LakeTarget.of(options, options.getWriteMode()),
            new TableSource(input, TableScan.all(), AwsSettings.ofTheMachine()),
            Intake.emptying(input),
            lateFile,
            Console.silent())
        .run();

    assertThat(parquetBelow(stage), contains(stage.resolve("late.parquet")));
    assertThat(rows(table, "event_id"), contains("1", "1", "2"));
  }

  @Test
  void saysThatTheStageIsNotThere() {
    Path nowhere = folder.resolve("nowhere");

    assertThat(levada.run("distribute-events", "--input=" + nowhere, "--output=" + table), is(1));

    assertThat(
        levada.err(),
        equalTo("levada: Input not found: " + nowhere + " (give an existing folder)\n"));
  }

  @Test
  void readsATableOfACatalog() throws Exception {
    Path later = folder.resolve("elsewhere/later");
    Path input = levada.write("pending/b.json", OTHER_KEY.replace("\"2\"", "\"3\""));
    assertThat(levada.run("parse-events", "--input=" + input, "--output=" + later), is(0));
    register(Map.of("1", stage, "2", later));

    assertThat(distributeOfCatalog("--where=batch > 1"), is(0));
    assertThat(rows(table, "event_id, batch, day"), contains("3 2 01"));

    assertThat(distributeOfCatalog("--where=batch > 0"), is(0));
    assertThat(
        rows(table, "event_id, batch, day"), contains("1 1 01", "2 1 01", "3 2 01", "3 2 01"));
  }

  @Test
  void leavesOutOfACatalogsTableWhatIsInTheOutputAlready() throws Exception {
    register(Map.of("1", stage));
    assertThat(distributeOfCatalog("--bookmark=enable"), is(0));
    stage("b.json", OTHER_KEY.replace("\"2\"", "\"3\""));

    assertThat(distributeOfCatalog("--bookmark=enable"), is(0));

    assertThat(rows(table, "event_id"), contains("1", "2", "3"));
    assertThat(levada.summary().get("read").asInt(), is(1));
  }

  @Test
  void refusesATableOfACatalogInWhichTheOutputIs() throws Exception {
    register(Map.of("1", stage));
    table = stage.resolve("trusted");

    assertThat(distributeOfCatalog(), is(2));
    assertThat(
        levada.err(),
        equalTo("levada: Invalid --input: " + stage + " overlaps with the output " + table + "\n"));
  }

  @Test
  void refusesATableOfACatalogThatHasAPartitionInTheOutput() throws Exception {
    assertThat(distribute(), is(0));
    register(Map.of("1", stage, "2", table));

    assertThat(distributeOfCatalog(), is(2));
    assertThat(levada.err(), endsWith(" overlaps with the output " + table + "\n"));
  }

  @Test
  void doesNotEmptyATableOfACatalog() throws Exception {
    register(Map.of("1", stage));

    assertThat(distributeOfCatalog("--emptyInput"), is(2));
    assertThat(parquetBelow(stage), hasSize(1));
  }

  @Test
  void saysThatTheCatalogHasNoSuchTable() {
    assertThat(distributeOfCatalog(), is(1));
    assertThat(levada.err(), startsWith("levada: Cannot find table stage_data.events in local:"));
  }

  /** A table of the stage's columns, partitioned by a number. */
  private void register(Map<String, Path> partitions) throws IOException {
    TableName name = TableName.parse("stage_data.events");
    Catalog catalog = CatalogReference.parse(catalog()).open(AwsSettings.ofTheMachine());
    List<CatalogColumn> columns = new ArrayList<>();
    for (String column : List.of("event_id", "domain", "event_type", "data")) {
      columns.add(CatalogColumn.of(column, "string"));
    }
    columns.add(CatalogColumn.of("timestamp", "timestamp"));
    catalog.create(
        CatalogTable.ofParquet(
            name,
            Location.of(stage.toString()),
            columns,
            List.of(CatalogColumn.of("batch", "int"))));
    for (Map.Entry<String, Path> one : partitions.entrySet()) {
      catalog.addPartitions(
          name,
          List.of(
              new CatalogPartition(
                  List.of(one.getKey()),
                  Location.of(one.getValue().toString()),
                  columns,
                  Map.of())));
    }
  }

  private String catalog() {
    return "local:" + folder.resolve("catalog");
  }

  private int distributeOfCatalog(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "distribute-events",
                "--input=catalog:stage_data.events",
                "--inputCatalog=" + catalog(),
                "--output=" + table));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }

  private void copyStagedFile(Path target) {
    try {
      Files.copy(parquetBelow(stage).get(0), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stage(String name, String events) throws IOException {
    Path input = levada.write("pending/" + name, events);
    assertThat(levada.run("parse-events", "--input=" + input, "--output=" + stage), is(0));
  }

  private int distribute(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("distribute-events", "--input=" + stage, "--output=" + table));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }
}
