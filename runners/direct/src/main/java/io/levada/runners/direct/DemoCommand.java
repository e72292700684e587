/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * {@code levada demo}: the event distributor on a day of real Wikipedia edits, and a query on what
 * it wrote.
 */
public final class DemoCommand implements LevadaCommand {

  /** Set by the launcher to the folder that it is in. */
  private static final String HOME = "levada.home";

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String description() {
    return "Run the event distributor on 39,244 real Wikipedia edits, and query the result";
  }

  @Override
  public int run(List<String> args, Session session) {
    if (!args.isEmpty()) {
      throw new UsageException("levada demo takes no arguments, but has " + args.get(0));
    }

    Path home = Path.of(System.getProperty(HOME, "."));
    Path input = home.resolve("test-data/events/wikipedia/input");
    if (!Files.isDirectory(input)) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot find " + input + " (run demo from a checkout of Levada)");
    }

    Path output = home.resolve("target/demo/trusted/edits").toAbsolutePath().normalize();
    List<String> run =
        List.of(
            "run",
            "events",
            "--input=" + input,
            "--output=" + output,
            "--schema=infer",
            "--timestampField=time",
            "--typeFields=channel,namespace",
            "--keyFields=time,channel,page,user",
            "--writeMode=overwrite");
    session.out().println("$ levada " + String.join(" ", run) + "\n");
    int exit = session.levada(run);
    if (exit == ExitCode.DONE.code()) {
      query(busiestChannels(output), session);
    }

    return exit;
  }

  private static String busiestChannels(Path lake) {
    return String.format(
        """
        SELECT domain_event_type AS channel_namespace, year || '-' || month || '-' || day AS date,
               count(*) AS edits, count(DISTINCT "user") AS users, sum(added) AS added
        FROM read_parquet('%s/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)
        GROUP BY ALL ORDER BY edits DESC, channel_namespace LIMIT 8""",
        lake.toString().replace("'", "''"));
  }

  private static void query(String sql, Session session) {
    session.out().println("\n" + sql + "\n");
    try {
      QueryTable.of(sql).print(session.out());
    } catch (SQLException e) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot query the result: " + e.getMessage(), e);
    }
  }
}
