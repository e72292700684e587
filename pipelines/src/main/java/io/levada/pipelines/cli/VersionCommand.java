/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.Versions;
import java.util.List;

/** Shows what this is made of. */
final class VersionCommand {

  private VersionCommand() {}

  static int run(List<String> args, Session session) {
    if (!args.isEmpty()) {
      throw new UsageException("Unexpected argument: " + args.get(0) + " (version takes none)");
    }

    Versions versions = Versions.ofTheBuild();
    Columns columns = new Columns("");
    columns.add("Levada", versions.levada());
    columns.add("Beam", versions.beam());
    columns.add("Java", Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")");
    columns.add("Runners", String.join(", ", Runners.names()));
    session.out().print(columns);
    session.out().flush();
    return ExitCode.DONE.code();
  }
}
