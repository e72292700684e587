/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.io.InterruptedIOException;
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

  private static final int MAX = 30;
  private static final int FIRST_MILLIS = 20;
  private static final int LONGEST_MILLIS = 5_000;

  private final TableName table;
  private int count;

  Repeats(TableName table) {
    this.table = table;
  }

  /** Does something with all, and again with those that it leaves. */
  interface Step<T> {
    /**
     * @return those that it has to be done with once more
     */
    List<T> leave(List<T> some) throws IOException;
  }

  static <T> void untilNoneIsLeft(TableName table, List<T> all, Step<T> step) throws IOException {
    Repeats repeats = new Repeats(table);
    List<T> left = all;
    while (!left.isEmpty()) {
      left = step.leave(left);
      if (!left.isEmpty()) {
        repeats.pause();
      }
    }
  }

  static boolean mayPass(String code) {
    return PASSING.contains(code);
  }

  /**
   * Waits until the next try.
   *
   * @throws IOException if there were enough
   */
  void pause() throws IOException {
    if (++count > MAX) {
      throw new IOException(
          "Cannot change or read "
              + table
              + ": tried "
              + MAX
              + " times, and others change it all the time, or Glue is overloaded (try again"
              + " later)");
    }
    int longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(count, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted: change or read " + table);
    }
  }
}
