/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.PlanVisitor;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file of a table that a run has written, or replaced by others.
 *
 * @param replaced whether it is the second
 */
record WrittenFile(RunFacts run, boolean replaced) {

  /** What a run does to a file of its table, if it does anything. */
  static List<WrittenFile> in(RunFacts run, Location file) throws IOException {
    Search search = new Search(file);
    run.record().visitPlan(search);
    return Optional.ofNullable(search.replaced).map(found -> new WrittenFile(run, found)).stream()
        .toList();
  }

  void print(RunText text) {
    text.line(replaced ? "Replaced by" : "Written by", run.id() + ", " + run.state());
  }

  /** Finds a file among those that a run publishes or removes. */
  private static final class Search implements PlanVisitor {

    private final Location file;
    private @Nullable Boolean replaced;

    Search(Location file) {
      this.file = file;
    }

    @Override
    public void published(Location found, long bytes) {
      if (found.equals(file)) {
        replaced = false;
      }
    }

    @Override
    public void replaced(Location found) {
      if (found.equals(file)) {
        replaced = true;
      }
    }
  }
}
