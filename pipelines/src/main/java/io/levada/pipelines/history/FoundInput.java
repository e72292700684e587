/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PlanVisitor;
import io.levada.io.ledger.RecordedInput;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file as one run has found it.
 *
 * @param run the run that has listed it
 * @param departure what becomes of it, or null if it stays
 */
record FoundInput(RunFacts run, RecordedInput input, @Nullable Departure departure) {

  /**
   * The inputs of a run that were, or are now, at a location.
   *
   * @param namesakes gets the locations of others of that name
   */
  static List<FoundInput> in(RunFacts run, Location file, Collection<String> namesakes)
      throws IOException {
    Search search = new Search(file);
    run.record().visitPlan(search);
    List<FoundInput> found = new ArrayList<>();
    run.record()
        .visitInputs(
            input -> {
              Location source = input.location();
              boolean asked = source.equals(file) || search.isSource(source);
              if (asked) {
                found.add(new FoundInput(run, input, search.departure));
              } else if (source.name().equals(file.name())) {
                namesakes.add(source.uri());
              }
            });
    return found;
  }

  /**
   * Whether the table has the rows of the file.
   *
   * @param now what is at the location that was asked for
   */
  boolean isLoaded(Location file, Optional<Entry> now) {
    boolean rewritten =
        input.location().equals(file)
            && now.isPresent()
            && !now.get().identity().equals(input.identity());
    return run.isInTable() && !rewritten;
  }

  void print(Ledger ledger, String next, RunText text) {
    text.line("Run", run.id() + ", " + run.state() + (next.isEmpty() ? "" : ", " + next));
    run.visible()
        .ifPresent(at -> text.line("Loaded", RunText.time(at) + ", into " + ledger.table()));
    run.record().reason().ifPresent(reason -> text.line("Reason", reason));
    text.line("Input", input.location().uri());
    text.line("Rows", input.rows().map(RunText::sum).orElse("not recorded"));
    if (input.rows().isPresent() && input.rows().get().rejected() > 0) {
      text.line("Rejects", run.run().folder().child("rejects").uri());
    }
    if (departure != null && run.isInTable()) {
      boolean done = !run.run().unfinished();
      String target = departure.target() == null ? "" : departure.target().uri();
      if (target.isEmpty()) {
        text.line("Deleted", done ? "when its rows were in the table" : "not certainly yet");
      } else {
        text.line(done ? "Moved to" : "To move to", target);
      }
    }
  }

  /** Finds what becomes of a file, by either of its names. */
  private static final class Search implements PlanVisitor {

    private final Location file;
    private @Nullable Departure departure;

    Search(Location file) {
      this.file = file;
    }

    @Override
    public void departs(Departure found) {
      if (found.source().equals(file) || file.equals(found.target())) {
        departure = found;
      }
    }

    boolean isSource(Location source) {
      return departure != null && departure.source().equals(source);
    }
  }
}
