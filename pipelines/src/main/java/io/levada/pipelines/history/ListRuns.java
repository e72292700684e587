/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Session;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada runs list}: the runs of a table, the newest first. */
final class ListRuns {

  private static final String USAGE =
      "levada runs list <table> [--limit=20 | --all] [--json] " + AwsArguments.USAGE;

  /** A reason or a path is cut behind so many columns of the screen. */
  private static final int MAX_WIDTH = 80;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Option(names = "--limit", defaultValue = "20")
    private int limit;

    @Option(names = "--all")
    private boolean all;

    @Option(names = "--json")
    private boolean json;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  private ListRuns() {}

  static ExitCode run(List<String> args, Session session) throws IOException {
    Words words = Arguments.read(new Words(), USAGE, args);
    if (words.limit < 1) {
      throw new UsageException("Invalid --limit: " + words.limit + " (expected 1 or more)");
    }

    Ledger ledger = TableLedger.find(words.table, words.aws);
    List<RecordedRun> runs = ledger.runs();
    List<RecordedRun> shown =
        words.all ? runs : runs.subList(0, Math.min(words.limit, runs.size()));
    Unfinished unfinished = Unfinished.of(ledger, words.aws.storages());
    if (words.json) {
      JsonOut.write(session, json -> write(ledger, shown, unfinished, json));
    } else {
      session.out().print(text(ledger, runs.size(), shown, unfinished));
    }
    return ExitCode.DONE;
  }

  private static void write(
      Ledger ledger, List<RecordedRun> runs, Unfinished unfinished, JsonGenerator json)
      throws IOException {
    json.writeStringField("table", ledger.table().uri());
    json.writeStringField("ledger", ledger.folder().uri());
    json.writeArrayFieldStart("runs");
    for (RunFacts facts : RunFacts.of(ledger, runs)) {
      json.writeStartObject();
      JsonOut.writeFacts(facts, unfinished.next(facts.run()), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String text(Ledger ledger, int all, List<RecordedRun> shown, Unfinished unfinished)
      throws IOException {
    if (shown.isEmpty()) {
      return PrintableText.of(ledger.table().uri()) + " has no runs yet.\n";
    }

    TextTable table = new TextTable(MAX_WIDTH);
    table.addColumn("run", Align.LEFT);
    table.addColumn("state", Align.LEFT);
    table.addColumn("began", Align.LEFT);
    table.addColumn("pipeline", Align.LEFT);
    table.addColumn("read", Align.RIGHT);
    table.addColumn("written", Align.RIGHT);
    table.addColumn("rejected", Align.RIGHT);
    table.addColumn("seconds", Align.RIGHT);
    table.addColumn("note", Align.LEFT);
    for (RunFacts facts : RunFacts.of(ledger, shown)) {
      table.addRow(
          List.of(
              PrintableText.of(facts.id()),
              facts.state().name(),
              RunText.time(facts.began()),
              PrintableText.of(facts.pipeline()),
              count(facts, "read"),
              count(facts, "written"),
              count(facts, "rejected"),
              seconds(facts),
              PrintableText.of(note(facts, unfinished))));
    }
    String more =
        shown.size() < all
            ? "\n" + Sizes.grouped(shown.size()) + " of " + Sizes.grouped(all) + " runs (--all)\n"
            : "";
    return table + more;
  }

  private static String note(RunFacts facts, Unfinished unfinished) {
    String next = unfinished.next(facts.run());
    return next.isEmpty() ? facts.record().reason().orElse("") : next;
  }

  private static String count(RunFacts facts, String name) {
    return facts.count(name).isPresent() ? Sizes.grouped(facts.count(name).getAsLong()) : "";
  }

  private static String seconds(RunFacts facts) {
    return facts.seconds().isPresent()
        ? String.format(Locale.ROOT, "%,.1f", facts.seconds().getAsDouble())
        : "";
  }
}
