/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What a command has of the process that it runs in. */
public interface Session {

  /** For what the command was asked for. */
  PrintStream out();

  /** For people: progress, warnings and errors. */
  PrintStream err();

  /** The environment's variables. */
  Map<String, String> environment();

  /** Shows progress on {@link #err}; told what to undo if the process is asked to stop. */
  Console console();

  /**
   * Runs another command in this session, as if it had been typed, and shows its errors.
   *
   * @param args such as {@code "run", "events", "--input=in", "--output=out"}
   * @return its exit code
   */
  int levada(List<String> args);
}
