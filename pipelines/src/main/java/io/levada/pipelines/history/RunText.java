/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.catalog.Registration;
import io.levada.io.ledger.RecordedInput.Rows;
import io.levada.io.ledger.Run.State;
import io.levada.io.ledger.RunRecord.Entered;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Sizes;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** A run for people, as its summary was: a label and what it says, line by line. */
final class RunText {

  private static final String INDENT = " ".repeat(12);

  private final PrintStream out;

  RunText(PrintStream out) {
    this.out = out;
  }

  /** A time to the second: the rest is of no interest to a person. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** So that one sees how long a state took. */
  private static String millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Such as {@code 3 read = 1 written + 1 duplicates + 1 rejected + 0 filtered}. */
  static String sum(Rows rows) {
    if (rows.grouped() > 0) {
      return Sizes.grouped(rows.read())
          + " read = "
          + Sizes.grouped(rows.grouped())
          + " grouped + "
          + Sizes.grouped(rows.rejected())
          + " rejected + "
          + Sizes.grouped(rows.filtered())
          + " filtered";
    }

    return Sizes.grouped(rows.read())
        + " read = "
        + Sizes.grouped(rows.written())
        + " written + "
        + Sizes.grouped(rows.duplicates())
        + " duplicates + "
        + Sizes.grouped(rows.rejected())
        + " rejected + "
        + Sizes.grouped(rows.filtered())
        + " filtered";
  }

  void line(String label, String text) {
    out.println(String.format(Locale.ROOT, "%-11s %s", label, PrintableText.of(text)));
  }

  /** A line without a label. */
  void line(String text) {
    out.println(INDENT + PrintableText.of(text));
  }

  /** How the run has come to its state. */
  void states(RunFacts facts) {
    String seconds =
        facts.seconds().isPresent()
            ? String.format(Locale.ROOT, ", %,.1f s", facts.seconds().getAsDouble())
            : "";
    line("State", facts.state() + seconds);
    for (Entered entered : facts.states()) {
      line(String.format(Locale.ROOT, "%-11s %s", entered.state(), millis(entered.at())));
    }
    facts.record().reason().ifPresent(reason -> line("Reason", reason));
  }

  /** What it was asked for, and with what it was made. */
  void begun(RunFacts facts) {
    line("Pipeline", facts.pipeline());
    Map<String, String> options = facts.options();
    String label = "Options";
    for (Map.Entry<String, String> option : options.entrySet()) {
      line(label, "--" + option.getKey() + "=" + option.getValue());
      label = "";
    }
    line("Versions", levada(facts) + "Beam " + facts.text("beam") + ", Java " + facts.text("java"));
    if (!facts.text("scheduler_run").isEmpty()) {
      line("Scheduler", facts.text("scheduler_run"));
    }
    if (!facts.text("bookmark").isEmpty()) {
      line("Bookmark", facts.text("bookmark"));
    }
    line("Input", Sizes.counted(facts.inputs(), "file") + ", " + Sizes.ofBytes(facts.inputBytes()));
  }

  /** Records of earlier versions don't name theirs. */
  private static String levada(RunFacts facts) {
    String version = facts.text("levada");
    return version.isEmpty() ? "" : "Levada " + version + ", ";
  }

  /** What became of the records, so that one sees that it adds up. */
  void rows(RunFacts facts) {
    if (!facts.isPrepared()) {
      return;
    }

    String read = number(facts.count("read"));
    line("Read", "  " + read);
    if (facts.count("grouped").isPresent()) {
      groups(facts, read.length());
      return;
    }

    term("=", facts, "written", read.length(), "written");
    term("+", facts, "duplicate", read.length(), "duplicates");
    term("+", facts, "rejected", read.length(), "rejected" + reasons(facts.rejectsByCode()));
    term("+", facts, "filtered", read.length(), "filtered");
  }

  /** What was rejected is told of records and groups together. */
  private void groups(RunFacts facts, int width) {
    term("=", facts, "grouped", width, "grouped into " + number(facts.count("groups")) + " rows");
    line("Rejected", number(facts.count("rejected")) + reasons(facts.rejectsByCode()));
    line("Filtered", number(facts.count("filtered")));
    line("Written", number(facts.count("written")));
  }

  /** What it has published, or would have. */
  void output(RunFacts facts, PlanTotals totals) {
    if (facts.isPrepared()) {
      line(
          "Output",
          Sizes.counted(totals.partitions(), "partition")
              + ", "
              + Sizes.counted(totals.files(), "file")
              + ", "
              + Sizes.ofBytes(totals.bytes())
              + published(facts.state()));
    }
    if (totals.replaced() > 0) {
      line("Replaced", Sizes.counted(totals.replaced(), "file") + removed(facts.state()));
    }
    if (totals.retained() > 0) {
      line("Retained", Sizes.counted(totals.retained(), "version"));
    }
    if (totals.registration() != null) {
      line("Catalog", catalog(totals.registration()) + registered(facts.state()));
    }
    if (totals.rejectFiles() > 0) {
      line("Rejects", facts.run().folder().child("rejects").uri());
    }
  }

  private void term(String sign, RunFacts facts, String recorded, int width, String what) {
    String number = number(facts.count(recorded));
    line(String.format(Locale.ROOT, "%s %" + width + "s %s", sign, number, what));
  }

  private static String number(OptionalLong count) {
    return count.isPresent() ? Sizes.grouped(count.getAsLong()) : "?";
  }

  private static String reasons(Map<String, Long> byCode) {
    List<String> reasons =
        byCode.entrySet().stream()
            .map(code -> code.getKey() + " " + Sizes.grouped(code.getValue()))
            .toList();
    return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
  }

  private static String published(State state) {
    return switch (state) {
      case PREPARED -> ", not all published yet";
      case ROLLED_BACK -> ", none published";
      default -> "";
    };
  }

  private static String catalog(Registration registration) {
    String table = registration.name() + " of " + registration.catalog() + ": ";
    return registration.folder() == null
        ? table
            + Sizes.counted(registration.placed().size(), "partition")
            + ", "
            + Sizes.grouped(registration.dropped().size())
            + " dropped"
        : table + "now " + registration.folder();
  }

  private static String registered(State state) {
    return switch (state) {
      case PREPARED -> ", to be registered";
      case VISIBLE -> ", perhaps not all registered yet";
      case ROLLED_BACK -> ", not registered";
      default -> "";
    };
  }

  private static String removed(State state) {
    return switch (state) {
      case PREPARED -> ", to be removed";
      case VISIBLE -> ", some may be there still";
      case ROLLED_BACK -> ", all there still";
      default -> "";
    };
  }
}
