/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Recovery;
import io.levada.io.ledger.Recovery.Recovered;
import io.levada.io.ledger.Run.State;
import io.levada.io.storage.Location;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada runs recover}: does now what the next run of the table would do first. */
final class RecoverTable {

  private static final String USAGE =
      "levada runs recover <table> [--break-lock] " + AwsArguments.USAGE;
  private static final String PURPOSE = "recovery";

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Option(names = "--break-lock")
    private boolean breakLock;

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  private RecoverTable() {}

  static ExitCode run(List<String> args, Session session) throws IOException {
    Words words = Arguments.read(new Words(), USAGE, args);
    Ledger ledger = TableLedger.find(words.table, words.aws);
    TableLocks locks = new TableLocks(ledger, words.aws.storages(), session);
    if (words.breakLock) {
      locks.breakAll(locks.ofUnfinishedRuns());
    }
    try (HeldLocks held = take(locks)) {
      recover(ledger, held, session);
    }
    return ExitCode.DONE;
  }

  /** A run can begin and be cut off before its table's lock is taken here; its locks come too. */
  private static HeldLocks take(TableLocks locks) throws IOException {
    Set<Location> things = locks.ofUnfinishedRuns();
    while (true) {
      HeldLocks held = locks.take(things, PURPOSE);
      Set<Location> now;
      try {
        now = locks.ofUnfinishedRuns();
      } catch (IOException | RuntimeException e) {
        held.close();
        throw e;
      }
      if (things.containsAll(now)) {
        return held;
      }
      held.close();
      things = now;
    }
  }

  private static void recover(Ledger ledger, HeldLocks held, Session session) {
    Recovery recovery = new Recovery(ledger, held, Clock.systemUTC());
    List<Recovered> recovered;
    try {
      recovered = recovery.recover();
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.UNFINISHED, e.getMessage(), e);
    }

    for (Recovered run : recovered) {
      print("Run " + run.id() + " was cut off as " + run.from() + " and is " + run.to(), session);
    }
    if (recovered.isEmpty()) {
      print("Nothing to do: no run of " + ledger.table() + " is unfinished", session);
    }
    recovery.unswept().ifPresent(why -> print("Not removed: " + why, session));
    recovery.catalogNotes().forEach(note -> print(note, session));
    List<Recovered> owing = recovered.stream().filter(run -> run.to() == State.VISIBLE).toList();
    if (!owing.isEmpty()) {
      session.out().flush();
      throw new RunFailedException(ExitCode.UNFINISHED, owing.get(0).owed());
    }
  }

  private static void print(String line, Session session) {
    session.out().println(PrintableText.of(line));
  }
}
