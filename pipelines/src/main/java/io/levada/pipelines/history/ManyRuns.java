/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.RecordedRun;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the records of many runs, several at once: each takes some requests. */
final class ManyRuns {

  private static final int THREADS = 16;

  /** What is found in one of them. */
  @FunctionalInterface
  interface Reading<T> {
    T read(RecordedRun run) throws IOException;
  }

  private ManyRuns() {}

  /**
   * What is found in each, in the order of the runs.
   *
   * @throws IOException if a record can't be read
   */
  static <T> List<T> each(List<RecordedRun> runs, Reading<T> reading) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<T>> begun = new ArrayList<>();
      for (RecordedRun run : runs) {
        begun.add(threads.submit(() -> reading.read(run)));
      }
      List<T> found = new ArrayList<>();
      for (Future<T> one : begun) {
        found.add(one.get());
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while records were read");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
