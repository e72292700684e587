/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.RunSummary;
import io.levada.pipelines.Sizes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** A run's summary for people: the sum of the rows, aligned so that one sees that it adds up. */
final class SummaryText {

  private static final String INDENT = " ".repeat(12);

  private final StringJoiner text = new StringJoiner("\n", "", "\n");

  private SummaryText() {}

  static String of(RunSummary summary) {
    SummaryText text = new SummaryText();
    text.add(summary);
    return text.text.toString();
  }

  private void add(RunSummary summary) {
    for (RunSummary part : summary.parts()) {
      add(part);
      text.add("");
    }
    if (!summary.parts().isEmpty()) {
      addWhole(summary);
      return;
    }
    if (summary.run().isEmpty()) {
      addNothingDone(summary);
      return;
    }

    addHead(summary);
    addSum(summary);
    line("Output", summary.load() == null ? files(summary) : items(summary, summary.load()));
    text.add(INDENT + summary.output().place());
    if (summary.output().rejects() != null) {
      line("Rejects", summary.output().rejects());
    }
    line("Record", summary.head().record());
    line("Time", time(summary));
    summary.notes().forEach(note -> line("Note", note));
  }

  private static String files(RunSummary summary) {
    return Sizes.counted(summary.output().partitions(), "partition")
        + ", "
        + Sizes.counted(summary.output().files(), "file")
        + ", "
        + Sizes.ofBytes(summary.output().bytes());
  }

  private static String items(RunSummary summary, RunSummary.Load load) {
    String rate =
        summary.head().seconds() > 0
            ? " ("
                + Sizes.grouped(Math.round(load.capacityUnits() / summary.head().seconds()))
                + "/s)"
            : "";
    return Sizes.counted(load.items(), "item")
        + ", "
        + Sizes.counted(Math.round(load.capacityUnits()), "write unit")
        + rate
        + ", "
        + Sizes.counted(load.requests(), "request")
        + ": "
        + Sizes.grouped(load.throttled())
        + " throttled, "
        + Sizes.grouped(load.repeated())
        + " repeated";
  }

  /** What the parts do not say. */
  private void addWhole(RunSummary summary) {
    line("Pipeline", summary.pipeline() + " (" + summary.parts().size() + " runs)");
    line("Time", seconds(summary));
    summary.notes().stream()
        .filter(note -> summary.parts().stream().noneMatch(part -> part.notes().contains(note)))
        .forEach(note -> line("Note", note));
  }

  /** No run was begun: there are no numbers that could add up. */
  private void addNothingDone(RunSummary summary) {
    line("Pipeline", summary.pipeline());
    line("Output", summary.output().place());
    line("Time", seconds(summary));
    summary.notes().forEach(note -> line("Note", note));
  }

  private void addHead(RunSummary summary) {
    line("Pipeline", summary.pipeline());
    line("Run", summary.run());
    line("Runner", summary.head().runner());
    line(
        "Input",
        Sizes.counted(summary.input().files(), summary.input().kind())
            + ", "
            + Sizes.ofBytes(summary.input().bytes()));
  }

  private void addSum(RunSummary summary) {
    int width = Sizes.grouped(summary.rows().read()).length();
    line("Read", "  " + Sizes.grouped(summary.rows().read()));
    if (summary.rows().grouped() > 0) {
      addGrouped(summary, width);
      return;
    }

    term("=", summary.rows().written(), width, "written");
    term("+", summary.rows().duplicates(), width, "duplicates");
    term(
        "+",
        summary.rows().rejected(),
        width,
        "rejected" + reasons(summary.rows().rejectsByCode()));
    term("+", summary.rows().filtered(), width, "filtered");
  }

  /** What came of the groups is a sum of its own, which is told if some of it was not written. */
  private void addGrouped(RunSummary summary, int width) {
    long rejectedGroups =
        summary.rows().groups() - summary.rows().written() - summary.rows().duplicates();
    String reasons = reasons(summary.rows().rejectsByCode());
    long rejected = summary.rows().rejected() - rejectedGroups;
    term(
        "=",
        summary.rows().grouped(),
        width,
        "grouped into " + Sizes.counted(summary.rows().groups(), "row"));
    term("+", rejected, width, "rejected" + (rejectedGroups > 0 ? "" : reasons));
    term("+", summary.rows().filtered(), width, "filtered");
    if (rejectedGroups > 0) {
      int groupsWidth = Sizes.grouped(summary.rows().groups()).length();
      line("Rows", "  " + Sizes.grouped(summary.rows().groups()));
      term("=", summary.rows().written(), groupsWidth, "written");
      term("+", rejectedGroups, groupsWidth, "rejected" + reasons);
    }
  }

  private void term(String sign, long number, int width, String what) {
    text.add(
        String.format(
            Locale.ROOT, "%s%s %" + width + "s %s", INDENT, sign, Sizes.grouped(number), what));
  }

  private static String reasons(Map<String, Long> rejectsByCode) {
    if (rejectsByCode.isEmpty()) {
      return "";
    }

    List<String> reasons =
        rejectsByCode.entrySet().stream()
            .map(reason -> reason.getKey() + " " + Sizes.grouped(reason.getValue()))
            .toList();
    return " (" + String.join(", ", reasons) + ")";
  }

  private static String time(RunSummary summary) {
    return summary.head().seconds() > 0 && summary.input().bytes() > 0
        ? seconds(summary)
            + ", "
            + Sizes.ofBytes(Math.round(summary.input().bytes() / summary.head().seconds()))
            + "/s"
        : seconds(summary);
  }

  private static String seconds(RunSummary summary) {
    return String.format(Locale.ROOT, "%,.1f s", summary.head().seconds());
  }

  private void line(String label, String value) {
    text.add(String.format(Locale.ROOT, "%-11s %s", label, value));
  }
}
