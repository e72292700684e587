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
import java.util.Locale;
import java.util.function.LongFunction;

/** The long lists of a run for people, printed as they are read. */
final class RunLists {

  private static final String NOTES = "notes.txt";
  private static final String INPUT_LINE = "%12s %12s %12s %12s %12s %15s  %s";
  private static final String FILE_LINE = "%15s  %s";

  private RunLists() {}

  /** What a person should know of the run, a line each. */
  static List<String> notes(RunRecord record) throws IOException {
    return record
        .kept(NOTES)
        .map(text -> new String(text, UTF_8).lines().toList())
        .orElse(List.of());
  }

  /** Each input, with what became of its records as far as the run has come. */
  static void printInputs(RunRecord record, PrintStream out) throws IOException {
    out.println();
    print(
        out, INPUT_LINE, "read", "written", "duplicates", "rejected", "filtered", "bytes", "input");
    record.visitInputs(input -> printInput(input, out));
  }

  private static void printInput(RecordedInput input, PrintStream out) {
    LongFunction<String> number = Sizes::grouped;
    String bytes = Sizes.grouped(input.bytes());
    String name = PrintableText.of(input.location().uri());
    if (input.rows().isEmpty()) {
      print(out, INPUT_LINE, "", "", "", "", "", bytes, name);
      return;
    }

    Rows rows = input.rows().get();
    print(
        out,
        INPUT_LINE,
        number.apply(rows.read()),
        number.apply(rows.written()),
        number.apply(rows.duplicates()),
        number.apply(rows.rejected()),
        number.apply(rows.filtered()),
        bytes,
        name);
  }

  /** Each file, partition, replaced file and departure, in lists that are not empty. */
  static void printFiles(RunRecord record, PrintStream out) throws IOException {
    Location ofTheRun = record.run().folder();
    Sections sections = new Sections(out);
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

  private static void print(PrintStream out, String format, Object... texts) {
    out.println(String.format(Locale.ROOT, format, texts));
  }

  /** Lists with a heading each; those of the plan are each in one piece, but for its files. */
  private static final class Sections implements PlanVisitor {

    private final PrintStream out;
    private String section = "";

    Sections(PrintStream out) {
      this.out = out;
    }

    void published(String kind, Location file, long bytes) {
      begin(String.format(Locale.ROOT, FILE_LINE, "bytes", kind));
      print(out, FILE_LINE, Sizes.grouped(bytes), PrintableText.of(file.uri()));
    }

    @Override
    public void replaced(Location file) {
      begin("replaced file");
      out.println(PrintableText.of(file.uri()));
    }

    @Override
    public void partition(String path) {
      begin("partition");
      out.println(path.isEmpty() ? "(none)" : PrintableText.of(path));
    }

    @Override
    public void departs(Departure departure) {
      begin("input, and where it goes");
      String target = departure.target() == null ? "(deleted)" : departure.target().uri();
      out.println(PrintableText.of(departure.source().uri() + " -> " + target));
    }

    private void begin(String heading) {
      if (!heading.equals(section)) {
        out.println();
        out.println(heading);
        section = heading;
      }
    }
  }
}
