/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The runs whose inputs a table's bookmark has.
 *
 * @param runs the newest first
 */
record KnownRuns(List<RunFacts> runs) {

  static KnownRuns of(Ledger ledger) throws IOException {
    Set<String> counting = new Bookmark(ledger).runs();
    List<RecordedRun> runs =
        ledger.runs().stream().filter(run -> counting.contains(run.id())).toList();
    return new KnownRuns(
        RunFacts.of(ledger, runs).stream()
            .filter(run -> Bookmark.counts(run.text("bookmark")))
            .toList());
  }

  /** How many files they have read. */
  long files() {
    return runs.stream().mapToLong(RunFacts::inputs).sum();
  }
}
