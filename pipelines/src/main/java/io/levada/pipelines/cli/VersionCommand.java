/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** Shows what this is made of. */
final class VersionCommand {

  private VersionCommand() {}

  static int run(List<String> args, Session session) {
    if (!args.isEmpty()) {
      throw new UsageException("Unexpected argument: " + args.get(0) + " (version takes none)");
    }

    Properties versions = versions();
    Columns columns = new Columns("");
    columns.add("Levada", versions.getProperty("levada"));
    columns.add("Beam", versions.getProperty("beam"));
    columns.add("Java", Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")");
    columns.add("Runners", String.join(", ", Runners.names()));
    session.out().print(columns);
    session.out().flush();
    return ExitCode.DONE.code();
  }

  private static Properties versions() {
    Properties versions = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the versions", e);
    }
    return versions;
  }
}
