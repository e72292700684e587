/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes on when a test says so, or when somebody sleeps; with a clock on the wall. */
final class ManualClock implements MonotonicClock {

  /** When it begins. */
  static final Instant START = Instant.parse("2026-01-31T23:59:59Z");

  private final AtomicLong nanos = new AtomicLong();

  private final AtomicLong unseenNanos = new AtomicLong();

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

  /** The machine sleeps, or the clock on the wall is set: only that one sees it. */
  void passUnseen(Duration duration) {
    unseenNanos.addAndGet(duration.toNanos());
  }

  /** The clock on the wall. */
  Clock wall() {
    return new Clock() {
      @Override
      public Instant instant() {
        return START.plusNanos(nanos.get() + unseenNanos.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
