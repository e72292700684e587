/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.UsageException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;

/**
 * The command line. What was asked for goes to the one stream, progress and errors to the other; an
 * error is one line that begins with {@code levada:}, and its {@link ExitCode} is a part of the
 * interface.
 */
public final class Levada {

  private final PrintStream err;
  private final Map<String, String> environment;
  private final Interruption interruption = new Interruption();
  private final ProcessSession session;
  private final Commands commands;

  private volatile boolean ended;

  /**
   * Makes a command line with the pipelines and commands on the class path.
   *
   * @param out what was asked for
   * @param err progress and errors
   * @param environment the process's: LEVADA_DEBUG, NO_COLOR, TERM, COLUMNS
   * @param terminal whether {@code err} is a terminal
   */
  public Levada(
      PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
    this(
        out,
        err,
        environment,
        terminal,
        ServiceLoader.load(LevadaPipeline.class),
        ServiceLoader.load(LevadaCommand.class));
  }

  Levada(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean terminal,
      Iterable<LevadaPipeline> pipelines,
      Iterable<LevadaCommand> commands) {
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.session =
        new ProcessSession(out, err, this.environment, terminal, interruption, this::run);
    this.commands = new Commands(new Pipelines(pipelines), commands);
  }

  /** Only a shell can tell whether standard error is a terminal: LEVADA_TERMINAL=1 says so. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    boolean terminal = "1".equals(environment.get("LEVADA_TERMINAL"));
    new Levada(System.out, System.err, environment, terminal).runAndExit(args);
  }

  /** Runs a command as the process's only one: a signal undoes it. */
  void runAndExit(String... args) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "levada-interrupt"));
    int exitCode = run(args);
    ended = true;
    if (exitCode != 0 || !isSubmittedToSpark()) {
      System.exit(exitCode);
    }
  }

  /**
   * Whether Spark called us, in a process of its own: YARN takes it for a failure if that is ended
   * by {@code System.exit(0)}. Elsewhere it has to be ended, as threads may be left.
   */
  private static boolean isSubmittedToSpark() {
    return System.getProperty("spark.app.name") != null;
  }

  /**
   * Runs a command.
   *
   * @param args as typed after {@code levada}
   * @return the process's exit code
   */
  public int run(String... args) {
    return run(List.of(args));
  }

  private int run(List<String> args) {
    try {
      return commands.run(args, session);
    } catch (RuntimeException | Error e) {
      return fail(e, args);
    }
  }

  private int fail(Throwable thrown, List<String> args) {
    Failure failure = Failure.of(thrown);
    if (interruption.hasBegun()) {
      return failure.exitCode().code();
    }

    boolean debug = isDebug(args);
    err.println("levada: " + failure.line() + hint(failure, debug));
    if (debug && !(thrown instanceof UsageException)) {
      thrown.printStackTrace(err);
    }
    if (!debug && logFile() != null && failure.exitCode() != ExitCode.USAGE) {
      LoggerFactory.getLogger(Levada.class).error("Failed", thrown);
    }
    err.flush();
    return failure.exitCode().code();
  }

  private static String hint(Failure failure, boolean debug) {
    if (debug || failure.exitCode() == ExitCode.USAGE) {
      return "";
    }
    if (logFile() != null) {
      return " (details in " + logFile() + ")";
    }

    return failure.foreseen() ? "" : " (--debug shows where)";
  }

  private static String logFile() {
    return System.getProperty("org.slf4j.simpleLogger.logFile");
  }

  private boolean isDebug(List<String> args) {
    boolean asked = Arrays.asList("1", "true").contains(environment.get("LEVADA_DEBUG"));
    return asked || args.contains("--debug") || args.contains("--debug=true");
  }

  /** Undoes what is under way: the process was asked to stop. */
  void interrupt() {
    if (ended) {
      return;
    }

    err.println(session.isTerminal() ? "\nlevada: Interrupted" : "levada: Interrupted");
    interruption.begin(e -> err.println("levada: Failed to undo: " + Failure.of(e).line()));
    err.flush();
  }
}
