/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.LateChanges;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finishes what earlier runs of a table have left, whatever process began it and wherever it was
 * cut off. Everything is taken from the runs' own records; nothing from the options of whoever
 * recovers.
 *
 * <p>To be called with the locks held of all that the runs change. A run that is OPEN is undone;
 * one that is PREPARED is published, or undone if a staged file is lost; one that is VISIBLE is
 * cleared up after. What can't be cleared up or away stays owed, and holds up nothing.
 */
public final class Recovery {

  /** How many closed runs are swept again: workers may outlive the driver that has swept. */
  private static final int RECENT = 5;

  /**
   * What became of one run.
   *
   * @param id its name
   * @param from how far it had come
   * @param to how far it is now; VISIBLE if work is owed still
   * @param owed what could not be done, for people; empty if all was
   */
  public record Recovered(String id, Run.State from, Run.State to, String owed) {}

  private final Ledger ledger;
  private final LockCheck lock;
  private final Clock clock;
  private @Nullable IOException unswept;
  private final List<String> catalogNotes = new ArrayList<>();
  private @Nullable String newest;

  public Recovery(Ledger ledger, LockCheck lock, Clock clock) {
    this.ledger = ledger;
    this.lock = lock;
    this.clock = clock;
  }

  /**
   * Recovers all runs, the oldest first. May be repeated.
   *
   * @return what became of each run that was unfinished
   * @throws LockLostException if the lock is lost meanwhile
   * @throws IOException if a step fails, with the run's name; a repeat goes on from there
   */
  public List<Recovered> recover() throws IOException {
    ledger.discardUnfinished();
    List<RecordedRun> newestFirst = ledger.runs();
    newest = newestFirst.isEmpty() ? null : newestFirst.get(0).id();
    sweepRecent(newestFirst);
    List<Recovered> recovered = new ArrayList<>();
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      RecordedRun run = newestFirst.get(i);
      if (run.unfinished()) {
        lock.check();
        recovered.add(recoverOrSayWhich(run));
      }
    }
    takeBackLateChanges(newestFirst);
    markWhole(newestFirst, recovered);
    return recovered;
  }

  /**
   * Why the last call could not look again for what closed runs have staged, for people. It holds
   * up nothing: at worst something takes up room that nobody reads.
   */
  public Optional<String> unswept() {
    return Optional.ofNullable(unswept).map(IOException::getMessage);
  }

  /**
   * What the last call has found in the catalog, for people: partitions that were put back or are
   * gone, or why it could not look. It holds up nothing: the next start looks again.
   */
  public List<String> catalogNotes() {
    return List.copyOf(catalogNotes);
  }

  /** The greatest name of the runs that the last call has found; empty if there was none. */
  public Optional<String> newest() {
    return Optional.ofNullable(newest);
  }

  private Recovered recoverOrSayWhich(RecordedRun found) throws IOException {
    try {
      return recover(found);
    } catch (LockLostException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "Cannot finish run "
              + found.id()
              + ", which was cut off as "
              + found.state()
              + ": "
              + e.getMessage()
              + " (then levada runs recover "
              + ledger.table()
              + " finishes it, or any next run)",
          e);
    }
  }

  private Recovered recover(RecordedRun found) throws IOException {
    Run run = ledger.load(found.id(), clock);
    return switch (found.state()) {
      case OPEN -> undo(run, found);
      case ROLLED_BACK -> {
        run.finishRollBack();
        yield new Recovered(found.id(), found.state(), Run.State.ROLLED_BACK, "");
      }
      case PREPARED, VISIBLE -> publish(run, found);
      case COMMITTED -> throw new IllegalStateException("Nothing is left of run " + found.id());
    };
  }

  private Recovered undo(Run run, RecordedRun found) throws IOException {
    if (run.rollBack("its process has ended without a word", List.of())) {
      return new Recovered(found.id(), found.state(), Run.State.ROLLED_BACK, "");
    }
    return publish(run, found);
  }

  private Recovered publish(Run run, RecordedRun found) throws IOException {
    PublishPlan plan = giveWay(run.plan(), found);
    String unregistered = "";
    if (plan.registration() != null && isGone(plan.registration())) {
      unregistered =
          "its catalog has no table "
              + plan.registration().name()
              + " any more, and shows none of it (levada crawl "
              + ledger.table()
              + " registers it)";
      plan = plan.withRegistration(null);
    }
    try {
      run.publish(plan, lock);
      run.commit(plan, lock);
      return new Recovered(found.id(), found.state(), Run.State.COMMITTED, unregistered);
    } catch (RolledBackException e) {
      return new Recovered(found.id(), found.state(), Run.State.ROLLED_BACK, e.getMessage());
    } catch (OwedWorkException e) {
      return new Recovered(found.id(), found.state(), Run.State.VISIBLE, e.getMessage());
    }
  }

  /**
   * Who has dropped the table since the run was prepared wants it to be gone. A catalog that does
   * not know the database either is perhaps another one, of another region or machine.
   */
  private boolean isGone(Registration registration) {
    try {
      Catalog catalog = ledger.catalog(registration.catalog());
      return catalog.table(registration.name()).isEmpty()
          && catalog.databases().contains(registration.name().database());
    } catch (IOException | RuntimeException e) {
      return false; // publishing tells why it can't be asked
    }
  }

  /** What runs behind this one have put into the catalog stays: their files are there. */
  private PublishPlan giveWay(PublishPlan plan, RecordedRun found) throws IOException {
    if (plan.registration() == null) {
      return plan;
    }

    Registration left = plan.registration();
    for (Registration later : ledger.registeredBehind(found.id())) {
      left = left.behind(later);
    }
    return plan.withRegistration(left);
  }

  private void sweepRecent(List<RecordedRun> newestFirst) throws IOException {
    List<String> closed =
        newestFirst.stream()
            .filter(run -> !run.unfinished())
            .limit(RECENT)
            .map(RecordedRun::id)
            .toList();
    if (!closed.isEmpty()) {
      lock.check();
      try {
        ledger.discardStaged(closed);
      } catch (IOException e) {
        unswept = e;
      }
    }
  }

  /** What the last closed runs have changed in the catalog may have been put back since. */
  private void takeBackLateChanges(List<RecordedRun> newestFirst) throws IOException {
    if (!ledger.hasCatalog()) {
      return;
    }

    try {
      takeBack(
          newestFirst.stream()
              .filter(run -> run.state() == Run.State.COMMITTED)
              .limit(RECENT)
              .toList());
    } catch (LockLostException e) {
      throw e;
    } catch (IOException e) {
      catalogNotes.add("Catalog not checked: " + e.getMessage());
    }
  }

  private void takeBack(List<RecordedRun> newestFirst) throws IOException {
    Registration first = null;
    LateChanges late = null;
    for (RecordedRun run : newestFirst) {
      Registration registration = ledger.registration(run);
      if (registration == null) {
        continue;
      }
      if (first == null) {
        first = registration;
        late = new LateChanges(first.name());
      }
      if (first.isOfSameTable(registration)) {
        late.add(run.id(), registration);
      }
    }
    if (late != null) {
      tell(first.name(), late.takeBack(ledger.catalog(first.catalog()), lock::check));
    }
  }

  private void tell(TableName table, LateChanges.Found found) {
    if (found.takenBack() > 0) {
      catalogNotes.add(
          "Catalog: "
              + table
              + " had "
              + found.takenBack()
              + " of its partitions where an earlier run has put them, and has them right again");
    }
    if (found.missing() > 0) {
      catalogNotes.add(
          "Catalog: "
              + table
              + " lacks "
              + found.missing()
              + " of the partitions that the last runs have put there (levada crawl "
              + ledger.table()
              + " registers them)");
    }
  }

  /**
   * A run that was cut off right behind COMMITTED, or lost its staged files while they were
   * completed, has left a whole table without its mark.
   */
  private void markWhole(List<RecordedRun> found, List<Recovered> recovered) throws IOException {
    boolean written =
        found.stream().anyMatch(run -> run.state() == Run.State.COMMITTED)
            || recovered.stream().anyMatch(run -> run.to() == Run.State.COMMITTED);
    boolean owed = recovered.stream().anyMatch(run -> run.to() == Run.State.VISIBLE);
    if (!written || owed) {
      return;
    }

    Location success = ledger.table().child("_SUCCESS");
    Storage storage = ledger.storage(success);
    if (storage.status(success).isEmpty()) {
      lock.check();
      storage.write(success, new byte[0]);
    }
  }
}
