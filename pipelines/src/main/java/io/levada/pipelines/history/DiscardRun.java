/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Session;
import io.levada.pipelines.runs.ItemDiscard;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada runs discard}: gives up items that were mapped and are not loaded. */
final class DiscardRun {

  private static final String USAGE =
      "levada runs discard <table> <run | latest> [--partly-loaded] " + AwsArguments.USAGE;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Parameters(arity = "1", index = "1")
    private String run;

    @Option(names = "--partly-loaded")
    private boolean partlyLoaded;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  private DiscardRun() {}

  static ExitCode run(List<String> args, Session session) throws IOException {
    Words words = Arguments.read(new Words(), USAGE, args);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    RecordedRun run = TableLedger.run(ledger, ledger.runs(), words.run);
    AwsSettings aws = words.aws.settings();
    Location items = ledger.table();
    ItemDiscard discard =
        words.partlyLoaded
            ? ItemDiscard.ofRest(aws, items, run.id())
            : ItemDiscard.of(aws, items, run.id());
    for (String line : discard.run(session.console())) {
      session.out().println(PrintableText.of(line));
    }
    return ExitCode.DONE;
  }
}
