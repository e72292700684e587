/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run.State;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What counts as loaded, by a home, and would be missing in a DynamoDB table that was made anew.
 *
 * @param bookmarked whose bookmarks say what need not be mapped or loaded
 * @param waiting what waits in a table of items that is emptied behind its load: of the files that
 *     are gone, only the loads know
 */
record LoadedBefore(
    AwsSettings aws, Location home, List<Location> bookmarked, List<WrittenItems> waiting) {

  /** In which a load has put all its items, and its files are gone, or soon will be. */
  private static final Set<State> LOADED =
      EnumSet.of(State.PREPARED, State.VISIBLE, State.COMMITTED);

  /**
   * Looks whether there is any.
   *
   * @throws RunFailedException if so; it says how all of that is loaded again
   */
  void checkNone() throws IOException {
    Ledger loads = Ledger.find(aws, home);
    for (WrittenItems written : waiting) {
      Optional<String> load = loadOf(written, loads);
      if (load.isPresent()) {
        throw refused(
            "of run %s, which waits in %s, the old one had what run %s has loaded (%s --partly-loaded"
                    .formatted(
                        written.run(),
                        written.ledger().table(),
                        load.get(),
                        ItemDiscard.command(written.ledger().table(), written.run()))
                + " gives it up, so that its inputs are mapped and loaded again)");
      }
    }
    for (Location table : bookmarked) {
      Ledger ledger = Ledger.find(aws, table);
      if (ledger.hasKeptInputs() && !new Bookmark(ledger).runs().isEmpty()) {
        throw refused(
            "by the bookmark of %s it has items that were in the old one (levada bookmark reset %s"
                    .formatted(table, table)
                + " loads all of them again)");
      }
    }
  }

  private static Optional<String> loadOf(WrittenItems written, Ledger loads) throws IOException {
    for (RecordedRun load : loads.runs()) {
      if (LOADED.contains(load.state()) && written.areReadBy(loads.record(load))) {
        return Optional.of(load.id());
      }
    }
    return Optional.empty();
  }

  private static RunFailedException refused(String why) {
    return new RunFailedException(
        ExitCode.FAILED, "Cannot load a DynamoDB table that was deleted and made anew: " + why);
  }
}
