/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.util.concurrent.TimeUnit;

/**
 * Holds writers back to a number of capacity units a second: a writer takes what it is about to
 * consume, by its own estimate, and makes up for it when the answer tells what was consumed. Safe
 * for any thread.
 */
final class CapacityLimit {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How much may be made up for at once, of what was not consumed before. */
  private static final double BURST_SECONDS = 0.25;

  private final double unitsPerSecond;

  /** When all that was taken has been paid for, at the rate. */
  private double paidNanos;

  private CapacityLimit(double unitsPerSecond) {
    this.unitsPerSecond = unitsPerSecond;
    this.paidNanos = System.nanoTime();
  }

  /**
   * @param unitsPerSecond infinite for no limit
   */
  static CapacityLimit of(double unitsPerSecond) {
    if (!(unitsPerSecond > 0)) {
      throw new IllegalArgumentException("Invalid rate: " + unitsPerSecond + " units a second");
    }
    return new CapacityLimit(unitsPerSecond);
  }

  /** Whether there is no limit, and nothing to estimate for it. */
  boolean isInfinite() {
    return Double.isInfinite(unitsPerSecond);
  }

  /** Waits until the units may be consumed. */
  void take(double units) throws InterruptedException {
    if (isInfinite()) {
      return;
    }

    long now = System.nanoTime();
    long pause = (long) (reserve(units, now) - now);
    if (pause > 0) {
      TimeUnit.NANOSECONDS.sleep(pause);
    }
  }

  /** When the units may be consumed. */
  synchronized double reserve(double units, long now) {
    double from = Math.max(paidNanos, now - BURST_SECONDS * NANOS);
    paidNanos = from + units * NANOS / unitsPerSecond;
    // Units are paid for before they are consumed: what is measured never runs ahead.
    return paidNanos;
  }

  /** Corrects what was taken, by what was consumed. */
  synchronized void settle(double taken, double consumed) {
    paidNanos += (consumed - taken) * NANOS / unitsPerSecond;
  }
}
