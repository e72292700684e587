/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.catalog.Registration.Check;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a request has put back that came too late: Glue has no condition for partitions, so one that
 * was under way when its driver lost the lock can be applied behind a later run's. It is known by
 * the run that the partition carries. What others have changed meanwhile carries no earlier run,
 * and stays.
 */
public final class LateChanges {

  /** Where a partition was put last, or null if it was dropped, and by which run. */
  private record Last(String run, @Nullable Location location) {}

  private final TableName table;
  private final Map<List<String>, Last> last = new HashMap<>();

  /**
   * @param table the one of which the runs are
   */
  public LateChanges(TableName table) {
    this.table = table;
  }

  /** Takes what a run has changed; of two, the later one first. */
  public void add(String run, Registration registration) {
    for (Placed placed : registration.placed()) {
      last.putIfAbsent(placed.values(), new Last(run, placed.location()));
    }
    for (List<String> dropped : registration.dropped()) {
      last.putIfAbsent(dropped, new Last(run, null));
    }
  }

  /**
   * What was found.
   *
   * @param takenBack how many partitions were where an earlier run has put them
   * @param missing how many are not there; whether by a late request or on purpose, nobody knows
   */
  public record Found(int takenBack, int missing) {}

  /**
   * Takes them back.
   *
   * @throws NoSuchEntityException if the table is gone
   * @throws IOException if the catalog refuses or can't be reached
   */
  public Found takeBack(Catalog catalog, Check check) throws IOException {
    List<CatalogPartition> moved = new ArrayList<>();
    List<List<String>> added = new ArrayList<>();
    Map<List<String>, Last> missing = new HashMap<>(last);
    for (CatalogPartition present : catalog.partitions(table, List.copyOf(last.keySet()))) {
      String run = present.parameters().get(Registration.RUN);
      Last known = missing.remove(present.values());
      if (run == null || known == null || run.compareTo(known.run()) >= 0) {
        continue;
      }
      if (known.location() == null) {
        added.add(present.values());
      } else {
        moved.add(
            present.withLocation(known.location()).withParameter(Registration.RUN, known.run()));
      }
    }
    if (!moved.isEmpty() || !added.isEmpty()) {
      check.check();
      catalog.updatePartitions(table, moved);
      catalog.dropPartitions(table, added);
    }
    missing.values().removeIf(one -> one.location() == null);
    return new Found(moved.size() + added.size(), missing.size());
  }
}
