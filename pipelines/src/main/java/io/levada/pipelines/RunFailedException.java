/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A run that failed in a way that its exit code and one line can tell. */
public final class RunFailedException extends RuntimeException {

  private final ExitCode exitCode;
  private final transient @Nullable RunSummary summary;

  public RunFailedException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public RunFailedException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    this(exitCode, message, cause, null);
  }

  /**
   * A failure of a run that had counted what it did.
   *
   * @param summary what it counted; {@code --summaryFile} has it as well
   */
  public RunFailedException(
      ExitCode exitCode, String message, @Nullable Throwable cause, @Nullable RunSummary summary) {
    super(message, cause);
    this.exitCode = exitCode;
    this.summary = summary;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** What the run had counted, if it came so far. */
  public Optional<RunSummary> summary() {
    return Optional.ofNullable(summary);
  }
}
