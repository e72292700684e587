/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run.State;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Session;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code levada bookmark reset} and {@code rewind}: has files read again. */
final class ForgetFiles {

  private static final String RESET_USAGE = "levada bookmark reset <table> " + AwsArguments.USAGE;
  private static final String REWIND_USAGE =
      "levada bookmark rewind <table> <run> " + AwsArguments.USAGE;
  private static final String PURPOSE = "bookmark";

  @Command
  private static final class ResetWords {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Command
  private static final class RewindWords {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Parameters(arity = "1", index = "1")
    private String run;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  /** What is done to the bookmark. */
  @FunctionalInterface
  private interface Forgetting {
    void run(Bookmark bookmark) throws IOException;
  }

  private ForgetFiles() {}

  static ExitCode reset(List<String> args, Session session) throws IOException {
    ResetWords words = Arguments.read(new ResetWords(), RESET_USAGE, args);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    return forget(ledger, words.aws, session, bookmark -> bookmark.reset(Clock.systemUTC()));
  }

  static ExitCode rewind(List<String> args, Session session) throws IOException {
    RewindWords words = Arguments.read(new RewindWords(), REWIND_USAGE, args);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    RecordedRun run = TableLedger.run(ledger, ledger.runs(), words.run);
    return forget(ledger, words.aws, session, bookmark -> rewind(bookmark, run.id(), ledger));
  }

  private static void rewind(Bookmark bookmark, String run, Ledger ledger) throws IOException {
    try {
      bookmark.rewind(run, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          e.getMessage() + " (levada bookmark list " + ledger.table() + " shows those it has)", e);
    }
  }

  private static ExitCode forget(
      Ledger ledger, AwsArguments aws, Session session, Forgetting forgetting) throws IOException {
    TableLocks locks = new TableLocks(ledger, aws.storages(), session);
    KnownRuns before;
    KnownRuns after;
    try (HeldLocks held = locks.take(locks.ofTheTable(), PURPOSE)) {
      checkDecided(ledger);
      before = KnownRuns.of(ledger);
      held.check();
      forgetting.run(new Bookmark(ledger));
      after = KnownRuns.of(ledger);
    }

    int runs = before.runs().size() - after.runs().size();
    session
        .out()
        .println(
            PrintableText.of(
                runs == 0
                    ? "Nothing to forget"
                    : "Forgotten: "
                        + Sizes.counted(before.files() - after.files(), "file")
                        + " of "
                        + Sizes.counted(runs, "run")
                        + "; the rows stay in "
                        + ledger.table()));
    return ExitCode.DONE;
  }

  /** A run that is published later would be known all the same. */
  private static void checkDecided(Ledger ledger) throws IOException {
    for (RecordedRun run : ledger.runs()) {
      if (run.state() == State.PREPARED) {
        throw new IOException(
            "Cannot change the bookmark: run "
                + run.id()
                + " is neither in the table nor undone (levada runs recover "
                + ledger.table()
                + " first)");
      }
    }
  }
}
