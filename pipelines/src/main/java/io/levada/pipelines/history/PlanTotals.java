/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.catalog.Registration;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.PlanVisitor;
import io.levada.io.ledger.RunRecord;
import io.levada.io.storage.Location;
import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How much a run publishes, replaces and clears away. */
final class PlanTotals implements PlanVisitor {

  private final Location record;
  private long files;
  private long bytes;
  private long rejectFiles;
  private long replaced;
  private long partitions;
  private long moves;
  private long deletions;
  private long retained;
  private @Nullable Registration registration;

  private PlanTotals(Location record) {
    this.record = record;
  }

  static PlanTotals of(RunRecord record) throws IOException {
    PlanTotals totals = new PlanTotals(record.run().folder());
    record.visitPlan(totals);
    return totals;
  }

  @Override
  public void published(Location file, long length) {
    if (file.isWithin(record)) {
      rejectFiles++;
      return;
    }
    files++;
    bytes += length;
  }

  @Override
  public void replaced(Location file) {
    replaced++;
  }

  @Override
  public void partition(String path) {
    partitions++;
  }

  @Override
  public void registers(Registration registered) {
    registration = registered;
  }

  @Override
  public void retained(Location folder) {
    retained++;
  }

  @Override
  public void departs(Departure departure) {
    if (departure.target() == null) {
      deletions++;
    } else {
      moves++;
    }
  }

  /** Files of the table. */
  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Files of rejects, in the run's record. */
  long rejectFiles() {
    return rejectFiles;
  }

  long replaced() {
    return replaced;
  }

  long partitions() {
    return partitions;
  }

  long moves() {
    return moves;
  }

  long deletions() {
    return deletions;
  }

  /** Folders of versions that stay, of whatever run. */
  long retained() {
    return retained;
  }

  /** What changes in a catalog, or null. */
  @Nullable Registration registration() {
    return registration;
  }
}
