/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import io.levada.sandbox.Fault;
import io.levada.sandbox.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Kills executors, one after another, at calls that they make to the sandbox. The driver's calls
 * are not counted.
 */
final class ExecutorKills {

  /** Which executor a kill is for. */
  enum Victim {
    CALLER,
    ANOTHER
  }

  private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Faults faults;
  private final ExecutorProcesses executors;
  private final Set<ProcessHandle> callers = new HashSet<>();
  private int planned;
  private int struck;

  ExecutorKills(Faults faults, ExecutorProcesses executors) {
    this.faults = faults;
    this.executors = executors;
  }

  /**
   * Plans a kill.
   *
   * @param call at which call, counted from the kill before
   * @param fault makes the fault that runs the task, of the calls that count
   */
  void plan(int call, Victim victim, Function<IntConsumer, Fault> fault) {
    int turn = planned++;
    AtomicInteger calls = new AtomicInteger();
    add(
        fault,
        caller -> {
          if (struck == turn && calls.incrementAndGet() == call) {
            kill(victim == Victim.CALLER ? caller : another(caller));
          }
        });
  }

  /**
   * Behind the last planned kill, has calls wait until two executors that are alive have called.
   */
  void awaitTwo(Function<IntConsumer, Fault> fault) {
    int turn = planned;
    add(fault, caller -> awaitTrue(() -> struck != turn || aliveCallers().size() >= 2));
  }

  /** How many kills have struck. */
  synchronized int struck() {
    return struck;
  }

  private void add(Function<IntConsumer, Fault> fault, Consumer<ProcessHandle> task) {
    faults.add(fault.apply(port -> executors.callingFrom(port).ifPresent(of(task))));
  }

  private Consumer<ProcessHandle> of(Consumer<ProcessHandle> task) {
    return caller -> {
      synchronized (this) {
        callers.add(caller);
        notifyAll();
        task.accept(caller);
      }
    };
  }

  private void kill(ProcessHandle executor) {
    executor.destroyForcibly();
    executor.onExit().join();
    struck++;
    notifyAll();
  }

  private ProcessHandle another(ProcessHandle caller) {
    return aliveCallers().stream()
        .filter(executor -> !executor.equals(caller))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Only one executor has called"));
  }

  private List<ProcessHandle> aliveCallers() {
    return callers.stream().filter(ProcessHandle::isAlive).toList();
  }

  private void awaitTrue(BooleanSupplier condition) {
    long start = System.nanoTime();
    try {
      while (!condition.getAsBoolean()) {
        long left = LONGEST_WAIT_NANOS - (System.nanoTime() - start);
        if (left <= 0) {
          throw new IllegalStateException("No second executor has called for a minute");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
