/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Clears a run's inputs away, several at once; one that is refused does not hold up the others. */
final class Departures {

  private static final int THREADS = 16;
  private static final int BATCH = 1_000;

  private Departures() {}

  /**
   * @param owed told of each that was refused
   */
  static void carryOut(
      List<Departure> departures,
      Function<Location, Storage> storages,
      LockCheck lock,
      OwedWork owed)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int from = 0; from < departures.size(); from += BATCH) {
        lock.check();
        List<Future<?>> batch = new ArrayList<>();
        for (Departure departure :
            departures.subList(from, Math.min(departures.size(), from + BATCH))) {
          batch.add(threads.submit(() -> carryOut(departure, storages)));
        }
        for (Future<?> one : batch) {
          waitFor(one, owed);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void carryOut(Departure departure, Function<Location, Storage> storages) {
    try {
      departure.carryOut(storages.apply(departure.source()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void waitFor(Future<?> one, OwedWork owed) throws IOException {
    try {
      one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while inputs were cleared away", e);
    } catch (CancellationException e) {
      throw new IOException("Stopped while inputs were cleared away", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        owed.noteInput(failure.getCause());
        return;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        owed.noteInput(failure);
        return;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
