/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.LockHolder;
import io.levada.io.ledger.Locks;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The locks of a table, of its ledger, and of all that its unfinished runs were at. */
final class TableLocks {

  private final Ledger ledger;
  private final Locks locks;
  private final Session session;

  TableLocks(Ledger ledger, Storages storages, Session session) {
    this.ledger = ledger;
    this.session = session;
    this.locks = new Locks(storages::of, Clock.systemUTC(), line -> say(line, session));
  }

  /** The table, and its ledger if that is elsewhere. */
  Set<Location> ofTheTable() {
    Set<Location> things = new TreeSet<>(Set.of(ledger.table()));
    if (!ledger.folder().equals(Ledger.homeOf(ledger.table()))) {
      things.add(ledger.folder());
    }
    return things;
  }

  /** What unfinished runs had locked as well, such as a landing zone. */
  Set<Location> ofUnfinishedRuns() throws IOException {
    Set<Location> things = ofTheTable();
    for (RecordedRun run : ledger.runs()) {
      Optional<JsonNode> begun =
          run.unfinished() ? ledger.read(run.id(), "state-1.json") : Optional.empty();
      if (begun.isPresent()) {
        begun.get().path("locks").forEach(thing -> things.add(new Location(thing.asText())));
      }
    }
    return things;
  }

  /** Sets them free, and says who has held them. */
  void breakAll(Collection<Location> things) throws IOException {
    for (Location thing : things) {
      Optional<LockHolder> holder = locks.holder(thing);
      if (locks.breakLock(thing)) {
        session
            .out()
            .println(
                PrintableText.of(
                    "Broke the lock of "
                        + thing
                        + ", held by "
                        + holder.map(LockHolder::toString).orElse("nobody any more")));
      }
    }
  }

  /**
   * @param purpose what they are taken for; whoever finds them held is told
   */
  HeldLocks take(Collection<Location> things, String purpose) throws IOException {
    return locks.take(things, purpose);
  }

  private static void say(String line, Session session) {
    session.err().println(PrintableText.of("levada: " + line));
    session.err().flush();
  }
}
