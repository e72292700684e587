/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;

/** A lock that this process holds, as long as its heartbeats are written. */
public final class Lock implements LockCheck {

  private final LockFolder folder;
  private final Location thing;
  private final long number;
  private final LockHolder holder;
  private final MonotonicClock clock;
  private final long safeNanos;
  private volatile long lastBeatNanos;
  private long beats;
  private volatile String lost = "";
  private boolean released;

  /**
   * @param takenNanos when taking it began, by the clock
   */
  Lock(
      LockFolder folder,
      Location thing,
      long number,
      LockHolder holder,
      MonotonicClock clock,
      long takenNanos) {
    this.folder = folder;
    this.thing = thing;
    this.number = number;
    this.holder = holder;
    this.clock = clock;
    this.safeNanos = holder.leaseMillis() * 1_000_000L / 3 * 2;
    this.lastBeatNanos = takenNanos;
  }

  /** The fencing token: each holder's is greater than those before. */
  public long number() {
    return number;
  }

  /** What is locked. */
  public Location thing() {
    return thing;
  }

  /**
   * Asks no storage, and does not wait for a heartbeat that is being written.
   *
   * @throws LockLostException if another has it, or could have it: two thirds of the lease have
   *     gone by since the last heartbeat
   */
  @Override
  public void check() throws LockLostException {
    if (lost.isEmpty() && clock.nanos() - lastBeatNanos > safeNanos) {
      lost = "no heartbeat was written in time";
    }
    if (!lost.isEmpty()) {
      throw new LockLostException(thing, number, lost);
    }
  }

  /**
   * Writes a heartbeat, and only then looks whether another has taken the lock, who looks at the
   * heartbeat after taking: at least one of the two sees the other.
   */
  synchronized void beat() throws IOException {
    if (released || !lost.isEmpty()) {
      return;
    }

    long began = clock.nanos();
    folder.beat(number, holder.nonce(), ++beats);
    LockFolder.Newest newest = folder.newest();
    if (newest.number() != number) {
      lost = "another run has taken it over";
    } else if (newest.released()) {
      lost = "an operator has broken it";
    } else {
      lastBeatNanos = began;
    }
  }

  /** May be repeated. Of one that another has taken over, nothing is left to release. */
  synchronized void release() throws IOException {
    if (released) {
      return;
    }

    folder.release(number, "its holder, " + holder);
    folder.removeOld(number);
    released = true;
  }
}
