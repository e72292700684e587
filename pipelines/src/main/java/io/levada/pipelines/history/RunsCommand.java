/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.Session;
import java.util.List;

/** {@code levada runs}: what the runs of a table have done, and what is left of them to do. */
public final class RunsCommand implements LevadaCommand {

  private static final String HELP =
      """
      levada runs: Show what the runs of a table have done, and finish what they have left.

      Usage
        levada runs list <table> [--limit=20 | --all] [--json]
            The runs, the newest first: state, rows, seconds from OPEN to COMMITTED, and of a run
            that is not finished, what the next run of the table does with it.
        levada runs show <table> <run | latest> [--inputs] [--files] [--json]
            All that a run has recorded. --inputs lists the files that it has read, with their rows;
            --files those that it has written or replaced, and where its inputs went.
        levada runs why <table> <file>
            Whether a file was loaded: when, by which run, with how many rows, and where it went. A
            file that was moved is found by either name. Exit code 0 if it was, 1 if not.
        levada runs recover <table> [--break-lock]
            Finish or undo what runs have left that were cut off, as the next run would do. Exit code
            5 if a run is at work, 6 if something is left to do even so. --break-lock frees the locks
            first: only for one who knows that the process that holds them is no more.
        levada runs discard <table> <run | latest> [--partly-loaded]
            Give up what a run has mapped for DynamoDB and no load has put yet: its files are removed
            from the table, which is the one of the items, and its inputs can be read again. With
            --partly-loaded also if a load was cut off, whose items stay in DynamoDB.

      <table> is the folder of the table, here or on S3. --awsRegion and --endpoint say how S3 is
      reached, as for pipelines.
      """;

  private final Subcommands subcommands =
      new Subcommands("runs", HELP)
          .with("list", ListRuns::run)
          .with("show", ShowRun::run)
          .with("why", ExplainFile::run)
          .with("recover", RecoverTable::run)
          .with("discard", DiscardRun::run);

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public String description() {
    return "Show what a table's runs have done, and finish what they have left: levada help runs";
  }

  @Override
  public String help() {
    return HELP;
  }

  @Override
  public int run(List<String> args, Session session) {
    return subcommands.run(args, session);
  }
}
