/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.catalog.TableName;
import io.levada.io.ledger.Recovery.Recovered;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that changes a catalog: when it does, and what waits until it has. */
class RegisteredRunTest {

  private static final AwsSettings AWS = AwsSettings.ofTheMachine();
  private static final TableName NAME = new TableName("db", "t");
  private static final String ID = "20260131T235959987Z-1a2b3c4d5e6f";

  @TempDir private Path folder;
  private Location table;
  private CatalogReference reference;
  private Catalog catalog;
  private Ledger ledger;

  @BeforeEach
  void makeTable() throws IOException {
    table = Location.of(folder.resolve("table").toString());
    reference = CatalogReference.parse("local:" + folder.resolve("catalog"));
    catalog = reference.open(AWS);
    Files.createDirectories(folder.resolve("table/p=1"));
    Files.writeString(folder.resolve("table/p=1/old.parquet"), "old");
    ledger = Ledger.claim(AWS, table, null);
  }

  @Test
  void registersWhatItHasWrittenBeforeWhatItReplacesIsRemoved() throws IOException {
    createTable();
    Run run = prepared();

    run.publish(plan());

    assertThat(locations(), equalTo(Map.of("1", "p=1/run=" + ID)));
    assertThat(Files.exists(folder.resolve("table/p=1/old.parquet")), is(false));
  }

  @Test
  void removesNothingThatTheCatalogMayShowStill() throws IOException {
    Run run = prepared();

    OwedWorkException owed = assertThrows(OwedWorkException.class, () -> run.publish(plan()));

    assertThat(owed.getMessage(), containsString("the catalog does not show all of it"));
    assertThat(owed.getMessage(), containsString("Cannot find table db.t"));
    assertThat(Files.exists(folder.resolve("table/p=1/old.parquet")), is(true));
    assertThat(Files.exists(folder.resolve("table/p=1/run=" + ID + "/new.parquet")), is(true));
  }

  @Test
  void isRegisteredByTheNextStart() throws IOException {
    Run run = prepared();
    assertThrows(OwedWorkException.class, () -> run.publish(plan()));
    createTable();

    List<Recovered> recovered = recover();

    assertThat(recovered, contains(new Recovered(ID, Run.State.VISIBLE, Run.State.COMMITTED, "")));
    assertThat(locations(), equalTo(Map.of("1", "p=1/run=" + ID)));
    assertThat(Files.exists(folder.resolve("table/p=1/old.parquet")), is(false));
  }

  @Test
  void leavesWhatALaterRunHasRegistered() throws IOException {
    Run run = prepared();
    assertThrows(OwedWorkException.class, () -> run.publish(plan()));
    createTable();
    String later = "20260201T000000000Z-000000000000";
    registration("p=1/run=" + later).carryOut(catalog, later, () -> {});

    recover();

    assertThat(locations(), equalTo(Map.of("1", "p=1/run=" + later)));
  }

  @Test
  void doesNotBringBackWhatALaterRunHasDropped() throws IOException {
    Run run = prepared();
    assertThrows(OwedWorkException.class, () -> run.publish(plan()));
    createTable();
    commitLater(registration(List.of(), List.of(List.of("1"))));

    List<Recovered> recovered = recover();

    assertThat(recovered, contains(new Recovered(ID, Run.State.VISIBLE, Run.State.COMMITTED, "")));
    assertThat(locations(), equalTo(Map.of()));
  }

  @Test
  void isPendingTogetherWithWhatALaterRunHasRegistered() throws IOException {
    Run run = prepared();
    assertThrows(OwedWorkException.class, () -> run.publish(plan()));
    createTable();
    Registration later = registration(List.of(), List.of(List.of("1")));
    commitLater(later);

    assertThat(
        Visibility.of(AWS, table).registrations(reference, NAME),
        contains(plan.registration(), later));
  }

  private void commitLater(Registration registration) throws IOException {
    Run later = ledger.begin("20260201T000000000Z-000000000000", Clock.systemUTC(), Map.of());
    PublishPlan plan =
        new PublishPlan(
            List.of(),
            List.of(table.child("p=1/run=" + ID + "/new.parquet")),
            List.of(),
            success(),
            List.of(),
            registration,
            List.of());
    later.prepare(plan, Map.of());
    later.publish(plan);
    later.commit(plan);
  }

  @Test
  void isNotRegisteredAgainWhenAllIsRemovedThatItReplaces() throws IOException {
    createTable();
    Run run = prepared();
    run.publish(plan());
    catalog.dropPartitions(NAME, List.of(List.of("1")));

    recover();

    assertThat(locations(), equalTo(Map.of()));
  }

  @Test
  void putsRightWhatALateRequestOfAnEarlierRunHasPutBack() throws IOException {
    createTable();
    finish(prepared());
    String earlier = "20260101T000000000Z-000000000000";
    catalog.updatePartitions(NAME, List.of(partition("p=1/run=" + earlier, earlier)));

    recover();

    assertThat(locations(), equalTo(Map.of("1", "p=1/run=" + ID)));
  }

  @Test
  void tellsPartitionsThatAreMissing() throws IOException {
    createTable();
    finish(prepared());
    catalog.dropPartitions(NAME, List.of(List.of("1")));

    Recovery recovery = new Recovery(ledger, LockCheck.NONE, Clock.systemUTC());
    recovery.recover();

    assertThat(recovery.catalogNotes(), contains(containsString("db.t lacks 1 of the partitions")));
  }

  /** It may be that of another region, or of another machine. */
  @Test
  void isNotFinishedByACatalogThatDoesNotKnowTheDatabase() throws IOException {
    Run run = prepared();
    assertThrows(OwedWorkException.class, () -> run.publish(plan()));

    List<Recovered> recovered = recover();

    assertThat(recovered.get(0).to(), is(Run.State.VISIBLE));
    assertThat(Files.exists(folder.resolve("table/p=1/old.parquet")), is(true));
  }

  @Test
  void isFinishedWithoutATableThatIsGone() throws IOException {
    createTable();
    catalog.drop(NAME);
    Run run = prepared();
    assertThrows(OwedWorkException.class, () -> run.publish(plan()));

    List<Recovered> recovered = recover();

    assertThat(recovered.get(0).to(), is(Run.State.COMMITTED));
    assertThat(recovered.get(0).owed(), containsString("has no table db.t any more"));
    assertThat(Files.exists(folder.resolve("table/p=1/old.parquet")), is(false));
  }

  @Test
  void leavesWhatAnotherToolHasChangedSince() throws IOException {
    createTable();
    finish(prepared());
    catalog.updatePartitions(
        NAME,
        List.of(new CatalogPartition(List.of("1"), table.child("other"), List.of(), Map.of())));

    recover();

    assertThat(locations(), equalTo(Map.of("1", "other")));
  }

  private void finish(Run run) throws IOException {
    ledger.register(new Ledger.Registered(reference, NAME.toString()));
    run.publish(plan());
    run.commit(plan());
  }

  private CatalogPartition partition(String place, String run) {
    return new CatalogPartition(
        List.of("1"), table.child(place), List.of(), Map.of(Registration.RUN, run));
  }

  @Test
  void registersNothingOnceTheLockIsLost() throws IOException {
    createTable();
    Run run = prepared();
    LockCheck lostBehindVisible =
        () -> {
          if (Files.exists(folder.resolve("_levada/table/runs/" + ID + "/state-3.json"))) {
            throw new LockLostException(table, 1, "it was broken");
          }
        };

    assertThrows(LockLostException.class, () -> run.publish(plan(), lostBehindVisible));

    assertThat(locations(), equalTo(Map.of()));
  }

  @Test
  void tellsTheVersionsThatAreKept() throws IOException {
    createTable();
    Run run = ledger.begin(ID, Clock.systemUTC(), Map.of());
    Location kept = table.child("p=1/run=20260101T000000000Z-000000000000");
    PublishPlan plan =
        new PublishPlan(List.of(), List.of(), List.of(), success(), List.of(), null, List.of(kept));
    run.prepare(plan, Map.of());

    run.publish(plan);

    assertThat(ledger.retained(), contains(kept));
  }

  private PublishPlan plan;

  private PublishPlan plan() {
    return plan;
  }

  private Run prepared() throws IOException {
    Run run = ledger.begin(ID, Clock.systemUTC(), Map.of());
    plan =
        new PublishPlan(
            List.of(staged("p=1/run=" + ID + "/new.parquet")),
            List.of(table.child("p=1/old.parquet")),
            List.of("p=1"),
            success(),
            List.of(),
            registration("p=1/run=" + ID),
            List.of());
    run.prepare(plan, Map.of());
    return run;
  }

  private Location success() {
    return table.child("_SUCCESS");
  }

  private Registration registration(String place) {
    return registration(List.of(new Placed(List.of("1"), table.child(place))), List.of());
  }

  private Registration registration(List<Placed> placed, List<List<String>> dropped) {
    return new Registration(reference, NAME.database(), NAME.table(), null, placed, dropped);
  }

  private StagedFile staged(String name) throws IOException {
    StagedUpload upload = ledger.storages(ID).of(table).stage(table.child(name), "attempt");
    upload.write("new".getBytes(StandardCharsets.UTF_8));
    return upload.finish();
  }

  private void createTable() throws IOException {
    catalog.create(
        CatalogTable.ofParquet(
            NAME,
            table,
            List.of(CatalogColumn.of("n", "int")),
            List.of(CatalogColumn.of("p", "string"))));
  }

  private List<Recovered> recover() throws IOException {
    return new Recovery(ledger, LockCheck.NONE, Clock.systemUTC()).recover();
  }

  private Map<String, String> locations() throws IOException {
    List<CatalogPartition> partitions = new ArrayList<>();
    catalog.partitions(NAME, null, partitions::add);
    Map<String, String> locations = new TreeMap<>();
    partitions.forEach(
        partition ->
            locations.put(partition.values().get(0), partition.location().relativeTo(table)));
    return locations;
  }
}
