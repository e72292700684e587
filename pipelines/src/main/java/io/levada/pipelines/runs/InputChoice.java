/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Ledger;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.runs.IntakeOptions.BookmarkMode;
import io.levada.pipelines.runs.IntakeOptions.Rewritten;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Tells which of the files that a run has listed it reads: those that are not in the table yet. */
final class InputChoice {

  /** A file as it was when a run read it; of one name there can be several. */
  record Content(Location location, String identity) {}

  private final Ledger ledger;
  private final Intake intake;
  private final Set<Content> unfinished;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param unfinished what runs have brought into the table that were not finished when this run
   *     began
   */
  InputChoice(Ledger ledger, Intake intake, Set<Content> unfinished) {
    this.ledger = ledger;
    this.intake = intake;
    this.unfinished = Set.copyOf(unfinished);
  }

  /**
   * Leaves out what is in the table.
   *
   * @param listed in the order of their locations, as the result
   * @throws RunFailedException if a file was rewritten and may not be
   * @throws IOException if the ledger can't be read
   */
  List<Entry> choose(List<Entry> listed) throws IOException {
    List<Entry> here = withoutUnfinished(listed);
    if (intake.bookmark() == BookmarkMode.DISABLE) {
      return here;
    }

    if (!intake.keepsInputs() && !ledger.hasKeptInputs()) {
      return here;
    }

    Bookmark bookmark = new Bookmark(ledger);
    Bookmark.Difference difference = bookmark.compare(here);
    bookmark.refresh();
    if (difference.committed() > 0) {
      notes.add(
          Sizes.counted(difference.committed(), "file")
              + " left out: read by an earlier run, as the bookmark has it");
    }
    if (difference.rewritten().isEmpty()) {
      return difference.fresh();
    }
    return withRewritten(difference);
  }

  /** What a person should know of the choice. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private List<Entry> withoutUnfinished(List<Entry> listed) {
    if (unfinished.isEmpty()) {
      return listed;
    }

    List<Entry> left =
        listed.stream()
            .filter(entry -> !unfinished.contains(new Content(entry.location(), entry.identity())))
            .toList();
    if (left.size() < listed.size()) {
      notes.add(
          Sizes.counted(listed.size() - left.size(), "file")
              + " left out: in the table already, by a run that was not finished");
    }
    return left;
  }

  private List<Entry> withRewritten(Bookmark.Difference difference) {
    List<Entry> rewritten = difference.rewritten();
    String files = Sizes.counted(rewritten.size(), "file");
    String first = "the first is " + rewritten.get(0).location();
    if (intake.rewritten() == Rewritten.FAIL) {
      throw new RunFailedException(
          ExitCode.FAILED,
          files
              + " in the table already, with another content now: "
              + first
              + " (--rewritten=skip leaves the old rows, --rewritten=append adds the new ones)");
    }
    if (intake.rewritten() == Rewritten.SKIP) {
      notes.add(files + " left out: rewritten since an earlier run has read them; " + first);
      return difference.fresh();
    }

    notes.add(files + " rewritten: the table has the rows of both contents; " + first);
    List<Entry> all = new ArrayList<>(difference.fresh());
    all.addAll(rewritten);
    all.sort(Comparator.comparing(Entry::location));
    return all;
  }
}
