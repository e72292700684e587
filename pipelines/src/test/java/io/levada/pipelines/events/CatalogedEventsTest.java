/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.LevadaCommands;
import io.levada.pipelines.LocalZones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trusted table that is in a catalog shows there what runs have written, where it is. */
class CatalogedEventsTest {

  private static final TableName NAME = new TableName("trusted", "events");

  @TempDir private Path folder;
  private LocalZones zones;
  private Catalog catalog;

  @BeforeEach
  void openCatalog() {
    zones = new LocalZones(folder);
    catalog = CatalogReference.parse(reference()).open(AwsSettings.ofTheMachine());
  }

  private String reference() {
    return "local:" + folder.resolve("catalog");
  }

  @Test
  void showsATableOfTheColumnsAndKeysThatTheRunHasWritten() throws Exception {
    run(0, "1", "a");

    CatalogTable table = catalog.table(NAME).orElseThrow();
    assertThat(
        table.columns().stream().map(CatalogColumn::toString).toList(),
        contains(
            "event_id string",
            "timestamp timestamp",
            "domain string",
            "event_type string",
            "data string",
            "domain_event_type string",
            "year string",
            "month string"));
    assertThat(table.partitionKeys(), contains(CatalogColumn.of("day", "string")));
    assertThat(table.location(), equalTo(Location.of(zones.table())));
    assertThat(table.parameters(), hasEntry("classification", "parquet"));
  }

  @Test
  void addsThePartitionsOfEachRun() throws Exception {
    run(0, "1", "a");
    run(0, "2", "b", "1", "c");

    assertThat(locations(), equalTo(Map.of("01", "day=01", "02", "day=02")));
    assertThat(rowsOf("01"), contains("a", "c"));
  }

  @Test
  void saysInThePartitionWhichRunHasPlacedIt() throws Exception {
    run(0, "1", "a");

    String run = zones.summary().path("run").asText();
    assertThat(partitions().get(0).parameters(), hasEntry(Registration.RUN, run));
  }

  @Test
  void switchesAPartitionThatIsOverwrittenToItsNewVersion() throws Exception {
    run(0, "1", "a", "2", "b");

    run(0, OVERWRITE_PARTITIONS, "1", "c");

    String version = "day=01/run=" + zones.summary().path("run").asText();
    assertThat(locations(), equalTo(Map.of("01", version, "02", "day=02")));
    assertThat(rowsOf("01"), contains("c"));
    assertThat(zones.dataFiles(zones.table()), hasSize(2));
  }

  @Test
  void dropsThePartitionsThatAnOverwriteLeavesOut() throws Exception {
    run(0, "1", "a", "2", "b");

    run(0, OVERWRITE, "2", "c");

    String version = "day=02/run=" + zones.summary().path("run").asText();
    assertThat(locations(), equalTo(Map.of("02", version)));
    assertThat(zones.dataFiles(zones.table()), hasSize(1));
  }

  @Test
  void addsToTheVersionThatAPartitionHas() throws Exception {
    run(0, "1", "a");
    run(0, OVERWRITE, "1", "b");
    String version = "day=01/run=" + zones.summary().path("run").asText();

    run(0, "1", "c");

    assertThat(locations(), equalTo(Map.of("01", version)));
    assertThat(rowsOf("01"), contains("b", "c"));
  }

  /** Its folder has a version that counts no more, which those who list it would see. */
  @Test
  void makesAVersionOfAPartitionThatIsBackInATableOfVersions() throws Exception {
    run(0, OVERWRITE, "1", "a", "2", "gone");
    run(0, OVERWRITE, "--retain=1", "1", "b");

    run(0, "2", "c");

    String version = "day=02/run=" + zones.summary().path("run").asText();
    assertThat(locations(), hasEntry("02", version));
    assertThat(rowsOf("02"), contains("c"));
  }

  @Test
  void refusesToAddToVersionsThatTheCatalogDoesNotKnow() throws Exception {
    run(0, OVERWRITE, "1", "a");
    catalog.drop(NAME);

    run(1, "1", "b");

    assertThat(zones.err(), containsString("(levada crawl registers those that count)"));
  }

  @Test
  void addsWhereTheCatalogHasATableWithoutPartitionsThoughItHasNoRow() throws Exception {
    run(0, NO_PARTITIONS, OVERWRITE, "--keyFields=none", "x", "a");
    assertThat(zones.rows("event_id"), empty());

    run(0, NO_PARTITIONS, "1", "b");

    Location location = catalog.table(NAME).orElseThrow().location();
    assertThat(LevadaCommands.rows(Path.of(location.uri()), "event_id"), contains("b"));
  }

  @Test
  void refusesToSplitAPartitionThatTheCatalogDoesNotKnow() throws Exception {
    zones.deliver("a.json", event("1", "a"));
    assertThat(zones.eventsAtOnce("--partitionFields=day"), is(0));
    run(0, OVERWRITE_PARTITIONS, "2", "b");

    run(1, "1", "c");

    assertThat(zones.err(), containsString("it has files that the catalog does not know"));
    assertThat(zones.dataFiles(zones.table()), hasSize(2));
  }

  @Test
  void refusesASecondTableOfTheSameFolder() throws Exception {
    run(0, "1", "a");
    zones.deliver("b.json", event("1", "b"));

    int exit =
        zones.eventsAtOnce(
            "--partitionFields=day", "--catalog=" + reference(), "--database=d", "--table=other");

    assertThat(exit, is(2));
    assertThat(zones.err(), containsString("is trusted.events of local:"));
  }

  /** Athena's are named without it. */
  @Test
  void replacesFilesOfOtherToolsWhateverTheirNames() throws Exception {
    run(0, "1", "a");
    Path day = Path.of(zones.table(), "day=01");
    Path file = LevadaCommands.parquetBelow(day).get(0);
    Files.move(file, day.resolve("20260901_athena"));

    run(0, OVERWRITE_PARTITIONS, "--layout=flat", "1", "b");

    assertThat(Files.exists(day.resolve("20260901_athena")), is(false));
    assertThat(rowsOf("01"), contains("b"));
  }

  @Test
  void leavesWhatIsBesideThePartitions() throws Exception {
    run(0, "1", "a");
    Path readme = Path.of(zones.table(), "README.md");
    Files.writeString(readme, "ours");

    run(0, OVERWRITE, "1", "b");

    assertThat(Files.exists(readme), is(true));
  }

  @Test
  void refusesToSplitATableWithoutPartitions() throws Exception {
    run(0, NO_PARTITIONS, OVERWRITE, "1", "a");
    zones.deliver("b.json", event("1", "b"));
    assertThat(zones.eventsAtOnce(NO_PARTITIONS, OVERWRITE, "--replaceWithNewInputsOnly"), is(0));

    run(1, NO_PARTITIONS, "1", "c");

    assertThat(zones.err(), containsString("it has files that the catalog does not know"));
  }

  @Test
  void refusesToProjectPartitionsOfATableOfVersions() throws Exception {
    run(0, OVERWRITE, "1", "a");

    run(2, "--partitionProjection=day:integer:1,31:digits=2", "1", "b");

    assertThat(zones.err(), containsString("of which Athena would see all"));
  }

  @Test
  void makesATableWithoutPartitionsThatHasNothingUntilItIsWhole() throws Exception {
    run(0, NO_PARTITIONS, OVERWRITE, "1", "a");

    String version = zones.table() + "/run=" + zones.summary().path("run").asText();
    assertThat(catalog.table(NAME).orElseThrow().location(), equalTo(Location.of(version)));
  }

  @Test
  void replacesVersionsWithoutACatalogIfAllAreReplaced() throws Exception {
    run(0, OVERWRITE, "1", "a");
    zones.deliver("b.json", event("1", "b"));

    int exit = zones.eventsAtOnce("--partitionFields=day", OVERWRITE, "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    assertThat(zones.rows("event_id"), contains("b"));
    zones.deliver("c.json", event("1", "c"));
    assertThat(zones.err(), zones.eventsAtOnce("--partitionFields=day"), is(0));
  }

  @Test
  void keepsAsManyReplacedVersionsAsAskedFor() throws Exception {
    run(0, OVERWRITE, "1", "a");
    run(0, OVERWRITE, "1", "b", "--retain=2");
    run(0, OVERWRITE, "1", "c", "--retain=2");
    run(0, OVERWRITE, "1", "d", "--retain=2");

    assertThat(rowsOf("01"), contains("d"));
    assertThat(zones.rows("event_id"), contains("b", "c", "d"));
  }

  @Test
  void countsNoRetainedVersion() throws Exception {
    run(0, OVERWRITE, "1", "a", "2", "x");
    run(0, OVERWRITE_PARTITIONS, "1", "b", "--retain=1");
    run(0, OVERWRITE_PARTITIONS, "2", "y", "--retain=1");

    assertThat(zones.rows("event_id"), contains("a", "b", "x", "y"));
    LevadaCommands levada = new LevadaCommands(folder);
    assertThat(levada.err(), levada.command("count", zones.table()), is(0));
    assertThat(levada.out(), containsString("total          2     2"));
  }

  @Test
  void switchesTheTableItselfIfItHasNoPartitions() throws Exception {
    run(0, NO_PARTITIONS, "1", "a");
    run(0, NO_PARTITIONS, OVERWRITE, "1", "b");
    String version = zones.table() + "/run=" + zones.summary().path("run").asText();
    assertThat(catalog.table(NAME).orElseThrow().location(), equalTo(Location.of(version)));

    run(0, NO_PARTITIONS, "1", "c");

    assertThat(catalog.table(NAME).orElseThrow().location(), equalTo(Location.of(version)));
    assertThat(LevadaCommands.rows(Path.of(version), "event_id"), contains("b", "c"));
  }

  @Test
  void putsAFlatOverwriteInThePartitionsOwnFolder() throws Exception {
    run(0, OVERWRITE, "1", "a");

    run(0, OVERWRITE, "--layout=flat", "1", "b");

    assertThat(locations(), equalTo(Map.of("01", "day=01")));
    assertThat(zones.rows("event_id"), contains("b"));
  }

  @Test
  void refusesATableOfVersionsWithoutItsCatalog() throws Exception {
    run(0, OVERWRITE, "1", "a");
    zones.deliver("late.json", event("1", "b"));

    int exit = zones.eventsAtOnce("--partitionFields=day");

    assertThat(exit, is(2));
    assertThat(zones.err(), containsString("Missing --catalog"));
    assertThat(zones.rows("event_id"), contains("a"));
  }

  @Test
  void saysThatACatalogIsLeftAsItIs() throws Exception {
    run(0, "1", "a");
    zones.deliver("late.json", event("1", "b"));

    assertThat(zones.eventsAtOnce("--partitionFields=day"), is(0));

    assertThat(zones.out(), containsString("is in a catalog, which this run leaves as it is"));
  }

  @Test
  void saysThatACatalogLacksWhatTheTableHadBefore() throws Exception {
    zones.deliver("a.json", event("1", "a"));
    assertThat(zones.eventsAtOnce("--partitionFields=day"), is(0));

    run(0, "2", "b");

    assertThat(locations(), equalTo(Map.of("02", "day=02")));
    assertThat(zones.out(), containsString("The catalog lacks the partitions that the table had"));
  }

  @Test
  void refusesRowsForAPartitionThatTheCatalogHasElsewhere() throws Exception {
    run(0, "1", "a");
    CatalogPartition there = partitions().get(0);
    catalog.updatePartitions(NAME, List.of(there.withLocation(Location.of("/elsewhere"))));

    run(1, "1", "b");

    assertThat(zones.err(), containsString("the catalog has it in /elsewhere"));
    assertThat(zones.rows("event_id"), contains("a"));
  }

  @Test
  void givesTheTableAColumnThatARunAdds() throws Exception {
    run(0, "1", "a");

    run(0, "--typeColumn=kind", "1", "b");

    assertThat(
        catalog.table(NAME).orElseThrow().columns().stream().map(CatalogColumn::name).toList(),
        hasItem("kind"));
    assertThat(zones.out(), containsString("gets new columns in the catalog: kind string"));
  }

  @Test
  void endsBeforeAnythingIsReadIfTheTableIsFrozenAndDiffers() throws Exception {
    run(0, "1", "a");

    run(1, "--catalogUpdate=freeze", "--typeColumn=kind", "1", "b");

    assertThat(zones.err(), containsString("--catalogUpdate=evolve"));
    assertThat(zones.rows("event_id"), contains("a"));
  }

  @Test
  void endsBeforeAnythingIsPublishedIfTheTableHasOtherKeys() throws Exception {
    catalog.create(
        CatalogTable.ofParquet(
            NAME,
            Location.of(zones.table()),
            List.of(CatalogColumn.of("event_id", "string")),
            List.of(CatalogColumn.of("dia", "string"))));

    run(1, "1", "a");

    assertThat(zones.err(), containsString("partition keys are [dia]"));
    assertThat(zones.rows("event_id"), empty());
  }

  @Test
  void tellsAthenaHowToComputePartitions() throws Exception {
    run(0, "--partitionProjection=day:integer:1,31:digits=2", "1", "a");

    assertThat(
        catalog.table(NAME).orElseThrow().parameters(),
        hasEntry("storage.location.template", zones.table() + "/day=${day}/"));
  }

  @Test
  void showsAPersonWhatARunHasChangedInTheCatalog() throws Exception {
    run(0, OVERWRITE, "1", "a");
    String run = zones.summary().path("run").asText();

    LevadaCommands levada = new LevadaCommands(folder);
    assertThat(levada.command("runs", "show", zones.table(), run), is(0));

    assertThat(levada.out(), containsString("Catalog     trusted.events of local:"));
    assertThat(levada.out(), containsString(": 1 partition, 0 dropped"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--catalog=local --table=t | Missing --database",
        "--catalog=local --database=d | Missing --table",
        "--catalog=hive --database=d --table=t | Invalid --catalog: 'hive' is no catalog",
        "--catalog=glue:12 --database=d --table=t | Invalid --catalog: '12' is no account",
        "--database=d | Invalid --database: d (it needs a --catalog",
        "--layout=versioned | Invalid --layout: VERSIONED (it needs a --catalog",
        "--retain=1 | Invalid --retain: 1 (it needs a --catalog",
        "--catalog=local --database=d --table=t --layout=versioned | Invalid --layout: versioned",
        "--catalog=local --database=d --table=t --retain=1 | Invalid --retain: 1",
        "--catalog=local --database=d.e --table=t | 'd.e' is no name of a database"
      })
  void refusesOptionsThatDoNotGoTogether(String options, String message) {
    zones.deliver("a.json", event("1", "a"));

    int exit = zones.eventsAtOnce(options.split(" "));

    assertThat(exit, is(2));
    assertThat(zones.err(), containsString(message));
  }

  private static final String OVERWRITE = "--writeMode=overwrite";
  private static final String OVERWRITE_PARTITIONS = "--writeMode=overwrite-partitions";
  private static final String NO_PARTITIONS = "--partitionFields=none";

  /**
   * Delivers events and runs the job.
   *
   * @param words options, and pairs of a day and an id
   */
  private void run(int exit, String... words) {
    List<String> options = new ArrayList<>();
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (words[i].startsWith("--")) {
        options.add(words[i]);
      } else {
        events.append(event(words[i], words[++i]));
      }
    }
    options.add("--catalog=" + reference());
    options.add("--database=trusted");
    options.add("--table=events");
    options.add("--replaceWithNewInputsOnly");
    if (!options.contains(NO_PARTITIONS)) {
      options.add("--partitionFields=day");
    }
    zones.deliver("events.json", events.toString());
    int found = zones.eventsAtOnce(options.toArray(String[]::new));
    assertThat(zones.err(), found, is(exit));
  }

  private static String event(String day, String id) {
    return ("{\"event_id\":\"%s\",\"timestamp\":\"2026-09-0%sT10:00:00Z\",\"domain\":\"shop\","
            + "\"event_type\":\"sold\",\"data\":{\"n\":1}}\n")
        .formatted(id, day);
  }

  private List<CatalogPartition> partitions() throws Exception {
    List<CatalogPartition> partitions = new ArrayList<>();
    catalog.partitions(NAME, null, partitions::add);
    return partitions;
  }

  /** The folder of each partition below the table. */
  private Map<String, String> locations() throws Exception {
    Map<String, String> locations = new TreeMap<>();
    for (CatalogPartition partition : partitions()) {
      locations.put(
          partition.values().get(0), partition.location().relativeTo(Location.of(zones.table())));
    }
    return locations;
  }

  /** What Athena would see of a partition. */
  private List<String> rowsOf(String day) throws Exception {
    String location = locations().get(day);
    return LevadaCommands.rows(Path.of(zones.table()).resolve(location), "event_id");
  }
}
