/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * A process that goes on for one step at a time, from one call of the storage to the next, and on a
 * machine of its own, which can sleep.
 */
final class SteppedProcess implements MonotonicClock {

  /** What a process does; every {@link #pause} in it ends a step. */
  interface Life {
    void live(SteppedProcess process) throws Exception;
  }

  /** Ends a process that was killed, at its next step. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final String name;
  private final WorldClock world;
  private final Semaphore go = new Semaphore(0);
  private final Semaphore paused = new Semaphore(0);
  private final List<Lock> taken = new ArrayList<>();
  private long wakesAt;
  private long sleepsUntil = -1;
  private long sleepsSince;
  private long sleptNanos;
  private long setByNanos;
  private boolean killed;
  private boolean ended;
  private Throwable failure;

  SteppedProcess(String name, WorldClock world) {
    this.name = name;
    this.world = world;
  }

  /** Begins in a thread of its own; what it does waits for the first step. */
  void begin(ExecutorService threads, Life life) {
    threads.execute(
        () -> {
          go.acquireUninterruptibly();
          try {
            if (!killed) {
              life.live(this);
            }
          } catch (Killed e) {
            // As asked for.
          } catch (Throwable e) {
            failure = e;
          }
          ended = true;
          paused.release();
        });
  }

  String name() {
    return name;
  }

  /** Runs to the next call of the storage. */
  void step() {
    go.release();
    paused.acquireUninterruptibly();
    if (failure != null) {
      throw new AssertionError(name + " failed", failure);
    }
  }

  /** Ends a step; for the process itself. */
  void pause() {
    paused.release();
    go.acquireUninterruptibly();
    if (killed) {
      throw new Killed();
    }
  }

  boolean canStep() {
    return !ended && sleepsUntil < 0 && wakesAt <= world.nanos();
  }

  boolean hasEnded() {
    return ended;
  }

  /** When it can step again, by the world's clock. */
  long nextNanos() {
    return Math.max(sleepsUntil, wakesAt);
  }

  void kill() {
    killed = true;
    while (!ended) {
      step();
    }
  }

  /** Its machine sleeps, and its monotonic clock stands still. */
  void fallAsleep(Duration duration) {
    sleepsSince = world.nanos();
    sleepsUntil = sleepsSince + duration.toNanos();
  }

  void wakeUpIfTime() {
    if (sleepsUntil >= 0 && world.nanos() >= sleepsUntil) {
      sleptNanos += world.nanos() - sleepsSince;
      sleepsUntil = -1;
    }
  }

  void setWallClock(Duration by) {
    setByNanos += by.toNanos();
  }

  void hasTaken(HeldLocks held) {
    taken.addAll(held.locks());
  }

  /** Whether it would pass a check now, without a look at the storage. */
  boolean isSure() {
    return !killed && sleepsUntil < 0 && taken.stream().anyMatch(Lock::isSure);
  }

  @Override
  public long nanos() {
    return world.nanos() - sleptNanos;
  }

  @Override
  public void sleep(Duration duration) {
    wakesAt = world.nanos() + duration.toNanos();
    pause();
  }

  Clock wall() {
    return new Clock() {
      @Override
      public Instant instant() {
        return ManualClock.START.plusNanos(world.nanos() + setByNanos);
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

  /** The time that passes for all. */
  static final class WorldClock {
    private long nanos;

    long nanos() {
      return nanos;
    }

    void pass(Duration duration) {
      nanos += duration.toNanos();
    }

    void passUntil(long then) {
      nanos = Math.max(nanos, then);
    }
  }
}
