/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.Registration;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.PlanVisitor;
import io.levada.io.ledger.RunRecord;
import io.levada.io.storage.Location;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is to be known of a run when all that it has written goes. */
final class DiscardedRun implements PlanVisitor {

  private final RunRecord record;
  private final List<Departure> departed = new ArrayList<>();
  private @Nullable Registration registration;

  private DiscardedRun(RunRecord record) {
    this.record = record;
  }

  static DiscardedRun of(RunRecord record) throws IOException {
    DiscardedRun run = new DiscardedRun(record);
    record.visitPlan(run);
    return run;
  }

  @Override
  public void departs(Departure departure) {
    departed.add(departure);
  }

  @Override
  public void registers(Registration registered) {
    registration = registered;
  }

  /**
   * What changes in the catalog: the partitions go that have no file any more.
   *
   * @param left the files that the table has without the run's
   */
  @Nullable Registration emptied(List<Location> left) {
    if (registration == null) {
      return null;
    }
    List<List<String>> dropped =
        registration.placed().stream()
            .filter(placed -> left.stream().noneMatch(file -> file.isWithin(placed.location())))
            .map(Placed::values)
            .toList();
    return new Registration(
        registration.catalog(),
        registration.database(),
        registration.table(),
        null,
        List.of(),
        dropped);
  }

  /** What becomes of its inputs, for people. */
  String told(Location items) {
    if (departed.isEmpty()) {
      return "Its inputs are where they were: the next run that is given them reads them";
    }

    String inputs = Sizes.counted(departed.size(), "input");
    return departed.get(0).target() == null
        ? "It has deleted its " + inputs + ", which no run reads again"
        : "It has moved its "
            + inputs
            + ", which no run reads there: levada runs show "
            + items
            + " "
            + record.run().id()
            + " --files says where to (what is put back in pending/ is read again)";
  }
}
