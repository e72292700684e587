/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When requests may begin: one at a time, in equal intervals, without bursts, and none while TMDB
 * has asked to wait. Safe for any thread.
 */
final class Pace {

  private final long intervalNanos;
  private long nextNanos = System.nanoTime();

  Pace(double maxPerSecond) {
    this.intervalNanos = (long) Math.ceil(TimeUnit.SECONDS.toNanos(1) / maxPerSecond);
  }

  /** Waits until a request may begin. */
  void await() throws InterruptedException {
    while (true) {
      long wait = reserve();
      if (wait <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** Has everybody wait. */
  synchronized void holdBack(Duration pause) {
    nextNanos = Math.max(nextNanos, System.nanoTime() + pause.toNanos());
  }

  /** Takes the next moment if it has come, or says how long that is. */
  private synchronized long reserve() {
    long now = System.nanoTime();
    if (now < nextNanos) {
      return nextNanos - now;
    }
    nextNanos = now + intervalNanos;
    return 0;
  }
}
