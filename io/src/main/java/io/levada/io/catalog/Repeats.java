/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries of what others get in the way of, each longer than the one before. */
final class Repeats {

  /** Of one partition among many, which the SDK does not look at. */
  private static final Set<String> PASSING =
      Set.of(
          "ConcurrentModificationException",
          "InternalServiceException",
          "OperationTimeoutException",
          "ResourceNotReadyException",
          "ThrottlingException");

  private static final int FIRST_MILLIS = 20;
  private static final int LONGEST_MILLIS = 2_000;
  private static final int MAX_DOUBLINGS = 10;

  private final TableName table;
  private final Duration limit;
  private final long start = System.nanoTime();
  private int count;

  /**
   * @param table what is changed or read
   * @param limit how long it is tried
   */
  Repeats(TableName table, Duration limit) {
    this.table = table;
    this.limit = limit;
  }

  /** Does something with all, and again with those that it leaves. */
  interface Step<T> {
    /**
     * @return those that it has to be done with once more
     */
    List<T> leave(List<T> some) throws IOException;
  }

  <T> void untilNoneIsLeft(List<T> all, Step<T> step) throws IOException {
    List<T> left = all;
    while (!left.isEmpty()) {
      left = step.leave(left);
      if (!left.isEmpty()) {
        pause();
      }
    }
  }

  static boolean mayPass(String code) {
    return PASSING.contains(code);
  }

  /**
   * Waits until the next try.
   *
   * @throws IOException if it was tried for long enough
   */
  void pause() throws IOException {
    long leftMillis = limit.minusNanos(System.nanoTime() - start).toMillis();
    if (leftMillis <= 0) {
      throw new IOException(
          "Cannot change or read "
              + table
              + ": not done in "
              + limit.toSeconds()
              + " s, as others change it all the time, or Glue is overloaded (try again later)");
    }
    count = Math.min(count + 1, MAX_DOUBLINGS);
    int longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << count);
    try {
      Thread.sleep(Math.min(leftMillis, ThreadLocalRandom.current().nextInt(longest)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted: change or read " + table);
    }
  }
}
