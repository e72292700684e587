/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.io.lake.DataFile;
import io.levada.io.lake.Fate;
import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.runs.RejectLimit;
import io.levada.rows.Tally;
import java.util.Optional;

/**
 * That each place of the list is written, filtered, rejected or a duplicate, and that each film
 * that is written is in all three files.
 */
final class IngestProof {

  private IngestProof() {}

  /**
   * Holds what was staged to the list, in number and by the hashes of the places.
   *
   * @param rejects where the rejects will be
   * @throws RunFailedException if it does not hold, or too many are rejected
   */
  static void check(ListedPages listed, StagedFilms staged, RejectLimit limit, Location rejects) {
    Tally.Counter fates = new Tally.Counter();
    staged.fates().values().forEach(fates::add);
    long records =
        staged.files().stream()
            .filter(file -> file.content() == DataFile.Content.DATA)
            .findFirst()
            .map(DataFile::rows)
            .orElse(-1L);
    long written = staged.count(Fate.WRITTEN);
    boolean inAllFiles =
        records == written && staged.byCompany() == written && staged.byLanguage() == written;
    if (!fates.tally().equals(listed.tally()) || !inAllFiles) {
      throw new RunFailedException(
          ExitCode.NOT_CONSERVED,
          "Films do not add up, nothing is published: the list has "
              + listed.tally().count()
              + ", "
              + fates.count()
              + " are accounted for, and of "
              + written
              + " to be written the files have "
              + records
              + ", by company "
              + staged.byCompany()
              + ", by language "
              + staged.byLanguage());
    }
    long rejected = staged.count(Fate.REJECTED);
    long all = listed.tally().count();
    Optional<String> exceeded = limit.exceededBy(rejected, all);
    if (exceeded.isPresent()) {
      throw new RunFailedException(
          ExitCode.TOO_MANY_REJECTS,
          rejected
              + " of "
              + all
              + " films were rejected, more than "
              + exceeded.get()
              + "; the rejects are in "
              + rejects);
    }
  }
}
