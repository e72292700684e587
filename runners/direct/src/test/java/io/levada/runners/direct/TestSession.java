/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;

/** A session that keeps what is told, and can be interrupted as a process is. */
final class TestSession implements Session, Console {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Deque<Runnable> undos = new ArrayDeque<>();
  private final CompletableFuture<Boolean> flushed = new CompletableFuture<>();
  private final PrintStream out =
      new PrintStream(bytes, false, StandardCharsets.UTF_8) {
        @Override
        public void flush() {
          super.flush();
          flushed.complete(true);
        }
      };

  private ToIntFunction<List<String>> levada =
      args -> {
        throw new AssertionError("Not expected: levada " + String.join(" ", args));
      };
  private boolean interrupted;

  /** What runs the other commands; without it there are to be none. */
  void answerBy(ToIntFunction<List<String>> commands) {
    this.levada = commands;
  }

  /** Everything that was told so far. */
  String told() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Done when something was told for the first time. */
  CompletableFuture<Boolean> flushed() {
    return flushed;
  }

  /** Undoes everything, the latest first, as a signal does. */
  void interrupt() {
    synchronized (this) {
      interrupted = true;
    }
    while (!undos.isEmpty()) {
      undos.pop().run();
    }
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return out;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public Console console() {
    return this;
  }

  @Override
  public int levada(List<String> args) {
    return levada.applyAsInt(args);
  }

  @Override
  public void say(String line) {}

  @Override
  public void progress(String phase, long done, long total) {}

  @Override
  public synchronized Undo onInterrupt(Runnable undo) {
    failIfInterrupted();
    undos.push(undo);
    return () -> giveUp(undo);
  }

  private synchronized void giveUp(Runnable undo) {
    failIfInterrupted();
    undos.remove(undo);
  }

  private void failIfInterrupted() {
    if (interrupted) {
      throw new RunFailedException(ExitCode.INTERRUPTED, "Interrupted");
    }
  }
}
