/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Departure;
import io.levada.io.ledger.PlanVisitor;
import io.levada.io.ledger.RunRecord;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the inputs that are still where a run has read them, and should not be. */
final class OwedInputs {

  private final Map<Location, String> identities = new HashMap<>();

  /** All folders that lead to one of them. */
  private final Set<Location> folders = new HashSet<>();

  private OwedInputs() {}

  /**
   * By listing the folders that they were in. A file that has another content now is not owed: it
   * stays, and is new.
   *
   * @throws IOException if a folder can't be listed
   */
  static long count(RunRecord record, Storages storages) throws IOException {
    OwedInputs owed = new OwedInputs();
    record.visitPlan(
        new PlanVisitor() {
          @Override
          public void departs(Departure departure) {
            owed.add(departure);
          }
        });
    return owed.count(storages);
  }

  private void add(Departure departure) {
    identities.put(departure.source(), departure.identity());
    Location folder = departure.source();
    do {
      folder = folder.parent();
    } while (folders.add(folder) && hasParent(folder));
  }

  private long count(Storages storages) throws IOException {
    AtomicLong found = new AtomicLong();
    for (Location root : folders) {
      if (hasParent(root)) {
        continue;
      }
      storages
          .of(root)
          .list(
              root,
              place -> folders.contains(place) || identities.containsKey(place),
              entry -> {
                if (entry.identity().equals(identities.get(entry.location()))) {
                  found.incrementAndGet();
                }
              });
    }
    return found.get();
  }

  private static boolean hasParent(Location folder) {
    try {
      return !folder.parent().equals(folder);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
