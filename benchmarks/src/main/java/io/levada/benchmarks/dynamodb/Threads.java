/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** So many threads, and twice as many tasks at the most: whoever has more of them waits. */
final class Threads implements AutoCloseable {

  private final int count;
  private final ExecutorService threads;
  private final Semaphore free;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** What a thread does. */
  interface Task {
    void run() throws Exception;
  }

  Threads(int count) {
    this.count = 2 * count;
    this.threads = Executors.newFixedThreadPool(count);
    this.free = new Semaphore(this.count);
  }

  void run(Task task) throws InterruptedException {
    free.acquire();
    check();
    threads.execute(() -> runNow(task));
  }

  private void runNow(Task task) {
    try {
      task.run();
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    } finally {
      free.release();
    }
  }

  /** Waits until all is done. */
  void await() throws InterruptedException {
    free.acquire(count);
    free.release(count);
    check();
  }

  private void check() {
    Exception first = failure.get();
    if (first != null) {
      throw new IllegalStateException("A thread failed: " + first.getMessage(), first);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
