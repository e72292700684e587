/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Ledger;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Session;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada bookmark list}: which files a table has the rows of. */
final class ListBookmark {

  private static final String USAGE =
      "levada bookmark list <table> [--files] " + AwsArguments.USAGE;
  private static final int MAX_WIDTH = 80;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Option(names = "--files")
    private boolean files;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  private ListBookmark() {}

  static ExitCode run(List<String> args, Session session) throws IOException {
    Words words = Arguments.read(new Words(), USAGE, args);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    List<RunFacts> runs = KnownRuns.of(ledger).runs();
    if (runs.isEmpty()) {
      session
          .out()
          .println(
              PrintableText.of("The bookmark of " + ledger.table() + " has no files: all are new"));
      return ExitCode.DONE;
    }

    session.out().print(counts(runs));
    if (words.files) {
      printFiles(runs, session.out());
    }
    return ExitCode.DONE;
  }

  private static void printFiles(List<RunFacts> runs, PrintStream stream) throws IOException {
    try (LineOut out = new LineOut(stream)) {
      out.line("");
      for (RunFacts run : runs) {
        String id = PrintableText.of(run.id());
        run.record()
            .visitInputs(input -> out.line(id + "  " + PrintableText.of(input.location().uri())));
      }
    }
  }

  private static TextTable counts(List<RunFacts> runs) {
    TextTable counts = new TextTable(MAX_WIDTH);
    counts.addColumn("run", Align.LEFT);
    counts.addColumn("began", Align.LEFT);
    counts.addColumn("files", Align.RIGHT);
    for (RunFacts run : runs) {
      add(counts, PrintableText.of(run.id()), RunText.time(run.began()), run.inputs());
    }
    if (runs.size() > 1) {
      add(counts, "total", "", runs.stream().mapToLong(RunFacts::inputs).sum());
    }
    return counts;
  }

  private static void add(TextTable counts, String run, String began, long files) {
    counts.addRow(List.of(run, began, Sizes.grouped(files)));
  }
}
