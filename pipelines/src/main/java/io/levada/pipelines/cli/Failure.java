/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A failure as the command line tells it.
 *
 * @param exitCode how the process ends
 * @param line what went wrong, in one line
 * @param foreseen whether the line says all that is to be said
 */
record Failure(ExitCode exitCode, String line, boolean foreseen) {

  private static final int LONGEST_LINE = 2000;

  static Failure of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException usage) {
        return new Failure(ExitCode.USAGE, oneLine(usage.getMessage()), true);
      }
      if (cause instanceof RunFailedException failed) {
        return new Failure(failed.exitCode(), withCause(failed), true);
      }
    }

    Throwable root = rootOf(thrown);
    String name = root.getClass().getSimpleName();
    String line = root.getMessage() == null ? name : name + ": " + root.getMessage();
    return new Failure(ExitCode.FAILED, oneLine(line), false);
  }

  private static String withCause(RunFailedException failed) {
    String message = Objects.toString(failed.getMessage(), "Failed");
    Throwable root = rootOf(failed);
    if (root == failed || root.getMessage() == null || tellsACause(message, failed)) {
      return oneLine(message);
    }

    return oneLine(message + ": " + root.getClass().getSimpleName() + ": " + root.getMessage());
  }

  /** What is behind a cause that is told was left out by whoever knows the cause. */
  private static boolean tellsACause(String message, RunFailedException failed) {
    for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      String told = firstLine(cause.getMessage());
      if (!told.isEmpty() && message.contains(told)) {
        return true;
      }
    }
    return false;
  }

  /** Spark puts whole stacks behind it. */
  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.strip().lines().findFirst().orElse("").strip();
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The text on one line that steers no terminal, and not longer than a person would read. */
  static String oneLine(String text) {
    String line =
        PrintableText.of(Objects.toString(text, "").strip().replaceAll("\\s*\\R\\s*", " "));
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
  }
}
