/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.sandbox.Sandbox;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox of a command, whose clients in this process sign for it. It ends with the command, or
 * when the process is asked to stop; then after all that was begun later is undone by its help.
 */
final class RunningSandbox implements AutoCloseable {

  private final Sandbox sandbox;
  private final SandboxCredentials credentials;
  private final Console.Undo interruption;
  private final CountDownLatch stopped;

  private RunningSandbox(Sandbox sandbox, Console.Undo interruption, CountDownLatch stopped) {
    this.sandbox = sandbox;
    this.credentials = SandboxCredentials.of(sandbox);
    this.interruption = interruption;
    this.stopped = stopped;
  }

  /**
   * Starts it.
   *
   * @param whenInterrupted run when the process was asked to stop and the sandbox has
   * @throws BindException if the port can't be had
   * @throws RunFailedException if it does not start for another reason, with what helps
   */
  static RunningSandbox start(Sandbox.Settings settings, Console console, Runnable whenInterrupted)
      throws BindException {
    Sandbox sandbox = start(settings);
    CountDownLatch stopped = new CountDownLatch(1);
    Console.Undo interruption =
        console.onInterrupt(
            () -> {
              sandbox.close();
              whenInterrupted.run();
              stopped.countDown();
            });
    return new RunningSandbox(sandbox, interruption, stopped);
  }

  private static Sandbox start(Sandbox.Settings settings) throws BindException {
    try {
      return settings.start();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof BindException bind) {
        throw bind;
      }
      throw new RunFailedException(ExitCode.FAILED, e.getMessage());
    } catch (IllegalStateException e) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot start the sandbox: " + e.getMessage(), e);
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** Waits until the process was asked to stop and the sandbox has. */
  void awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException(ExitCode.INTERRUPTED, "Interrupted", e);
    }
  }

  /**
   * Stops it.
   *
   * @throws RunFailedException if the process was asked to stop: what undoes the rest stops it too
   */
  @Override
  public void close() {
    interruption.close();
    credentials.close();
    sandbox.close();
  }
}
