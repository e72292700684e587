/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

/** A command of a demo failed, and has said why. */
final class StepFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StepFailedException(int exitCode) {
    super("A command has ended with exit code " + exitCode);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
