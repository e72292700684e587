/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does one thing to each of many, by a few threads. */
public final class InParallel {

  /** What is done to one of them. */
  @FunctionalInterface
  public interface Action<T> {
    void run(T one) throws IOException;
  }

  private InParallel() {}

  /** Stops at the first failure, and throws it once what was begun has ended. */
  public static <T> void forEach(Collection<T> many, int maxThreads, Action<? super T> action)
      throws IOException {
    int threads = Math.min(maxThreads, many.size());
    if (threads <= 1) {
      for (T one : many) {
        action.run(one);
      }
      return;
    }

    Queue<T> waiting = new ConcurrentLinkedQueue<>(many);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> work(waiting, action)));
      }
      await(workers);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> Void work(Queue<T> waiting, Action<? super T> action) throws IOException {
    try {
      for (T one = waiting.poll(); one != null; one = waiting.poll()) {
        action.run(one);
      }
      return null;
    } catch (IOException | RuntimeException | Error e) {
      waiting.clear();
      throw e;
    }
  }

  private static void await(List<Future<?>> workers) throws IOException {
    Throwable failure = null;
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while storage was at work");
      }
    }
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
