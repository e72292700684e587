/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

/** A run that failed in a way that its exit code and one line can tell. */
public final class RunFailedException extends RuntimeException {

  private final ExitCode exitCode;

  public RunFailedException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public RunFailedException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
