/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What is undone when the process is asked to stop; begun by the JVM's shutdown hook. */
final class Interruption {

  private final Deque<Runnable> undos = new ArrayDeque<>();
  private boolean begun;

  synchronized Console.Undo onInterrupt(Runnable undo) {
    failIfBegun();
    undos.push(undo);
    return () -> giveUp(undo);
  }

  private synchronized void giveUp(Runnable undo) {
    failIfBegun();
    undos.remove(undo);
  }

  private void failIfBegun() {
    if (begun) {
      throw new RunFailedException(ExitCode.INTERRUPTED, "Interrupted");
    }
  }

  /** Whether the process is being stopped: what the run still says is of no interest. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /**
   * Undoes everything, the latest first; one that fails does not keep the others from being done.
   *
   * @param onFailure told what an undo threw
   */
  void begin(Consumer<Throwable> onFailure) {
    synchronized (this) {
      begun = true;
    }
    while (!undos.isEmpty()) {
      try {
        undos.pop().run();
      } catch (RuntimeException | Error e) {
        onFailure.accept(e);
      }
    }
  }
}
