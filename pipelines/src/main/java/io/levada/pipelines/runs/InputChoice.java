/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Departure;
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
import java.util.stream.Collectors;

/** Tells which of the files that a run has listed it reads: those that are not in the table yet. */
final class InputChoice {

  private final Ledger ledger;
  private final Intake intake;
  private final List<Departure> owed;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param owed what becomes of files whose rows are in the table, and that are still where they
   *     were
   */
  InputChoice(Ledger ledger, Intake intake, List<Departure> owed) {
    this.ledger = ledger;
    this.intake = intake;
    this.owed = List.copyOf(owed);
  }

  /**
   * Leaves out what is in the table.
   *
   * @param listed in the order of their locations, as the result
   * @throws RunFailedException if a file was rewritten and may not be
   * @throws IOException if the ledger can't be read
   */
  List<Entry> choose(List<Entry> listed) throws IOException {
    List<Entry> here = withoutOwed(listed);
    if (intake.bookmark() == BookmarkMode.DISABLE) {
      return here;
    }

    Bookmark bookmark = new Bookmark(ledger);
    if (!intake.keepsInputs() && !bookmark.hasKept()) {
      return here;
    }

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

  private List<Entry> withoutOwed(List<Entry> listed) {
    if (owed.isEmpty()) {
      return listed;
    }

    Set<Content> inTable =
        owed.stream()
            .map(departure -> new Content(departure.source(), departure.identity()))
            .collect(Collectors.toSet());
    List<Entry> left =
        listed.stream()
            .filter(entry -> !inTable.contains(new Content(entry.location(), entry.identity())))
            .toList();
    if (left.size() < listed.size()) {
      notes.add(
          Sizes.counted(listed.size() - left.size(), "file")
              + " left out: in the table already, though not cleared away yet");
    }
    return left;
  }

  /** Of one name several can be owed, each by another run. */
  private record Content(Location location, String identity) {}

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
