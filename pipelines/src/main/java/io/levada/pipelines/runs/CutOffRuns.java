/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.LockCheck;
import io.levada.io.ledger.Recovery;
import io.levada.io.ledger.Recovery.Recovered;
import io.levada.io.ledger.Run;
import io.levada.io.ledger.RunRecord;
import io.levada.pipelines.Console;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What earlier runs of a table have left, finished or undone before another begins. */
public final class CutOffRuns {

  private final Ledger ledger;
  private final Set<InputChoice.Content> inTable = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable String newest;

  private CutOffRuns(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Finishes or undoes them. Not to be interrupted: what is published is published under the locks.
   *
   * @throws IOException if one can't be finished
   */
  static CutOffRuns recover(Ledger ledger, LockCheck held, Clock clock, Console console)
      throws IOException {
    CutOffRuns runs = new CutOffRuns(ledger);
    boolean owes = false;
    Recovery recovery = new Recovery(ledger, held, clock);
    for (Recovered run : recovery.recover()) {
      String became = "Run " + run.id() + " was cut off as " + run.from() + " and is " + run.to();
      console.say(became + (run.owed().isEmpty() ? " now" : " now: " + run.owed()));
      runs.take(run);
      owes |= run.to() == Run.State.VISIBLE;
    }
    runs.newest = recovery.newest().orElse(null);
    recovery.unswept().ifPresent(why -> runs.notes.add("Not removed: " + why));
    runs.notes.addAll(recovery.catalogNotes());
    for (Departure departure : owes ? ledger.owed() : List.<Departure>of()) {
      runs.inTable.add(new InputChoice.Content(departure.source(), departure.identity()));
    }
    return runs;
  }

  /**
   * What they have brought into the table and is still where it was. A run that adds to the table
   * must not read it again: whoever starts a job again that was cut off wants its rows once.
   */
  Set<InputChoice.Content> inTable() {
    return inTable;
  }

  /** The greatest of their ids, or null if there is none. */
  @Nullable String newest() {
    return newest;
  }

  /** What a person should know of them. */
  public List<String> notes() {
    return notes;
  }

  private void take(Recovered run) throws IOException {
    switch (run.to()) {
      case VISIBLE -> {
        notes.add(run.owed());
        addInputs(run.id());
      }
      case COMMITTED -> {
        notes.add(
            "Finished first: run " + run.id() + ", which was cut off; its rows are in the table");
        addInputs(run.id());
      }
      default -> {
        // It was undone: its inputs are new.
      }
    }
  }

  /** Those that have stayed; what is at the place of one that has left is new. */
  private void addInputs(String run) throws IOException {
    RunRecord record = ledger.record(ledger.run(run).orElseThrow());
    if (Bookmark.counts(record.begun().path("bookmark").asText())) {
      record.visitInputs(
          input -> inTable.add(new InputChoice.Content(input.location(), input.identity())));
    }
  }
}
