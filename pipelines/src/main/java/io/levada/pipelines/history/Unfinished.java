/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.LockHolder;
import io.levada.io.ledger.Locks;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Tells whether a run that is not finished is at work, or what becomes of it. */
final class Unfinished {

  private final Optional<LockHolder> holder;

  private Unfinished(Optional<LockHolder> holder) {
    this.holder = holder;
  }

  /** Looks who holds the table's lock now; takes nothing. */
  static Unfinished of(Ledger ledger, Storages storages) throws IOException {
    Locks locks = new Locks(storages::of, Clock.systemUTC(), line -> {});
    return new Unfinished(locks.holder(ledger.table()).filter(holder -> !holder.isGone()));
  }

  /** What is left to do of a run, and who does it; empty if nothing is. */
  String next(RecordedRun run) {
    if (!run.unfinished()) {
      return "";
    }
    if (holder.isPresent() && holder.get().run().equals(run.id())) {
      LockHolder at = holder.get();
      return "at work: process " + at.pid() + " on " + at.host() + " since " + at.since();
    }

    return switch (run.state()) {
      case OPEN -> "cut off: the next run undoes it";
      case PREPARED -> "cut off: the next run publishes it";
      case VISIBLE -> "in the table: the next run clears up behind it";
      case ROLLED_BACK -> "rolled back: the next run removes what it has staged";
      case COMMITTED -> "";
    };
  }
}
