/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.Run;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is done in a {@link RunLife}; each method is called once at most, in this order.
 *
 * @param <S> what it has staged and proven
 */
public interface RunWork<S> {

  /** What nobody else may change meanwhile, beside the output and its ledger. */
  default Set<Location> alsoChanged() {
    return Set.of();
  }

  /**
   * Finds out, with the locks held, what there is to do.
   *
   * @param run the id that the run will have
   * @param before what earlier runs have left
   * @return false if there is nothing; {@link #nothingToDo} is then all that follows
   */
  boolean list(Ledger ledger, String run, CutOffRuns before) throws IOException;

  /** The summary of a run that was not begun. */
  RunSummary nothingToDo(double seconds);

  /** Where the run's workers write. */
  StagingArea area(Ledger ledger, String run) throws IOException;

  /** What a person wants to know of a run that begins, for its record. */
  Map<String, Object> about(HeldLocks held);

  /**
   * Stages all files, and proves them.
   *
   * @throws RunFailedException if what was read is not what was written
   */
  S stage(OpenRun run) throws IOException;

  /**
   * What is kept of what was staged if the run is undone; asked at any time from {@link #stage}.
   */
  List<StagedFile> kept();

  /** Does what must be done before the run is prepared, and need not be undone. */
  default void beforePrepared(S staged) throws IOException {}

  /** All that publishing will do. */
  PublishPlan plan(S staged) throws IOException;

  /** What was read and written, for the run's record. */
  Map<String, Object> counts(S staged);

  /** Told when all is published. */
  default void published(PublishPlan plan) {}

  RunSummary summary(S staged, double seconds);

  /**
   * A run that has its record.
   *
   * @param area where its workers write
   */
  record OpenRun(Ledger ledger, Run run, StagingArea area) {}
}
