/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.Session;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** A session on streams that it is given. */
final class ProcessSession implements Session {

  private static final int USUAL_WIDTH = 80;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final boolean terminal;
  private final Interruption interruption;
  private final ToIntFunction<List<String>> levada;

  ProcessSession(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean terminal,
      Interruption interruption,
      ToIntFunction<List<String>> levada) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.terminal = terminal;
    this.interruption = interruption;
    this.levada = levada;
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return err;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  /** Whether {@link #err} is a terminal. */
  boolean isTerminal() {
    return terminal;
  }

  @Override
  public ProgressConsole console() {
    return console(style());
  }

  /** Shows nothing, and is told what to undo all the same. */
  ProgressConsole quietConsole() {
    return console(ProgressConsole.Style.QUIET);
  }

  private ProgressConsole console(ProgressConsole.Style style) {
    return new ProgressConsole(err, style, width(), System::nanoTime, interruption);
  }

  private ProgressConsole.Style style() {
    if (!terminal || environment.getOrDefault("TERM", "").equals("dumb")) {
      return ProgressConsole.Style.LINES;
    }

    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        ? ProgressConsole.Style.COLOUR_BAR
        : ProgressConsole.Style.BAR;
  }

  private int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  @Override
  public int levada(List<String> args) {
    return levada.applyAsInt(args);
  }
}
