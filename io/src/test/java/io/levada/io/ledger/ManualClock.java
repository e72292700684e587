/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes on when a test says so, or when somebody sleeps. */
final class ManualClock implements MonotonicClock {

  private final AtomicLong nanos = new AtomicLong();

  /** What happens in the sleeps to come, one after another. */
  final Deque<Runnable> duringSleep = new ArrayDeque<>();

  /** What happens in every sleep. */
  private Runnable always = () -> {};

  /** Heartbeats that are written whenever somebody sleeps. */
  Runnable beating(Runnable beat) {
    always = beat;
    return () -> always = () -> {};
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) {
    pass(duration);
    always.run();
    Runnable event = duringSleep.poll();
    if (event != null) {
      event.run();
    }
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
