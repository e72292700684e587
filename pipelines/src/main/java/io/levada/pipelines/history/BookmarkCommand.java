/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.Session;
import java.util.List;

/**
 * {@code levada bookmark}: which files a table has the rows of, and how to have them read again.
 */
public final class BookmarkCommand implements LevadaCommand {

  private static final String HELP =
      """
      levada bookmark: Show which files a table has the rows of, or have them read again.

      Usage
        levada bookmark list <table> [--files]
            How many files the bookmark has of each run; with --files, all of them.
        levada bookmark reset <table>
            Forget all files: the next run with --bookmark=enable reads them again.
        levada bookmark rewind <table> <run>
            Forget the files of the runs behind this one.

      The rows stay in the table and the runs in its ledger; what is read again is there twice, unless
      the partitions are overwritten. Exit code 5 if a run is at work.

      <table> is the folder of the table, here or on S3. --awsRegion and --endpoint say how S3 is
      reached, as for pipelines.
      """;

  private final Subcommands subcommands =
      new Subcommands("bookmark", HELP)
          .with("list", ListBookmark::run)
          .with("reset", ForgetFiles::reset)
          .with("rewind", ForgetFiles::rewind);

  @Override
  public String name() {
    return "bookmark";
  }

  @Override
  public String description() {
    return "Show which files a table has the rows of, or forget them: levada help bookmark";
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
