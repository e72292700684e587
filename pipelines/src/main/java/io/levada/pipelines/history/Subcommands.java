/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.LockedException;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.NearestName;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command of several: the second word says which. */
final class Subcommands {

  /** One of them. */
  @FunctionalInterface
  interface Subcommand {

    /**
     * @param words what follows its name
     * @throws IOException if it failed, in one line with the remedy
     */
    ExitCode run(List<String> words, Session session) throws IOException;
  }

  private final String command;
  private final String help;
  private final Map<String, Subcommand> subcommands = new LinkedHashMap<>();

  Subcommands(String command, String help) {
    this.command = command;
    this.help = help;
  }

  Subcommands with(String name, Subcommand subcommand) {
    subcommands.put(name, subcommand);
    return this;
  }

  /**
   * Runs the one that the first word names.
   *
   * @throws UsageException if there is none of that name
   */
  int run(List<String> words, Session session) {
    if (asksForHelp(words)) {
      session.out().print(help);
      session.out().flush();
      return ExitCode.DONE.code();
    }

    Subcommand subcommand = named(words);
    try {
      int exitCode = subcommand.run(words.subList(1, words.size()), session).code();
      session.out().flush();
      return exitCode;
    } catch (LockedException e) {
      throw new RunFailedException(ExitCode.LOCKED, e.getMessage(), e);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private static boolean asksForHelp(List<String> words) {
    return words.contains("--help")
        || words.contains("-h")
        || (!words.isEmpty() && words.get(0).equals("help"));
  }

  private Subcommand named(List<String> words) {
    String names = String.join(", ", subcommands.keySet());
    if (words.isEmpty()) {
      throw new UsageException("Missing word after " + command + " (one of " + names + ")");
    }

    Subcommand subcommand = subcommands.get(words.get(0));
    if (subcommand == null) {
      String hint =
          NearestName.of(words.get(0), subcommands.keySet())
              .map(near -> "did you mean levada " + command + " " + near + "?")
              .orElse("one of " + names);
      throw new UsageException(
          "Unknown word after " + command + ": " + words.get(0) + " (" + hint + ")");
    }
    return subcommand;
  }
}
