/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.List;

/**
 * A command such as {@code levada demo}; found by {@link java.util.ServiceLoader}, so that a
 * distribution can bring its own. A command of the command line itself wins over one of that name.
 */
public interface LevadaCommand {

  /** The first word after {@code levada}. */
  String name();

  /** What it does, in one line. */
  String description();

  /** How it is used, in some lines, for {@code levada help <command>}. */
  default String help() {
    return "levada " + name() + ": " + description() + "\n";
  }

  /**
   * Runs the command to its end.
   *
   * @param args the words after the command's name
   * @return the exit code
   * @throws UsageException if the arguments are wrong; nothing was done
   * @throws RunFailedException if it failed in a way that one line can tell
   */
  int run(List<String> args, Session session);
}
