/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibilityTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);
  private static final AwsSettings AWS = AwsSettings.ofTheMachine();
  private static final String RUNS = "_levada/table/runs/";

  @TempDir private Path folder;
  private Location parent;
  private Location table;

  @BeforeEach
  void open() {
    parent = Location.of(folder.toString());
    table = parent.child("table");
  }

  /** A run that stages files and replaces some. */
  private final class Job {
    private final Run run;
    private PublishPlan plan;

    Job(Location asked, List<String> writes, List<String> replaces) throws IOException {
      Ledger ledger = Ledger.claim(AWS, table, asked);
      String id = "run-" + ledger.runs().size();
      this.run = ledger.begin(id, CLOCK, Map.of());
      Storage storage = ledger.storages(id).of(table);
      List<StagedFile> staged = new ArrayList<>();
      for (String file : writes) {
        StagedUpload upload = storage.stage(table.child(file), "1");
        upload.write(file.getBytes(UTF_8));
        staged.add(upload.finish());
      }
      this.plan =
          new PublishPlan(
              staged,
              replaces.stream().map(table::child).toList(),
              List.of(),
              table.child("_SUCCESS"));
    }

    Job retain(String... folders) {
      plan = with(plan.registration(), Stream.of(folders).map(table::child).toList());
      return this;
    }

    Job register(String catalog, String name) {
      TableName table = TableName.parse(name);
      plan =
          with(
              new Registration(
                  CatalogReference.parse(catalog),
                  table.database(),
                  table.table(),
                  parent.child(run.id()),
                  List.of(),
                  List.of()),
              plan.retained());
      return this;
    }

    private PublishPlan with(Registration registration, List<Location> retained) {
      return new PublishPlan(
          plan.complete(),
          plan.remove(),
          plan.partitions(),
          plan.success(),
          plan.departures(),
          registration,
          retained);
    }

    Job prepare() throws IOException {
      run.prepare(plan, Map.of());
      return this;
    }

    Job publish() throws IOException {
      run.publish(plan);
      return this;
    }

    /** As if it was cut off while it deleted what it replaces. */
    Job becomeVisible() throws IOException {
      publish();
      Files.deleteIfExists(Path.of(run.folder().child("removed.json").uri()));
      return this;
    }

    /** As if it was cut off before it registered anything. */
    Job becomeVisibleUnregistered() throws IOException {
      PublishPlan registering = plan;
      plan = with(null, plan.retained());
      becomeVisible();
      plan = registering;
      return this;
    }

    Job commit() throws IOException {
      run.commit(plan);
      return this;
    }
  }

  @Test
  void hidesNothingOfATableWithoutALedger() throws IOException {
    Files.createDirectories(folder.resolve("table"));

    assertThat(hidden(table), empty());
  }

  @Test
  void hidesNothingOfARunThatIsOpen() throws IOException {
    job(List.of("a"), List.of());

    assertThat(hidden(table), empty());
  }

  @Test
  void hidesTheFilesOfARunThatIsPrepared() throws IOException {
    job(List.of("p=1/a", "p=2/b"), List.of("old")).prepare();

    assertThat(hidden(table), contains("p=1/a", "p=2/b"));
  }

  @Test
  void hidesWhatARunReplacesOnceItIsVisible() throws IOException {
    job(List.of("a"), List.of("p=1/old", "older")).prepare().becomeVisible();

    assertThat(hidden(table), contains("older", "p=1/old"));
  }

  @Test
  void hidesNothingMoreOnceWhatARunReplacesIsGone() throws IOException {
    job(List.of("a"), List.of("old")).prepare().publish();

    assertThat(hidden(table), empty());
  }

  @Test
  void reliesOnNoListingDuringWhichAllWasDeletedThatARunReplaces() throws IOException {
    Job job = job(List.of("a"), List.of("old")).prepare();
    Visibility before = Visibility.of(AWS, table);
    job.publish();

    assertThat(hidden(before, before.again()), equalTo(Optional.empty()));
  }

  @Test
  void hidesTheVersionsThatARunRetainsOnceItIsVisible() throws IOException {
    Job job = job(List.of("run=2/a"), List.of()).retain("run=1").prepare();

    assertThat(hidden(table), contains("run=2/a"));
    job.becomeVisible();
    assertThat(hidden(table), contains("run=1"));
  }

  @Test
  void hidesTheVersionsThatTheLastRunRetainsWhichReplacedAny() throws IOException {
    job(List.of("a"), List.of("old")).retain("run=0").prepare().publish().commit();
    job(List.of("b"), List.of("run=0/x")).retain("run=1", "p=1/run=1").prepare().publish().commit();
    job(List.of("c"), List.of()).prepare().publish().commit();

    assertThat(hidden(table), contains("p=1/run=1", "run=1"));
  }

  @Test
  void hidesAllFilesOfAVersionThatIsRetained() throws IOException {
    job(List.of("a"), List.of()).retain("p=1/run=1").prepare().publish();
    Visibility before = Visibility.of(AWS, table);
    HiddenFiles hidden = before.again().hiddenSince(before).orElseThrow();

    assertThat(hidden.has(table.child("p=1/run=1/x")), is(true));
    assertThat(hidden.has(table.child("p=1/run=1/below/x")), is(true));
    assertThat(hidden.has(table.child("p=1/run=10/x")), is(false));
    assertThat(hidden.has(table.child("p=1/x")), is(false));
    assertThat(hidden.isUnpublished(table.child("p=1/run=1/x")), is(false));
  }

  @Test
  void hidesNothingOfARetainedVersionFromWhoAsksForIt() throws IOException {
    job(List.of("run=2/a"), List.of("run=1/old")).retain("run=1").prepare().becomeVisible();

    assertThat(hidden(table.child("run=1")), contains("run=1/old"));
  }

  @Test
  void reliesOnNoListingDuringWhichAVersionIsRetained() throws IOException {
    Visibility before = Visibility.of(AWS, table);
    job(List.of("run=2/a"), List.of()).retain("run=1").prepare().becomeVisible();

    assertThat(hidden(before, before.again()), equalTo(Optional.empty()));
  }

  @Test
  void reliesOnAListingDuringWhichARunAddsToATableThatRetainsVersions() throws IOException {
    job(List.of("a"), List.of("old")).retain("run=1").prepare().publish().commit();
    Visibility before = Visibility.of(AWS, table);
    job(List.of("b"), List.of()).retain("run=1").prepare().publish().commit();

    assertThat(hidden(before, before.again()), equalTo(files("b", "run=1")));
  }

  @Test
  void failsIfItIsNotKnownWhatIsRetained() throws IOException {
    job(List.of("a"), List.of("old")).retain("run=1").prepare().publish().commit();
    Path file = folder.resolve(RUNS + "run-0/removed.json");
    Files.writeString(file, "{");

    assertThat(failure(), equalTo("Cannot read " + file + ": it is damaged (restore it)"));
  }

  @Test
  void tellsWhatRunsRegisterThatMayNotBeThrough() throws IOException {
    job(List.of("a"), List.of()).register("glue", "db.t").prepare().becomeVisibleUnregistered();
    job(List.of("b"), List.of()).register("glue", "db.t").prepare();
    Visibility look = Visibility.of(AWS, table);

    assertThat(registering(look, "glue", "db.t"), contains("run-0"));
  }

  @Test
  void tellsWhatLaterRunsRegisterToo() throws IOException {
    job(List.of("a"), List.of()).register("glue", "db.t").prepare().commit();
    job(List.of("b"), List.of()).register("glue", "db.t").prepare().becomeVisibleUnregistered();
    job(List.of("c"), List.of()).register("glue", "db.t").prepare().commit();

    assertThat(registering(Visibility.of(AWS, table), "glue", "db.t"), contains("run-1", "run-2"));
  }

  @Test
  void tellsNothingOfWhatIsRegistered() throws IOException {
    job(List.of("a"), List.of()).register("glue", "db.t").prepare().commit();

    assertThat(registering(Visibility.of(AWS, table), "glue", "db.t"), empty());
  }

  @ParameterizedTest
  @CsvSource({
    "glue, db.t, 1",
    "glue:123456789012, DB.T, 1",
    "local, db.t, 0",
    "glue, db.t2, 0",
    "glue, db2.t, 0"
  })
  void tellsWhatIsRegisteredInACatalogByATablesName(String catalog, String name, int count)
      throws IOException {
    job(List.of("a"), List.of()).register("glue", "db.t").prepare().becomeVisibleUnregistered();

    assertThat(registering(Visibility.of(AWS, table), catalog, name), hasSize(count));
  }

  @Test
  void tellsThatARunRegistersMeanwhile() throws IOException {
    CatalogReference glue = CatalogReference.parse("glue");
    Visibility before = Visibility.of(AWS, table);
    Job job = job(List.of("a"), List.of()).register("glue", "db.t").prepare();
    Visibility prepared = before.again();
    job.becomeVisibleUnregistered();
    Visibility visible = prepared.again();

    assertThat(prepared.registeredSince(before, glue, TableName.parse("db.t")), is(false));
    assertThat(visible.registeredSince(prepared, glue, TableName.parse("db.t")), is(true));
    assertThat(visible.registeredSince(prepared, glue, TableName.parse("db.u")), is(false));
    assertThat(visible.again().registeredSince(visible, glue, TableName.parse("db.t")), is(false));
  }

  @Test
  void hidesNothingOfACommittedRun() throws IOException {
    job(List.of("a"), List.of("old")).prepare().publish().commit();

    assertThat(hidden(table), empty());
  }

  @Test
  void hidesNothingOfARunThatWasUndoneBeforeItWasPrepared() throws IOException {
    job(List.of("a"), List.of("old")).run.rollBack("too many rejects", List.of());
    Files.delete(folder.resolve(RUNS + "run-0/swept.json"));

    assertThat(hidden(table), empty());
  }

  @Test
  void hidesTheFilesOfAPreparedRunUntilAllOfThemAreUndone() throws IOException {
    Job job = job(List.of("a", "b"), List.of("old")).prepare();
    Ledger.find(AWS, table).load("run-0", CLOCK).discardStaged();
    assertThrows(RolledBackException.class, job::publish);
    Path swept = folder.resolve(RUNS + "run-0/swept.json");

    assertThat(hidden(table), empty());
    Files.delete(swept);
    assertThat(hidden(table), contains("a", "b"));
  }

  @Test
  void addsUpWhatSeveralRunsHide() throws IOException {
    job(List.of("a"), List.of("old")).prepare().becomeVisible();
    job(List.of("b"), List.of("a")).prepare().becomeVisible();
    job(List.of("c"), List.of("b")).prepare();

    assertThat(hidden(table), contains("a", "c", "old"));
  }

  @Test
  void hidesTheFilesOfARunThatBeginsBehindTheFirstLook() throws IOException {
    Visibility before = Visibility.of(AWS, table);
    job(List.of("a"), List.of("old")).prepare();

    assertThat(hidden(before, before.again()), equalTo(files("a")));
  }

  @Test
  void hidesTheFilesOfARunThatIsUndoneBetweenTheLooks() throws IOException {
    Visibility before = Visibility.of(AWS, table);
    Job job = job(List.of("a"), List.of("old")).prepare();
    Ledger.find(AWS, table).load("run-0", CLOCK).discardStaged();
    assertThrows(RolledBackException.class, job::publish);

    assertThat(hidden(before, before.again()), equalTo(files("a")));
  }

  @Test
  void hidesTheFilesOfARunThatAppendsBetweenTheLooks() throws IOException {
    Visibility before = Visibility.of(AWS, table);
    job(List.of("a"), List.of()).prepare().publish().commit();

    assertThat(hidden(before, before.again()), equalTo(files("a")));
  }

  @Test
  void reliesOnNoListingDuringWhichARunReplacesFiles() throws IOException {
    Job job = job(List.of("a"), List.of("old")).prepare();
    Visibility before = Visibility.of(AWS, table);
    job.becomeVisible();
    Visibility after = before.again();

    assertThat(hidden(before, after), equalTo(Optional.empty()));
    assertThat(hidden(after, after.again()), equalTo(files("old")));
  }

  @Test
  void reliesOnAListingDuringWhichARunReplacesFilesOfOtherFolders() throws IOException {
    Location place = table.child("p=1");
    Visibility before = Visibility.of(AWS, place);
    job(List.of("p=1/a", "p=2/a"), List.of("p=2/old", "p=10/old")).prepare().publish();

    assertThat(hidden(before, before.again()), equalTo(files("p=1/a")));
  }

  @Test
  void hidesWhatAVisibleRunReplacesAlsoIfItIsCommittedBetweenTheLooks() throws IOException {
    Job job = job(List.of("a"), List.of("old")).prepare().becomeVisible();
    Visibility before = Visibility.of(AWS, table);
    job.commit();

    assertThat(hidden(before, before.again()), equalTo(files("old")));
  }

  @Test
  void findsTheLedgerOfTheTableThatHasThePartition() throws IOException {
    job(List.of("y=1/m=2/a", "y=1/m=3/b", "y=2/m=2/c"), List.of()).prepare();

    assertThat(hidden(table.child("y=1/m=2")), contains("y=1/m=2/a"));
    assertThat(hidden(table.child("y=1")), contains("y=1/m=2/a", "y=1/m=3/b"));
  }

  @Test
  void goesByTheLedgerOfATableThatIsNamedAsAPartition() throws IOException {
    Location outer = table;
    table = outer.child("y=1");
    job(List.of("a"), List.of()).prepare();

    assertThat(hiddenUris(table), contains(table.child("a").uri()));
  }

  @Test
  void tellsTablesFromOthersWhoseNamesBeginAlike() throws IOException {
    for (String name : List.of("gold_old", "gold2", "gold")) {
      table = parent.child(name);
      job(List.of("a"), List.of()).prepare();
    }

    assertThat(hiddenUris(parent.child("gold")), contains(parent.child("gold/a").uri()));
    assertThat(hiddenUris(parent.child("gold2")), contains(parent.child("gold2/a").uri()));
  }

  @Test
  void goesByALedgerElsewhere() throws IOException {
    new Job(parent.child("records"), List.of("a"), List.of()).prepare();

    assertThat(hidden(table), contains("a"));
  }

  @Test
  void goesByALedgerElsewhereThatIsClaimedBetweenTheLooks() throws IOException {
    Visibility before = Visibility.of(AWS, table);
    new Job(parent.child("records"), List.of("a"), List.of("old")).prepare().publish();

    assertThat(hidden(before, before.again()), equalTo(Optional.empty()));
  }

  @Test
  void namesFilesAsTheTableIsReached() throws IOException {
    job(List.of("p=1/a"), List.of()).prepare();
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Location linked = Location.of(link.toString()).child("table");

    assertThat(hiddenUris(linked), contains(linked.child("p=1/a").uri()));
  }

  @Test
  void namesFilesOfATableThatWasMovedWithItsHome() throws IOException {
    job(List.of("a"), List.of()).prepare();
    Path lake = Files.createDirectory(folder.resolve("lake"));
    Files.move(folder.resolve("_levada"), lake.resolve("_levada"));
    Location moved = parent.child("lake/table");

    assertThat(hiddenUris(moved), contains(moved.child("a").uri()));
  }

  @Test
  void hasNoLedgerToAskForARoot() throws IOException {
    assertThat(hiddenUris(Location.of("/")), empty());
    assertThat(hiddenUris(Location.of("s3://bucket")), empty());
  }

  @Test
  void changesNothing() throws IOException {
    job(List.of("a"), List.of()).prepare();
    List<String> files = allFiles();

    hidden(table);

    assertThat(allFiles(), equalTo(files));
  }

  @Test
  void readsNothingOfRunsThatAreFinished() throws IOException {
    job(List.of("a"), List.of("old")).prepare().publish().commit();
    job(List.of("b"), List.of()).run.rollBack("too many rejects", List.of());
    for (String run : List.of("run-0", "run-1")) {
      Files.writeString(folder.resolve(RUNS + run + "/state-2.json"), "damaged");
    }

    assertThat(hidden(table), empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"table\":\"/t\",\"ledger\":\"records\"}"})
  void failsIfTheLedgersNameIsDamaged(String content) throws IOException {
    job(List.of("a"), List.of()).prepare();
    Path file = folder.resolve("_levada/table/ledger.json");
    Files.writeString(file, content);

    assertThat(failure(), equalTo("Cannot read " + file + ": it is damaged (restore it)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "[]", "{\"state\":\"PREPARED\"}", "{\"state\":\"DONE\"}", "null"})
  void failsIfAPlanIsDamaged(String content) throws IOException {
    job(List.of("a"), List.of()).prepare();
    Path file = folder.resolve(RUNS + "run-0/state-2.json");
    Files.writeString(file, content);

    assertThat(failure(), equalTo("Cannot read " + file + ": it is damaged (restore it)"));
  }

  @Test
  void failsIfAPlanIsMissing() throws IOException {
    job(List.of("a"), List.of()).prepare().publish();
    Path file = folder.resolve(RUNS + "run-0/state-2.json");
    Files.delete(file);

    assertThat(failure(), equalTo("Cannot read " + file + ": it is damaged (restore it)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}"})
  void failsIfItIsNotKnownWhetherARunIsVisible(String content) throws IOException {
    job(List.of("a"), List.of()).prepare().publish();
    Path file = folder.resolve(RUNS + "run-0/state-3.json");
    Files.writeString(file, content);

    assertThat(failure(), equalTo("Cannot read " + file + ": it is damaged (restore it)"));
  }

  private Job job(List<String> writes, List<String> replaces) throws IOException {
    return new Job(null, writes, replaces);
  }

  /** What is hidden while nothing goes on, by the paths in the table. */
  private List<String> hidden(Location place) throws IOException {
    int prefix = table.uri().length() + 1;
    return hiddenUris(place).stream().map(uri -> uri.substring(prefix)).toList();
  }

  private static List<String> hiddenUris(Location place) throws IOException {
    Visibility before = Visibility.of(AWS, place);
    Set<Location> hidden = hidden(before, before.again()).orElseThrow();
    return hidden.stream().map(Location::uri).sorted().toList();
  }

  /** By the runs whose ids they have. */
  private static List<String> registering(Visibility look, String catalog, String name)
      throws IOException {
    return look.registrations(CatalogReference.parse(catalog), TableName.parse(name)).stream()
        .map(registration -> registration.folder().name())
        .toList();
  }

  private static Optional<Set<Location>> hidden(Visibility before, Visibility after)
      throws IOException {
    return after.hiddenSince(before).map(HiddenFiles::named);
  }

  private Optional<Set<Location>> files(String... paths) {
    return Optional.of(Set.copyOf(Stream.of(paths).map(table::child).toList()));
  }

  private String failure() {
    return assertThrows(IOException.class, () -> hidden(table)).getMessage();
  }

  private List<String> allFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
