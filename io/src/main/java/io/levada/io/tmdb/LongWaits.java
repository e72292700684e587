/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Tells people what a job waits for that seems to stand still: not more than a line in the time
 * from which on a wait is long, as many requests wait for the same thing. Safe for any thread.
 */
final class LongWaits {

  private static final Duration USUALLY = Duration.ofSeconds(5);

  private final Duration shortest;
  private final Consumer<String> people;
  private long toldNanos;

  /**
   * @param shortest of which it is told
   * @param people where lines go
   */
  LongWaits(Duration shortest, Consumer<String> people) {
    this.shortest = shortest;
    this.people = people;
    this.toldNanos = System.nanoTime() - shortest.toNanos();
  }

  /** Of 5 s and more, in the log: on one machine that is the terminal. */
  static LongWaits inLog() {
    return new LongWaits(USUALLY, LoggerFactory.getLogger(TmdbClient.class)::warn);
  }

  /** From when on a wait is long. */
  Duration shortest() {
    return shortest;
  }

  /** Tells of a wait if it is long. */
  void tell(Duration wait, Supplier<String> line) {
    if (wait.compareTo(shortest) >= 0 && isTimeToTell()) {
      people.accept(line.get());
    }
  }

  private synchronized boolean isTimeToTell() {
    long now = System.nanoTime();
    if (now - toldNanos < shortest.toNanos()) {
      return false;
    }
    toldNanos = now;
    return true;
  }
}
