/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.io.ledger.Departure;
import io.levada.io.ledger.PlanVisitor;
import io.levada.io.ledger.RecordedInput;
import io.levada.io.ledger.RecordedInput.Rows;
import io.levada.io.ledger.RunRecord;
import io.levada.io.storage.Location;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongFunction;

/** The long lists of a run for people, printed as they are read. */
final class RunLists {

  private static final String NOTES = "notes.txt";
  private static final int COUNT_WIDTH = 12;
  private static final int BYTES_WIDTH = 15;

  private RunLists() {}

  /** What a person should know of the run, a line each. */
  static List<String> notes(RunRecord record) throws IOException {
    return record
        .kept(NOTES)
        .map(text -> new String(text, UTF_8).lines().toList())
        .orElse(List.of());
  }

  /** Each input, with what became of its records as far as the run has come. */
  static void printInputs(RunRecord record, PrintStream stream) throws IOException {
    try (LineOut out = new LineOut(stream)) {
      out.line("");
      boolean grouped = record.counts().has("grouped");
      out.columns(COUNT_WIDTH, "read", "written", "duplicates", "rejected", "filtered");
      if (grouped) {
        out.columns(COUNT_WIDTH, "grouped");
      }
      out.columns(BYTES_WIDTH, "bytes");
      out.line(" input");
      record.visitInputs(input -> printInput(input, grouped, out));
    }
  }

  private static void printInput(RecordedInput input, boolean grouped, LineOut out) {
    LongFunction<String> number = Sizes::grouped;
    if (input.rows().isPresent()) {
      Rows rows = input.rows().get();
      out.columns(
          COUNT_WIDTH,
          number.apply(rows.read()),
          number.apply(rows.written()),
          number.apply(rows.duplicates()),
          number.apply(rows.rejected()),
          number.apply(rows.filtered()));
    } else {
      out.columns(COUNT_WIDTH, "", "", "", "", "");
    }
    if (grouped) {
      out.columns(COUNT_WIDTH, input.rows().map(rows -> number.apply(rows.grouped())).orElse(""));
    }
    out.columns(BYTES_WIDTH, number.apply(input.bytes()));
    out.line(" " + PrintableText.of(input.location().uri()));
  }

  /** Each file, partition, replaced file and departure, in lists that are not empty. */
  static void printFiles(RunRecord record, PrintStream stream) throws IOException {
    try (LineOut out = new LineOut(stream)) {
      printFiles(record, new Sections(out));
    }
  }

  private static void printFiles(RunRecord record, Sections sections) throws IOException {
    Location ofTheRun = record.run().folder();
    record.visitPlan(
        new PlanVisitor() {
          @Override
          public void published(Location file, long bytes) {
            if (!file.isWithin(ofTheRun)) {
              sections.published("file", file, bytes);
            }
          }
        });
    record.visitPlan(
        new PlanVisitor() {
          @Override
          public void published(Location file, long bytes) {
            if (file.isWithin(ofTheRun)) {
              sections.published("file of rejects", file, bytes);
            }
          }
        });
    record.visitPlan(sections);
  }

  /** Lists with a heading each; those of the plan are each in one piece, but for its files. */
  private static final class Sections implements PlanVisitor {

    private final LineOut out;
    private String section = "";

    Sections(LineOut out) {
      this.out = out;
    }

    void published(String kind, Location file, long bytes) {
      if (begins(kind)) {
        out.columns(BYTES_WIDTH, "bytes");
        out.line(" " + kind);
      }
      out.columns(BYTES_WIDTH, Sizes.grouped(bytes));
      out.line(" " + PrintableText.of(file.uri()));
    }

    @Override
    public void replaced(Location file) {
      begin("replaced file");
      out.line(PrintableText.of(file.uri()));
    }

    @Override
    public void partition(String path) {
      begin("partition");
      out.line(path.isEmpty() ? "(none)" : PrintableText.of(path));
    }

    @Override
    public void departs(Departure departure) {
      begin("input, and where it goes");
      String target = departure.target() == null ? "(deleted)" : departure.target().uri();
      out.line(PrintableText.of(departure.source().uri() + " -> " + target));
    }

    private void begin(String heading) {
      if (begins(heading)) {
        out.line(heading);
      }
    }

    private boolean begins(String heading) {
      if (heading.equals(section)) {
        return false;
      }

      section = heading;
      out.line("");
      return true;
    }
  }
}
