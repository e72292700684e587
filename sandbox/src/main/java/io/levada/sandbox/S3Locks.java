/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who may be at S3Proxy at the same time. It looks at a condition first and writes later, so that
 * several would win; and the file that it writes an object to, {@code <key>-<uuid>}, is listed as
 * an object until it is renamed.
 */
final class S3Locks {

  private static final int LOCKS = 1024;

  /** One for each object, though some share one. */
  private final List<Lock> objects =
      Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

  /** Fair, so that a listing comes to its turn among ever new writers. */
  private final ReadWriteLock all = new ReentrantReadWriteLock(true);

  /**
   * Waits until nobody else is at these objects, nor, if alone, writes any.
   *
   * @param names of the objects; locked in one order for all who ask
   */
  Held hold(Collection<String> names, boolean alone) {
    Lock shared = alone ? all.writeLock() : all.readLock();
    int[] wanted =
        names.stream()
            .mapToInt(name -> Math.floorMod(name.hashCode(), LOCKS))
            .sorted()
            .distinct()
            .toArray();
    IntStream.of(wanted).forEach(i -> objects.get(i).lock());
    shared.lock();
    return () -> {
      shared.unlock();
      IntStream.of(wanted).forEach(i -> objects.get(i).unlock());
    };
  }

  /** Locks that are held by the thread that has asked for them. */
  @FunctionalInterface
  interface Held {
    void release();
  }
}
