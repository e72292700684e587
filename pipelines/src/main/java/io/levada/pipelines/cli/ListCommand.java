/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import java.util.List;

/** Lists the pipelines: a line each, name and description. */
final class ListCommand {

  private final Pipelines pipelines;

  ListCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  int run(List<String> args, Session session) {
    if (!args.isEmpty()) {
      throw new UsageException("Unexpected argument: " + args.get(0) + " (list takes none)");
    }

    session.out().print(table());
    session.out().flush();
    return ExitCode.DONE.code();
  }

  private String table() {
    Columns columns = new Columns("");
    for (LevadaPipeline pipeline : pipelines.sorted()) {
      columns.add(pipeline.name(), pipeline.description());
    }
    return columns.toString();
  }
}
