/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run.State;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.Session;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada runs show}: all that one run has recorded. */
final class ShowRun {

  private static final String USAGE =
      "levada runs show <table> <run | latest> [--inputs] [--files] [--json] " + AwsArguments.USAGE;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Parameters(arity = "1", index = "1")
    private String run;

    @Option(names = "--inputs")
    private boolean inputs;

    @Option(names = "--files")
    private boolean files;

    @Option(names = "--json")
    private boolean json;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  private ShowRun() {}

  static ExitCode run(List<String> args, Session session) throws IOException {
    Words words = Arguments.read(new Words(), USAGE, args);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    RecordedRun run = TableLedger.run(ledger, ledger.runs(), words.run);
    Storages storages = words.aws.storages();
    String next = Unfinished.of(ledger, storages).next(run);
    RunFacts facts = new RunFacts(ledger.record(run));
    if (words.json) {
      RunJson page = new RunJson(ledger, facts, next, owed(facts, storages));
      JsonOut.write(session, json -> page.write(words.inputs, words.files, json));
      return ExitCode.DONE;
    }

    print(ledger, facts, next, owed(facts, storages), session);
    if (words.inputs) {
      RunLists.printInputs(facts.record(), session.out());
    }
    if (words.files) {
      RunLists.printFiles(facts.record(), session.out());
    }
    return ExitCode.DONE;
  }

  private static void print(
      Ledger ledger, RunFacts facts, String next, Optional<String> owed, Session session)
      throws IOException {
    RunText text = new RunText(session.out());
    text.line("Run", facts.id());
    text.line("Table", ledger.table().uri());
    text.states(facts);
    text.begun(facts);
    text.rows(facts);
    PlanTotals totals = PlanTotals.of(facts.record());
    text.output(facts, totals);
    if (facts.state() != State.ROLLED_BACK) {
      String done =
          facts.state() == State.COMMITTED ? "done" : owed.orElse("when the table has the rows");
      if (totals.moves() > 0) {
        text.line("Moves", Sizes.counted(totals.moves(), "input") + ", " + done);
      }
      if (totals.deletions() > 0) {
        text.line("Deletions", Sizes.counted(totals.deletions(), "input") + ", " + done);
      }
    }
    for (String note : RunLists.notes(facts.record())) {
      text.line("Note", note);
    }
    text.line("Owed", next.isEmpty() ? "nothing" : next);
    text.line("Record", facts.run().folder().uri());
  }

  /**
   * How many inputs of a run that is visible are still to be cleared away, as far as can be told.
   */
  private static Optional<String> owed(RunFacts facts, Storages storages) {
    if (facts.state() != State.VISIBLE) {
      return Optional.empty();
    }

    try {
      long owed = OwedInputs.count(facts.record(), storages);
      return Optional.of(owed == 0 ? "done" : Sizes.grouped(owed) + " not done yet");
    } catch (IOException e) {
      return Optional.of("not all done yet (" + e.getMessage() + ")");
    }
  }
}
