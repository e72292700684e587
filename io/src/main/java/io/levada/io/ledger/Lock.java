/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** A lock that this process holds, as long as its heartbeats are written. */
public final class Lock implements LockCheck {

  private final LockFolder folder;
  private final Location thing;
  private final long number;
  private final LockHolder holder;
  private final MonotonicClock monotonic;
  private final Clock wall;
  private final Duration safe;
  private final Duration apart;
  private volatile Moment lastBeat;
  private volatile String lost = "";
  private long beats;
  private boolean released;

  /**
   * @param taken when taking it began
   */
  Lock(
      LockFolder folder,
      Location thing,
      long number,
      LockHolder holder,
      MonotonicClock monotonic,
      Clock wall,
      Moment taken) {
    this.folder = folder;
    this.thing = thing;
    this.number = number;
    this.holder = holder;
    this.monotonic = monotonic;
    this.wall = wall;
    Duration lease = Duration.ofMillis(holder.leaseMillis());
    this.safe = lease.multipliedBy(2).dividedBy(3);
    this.apart = lease.dividedBy(12);
    this.lastBeat = taken;
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
   * Asks the storage only if the clocks don't say that the last heartbeat is new: if two thirds of
   * the lease have gone by since it, or if the clocks disagree, as they do when the machine has
   * slept.
   *
   * @throws LockLostException if another has it, or could have it
   */
  @Override
  public void check() throws LockLostException {
    if (isSure()) {
      return;
    }

    try {
      confirm();
    } catch (LockLostException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      lost = "no heartbeat was written in time: " + e.getMessage();
    }
    if (!isSure()) {
      lost = lost.isEmpty() ? "no heartbeat was written in time" : lost;
      throw lost();
    }
  }

  /**
   * Asks the storage, whatever the clocks say.
   *
   * @throws LockLostException if another has it
   * @throws IOException if the storage does not tell
   */
  void confirm() throws IOException {
    if (lost.isEmpty()) {
      beat();
    }
    if (!lost.isEmpty()) {
      throw lost();
    }
  }

  /** Whether nobody else can have it, by what is known here. */
  boolean isSure() {
    return lost.isEmpty() && lastBeat.isWithin(safe, Moment.now(monotonic, wall), apart);
  }

  /**
   * Writes a heartbeat, and only then looks whether another has taken the lock, who looks at the
   * heartbeat after taking: at least one of the two sees the other, however long either has slept.
   */
  synchronized void beat() throws IOException {
    if (released || !lost.isEmpty()) {
      return;
    }

    Moment began = Moment.now(monotonic, wall);
    folder.beat(number, holder.nonce(), ++beats);
    LockFolder.Look look = folder.look();
    if (look.leadsTo(number)) {
      lastBeat = began;
    } else if (look.newest() == number) {
      lost = "an operator has broken it";
    } else {
      lost = "another run has taken it over";
    }
  }

  /** May be repeated. Of one that another has taken over, nothing is left to release. */
  synchronized void release() throws IOException {
    if (released) {
      return;
    }

    lost = lost.isEmpty() ? "it was released" : lost;
    folder.release(number, "its holder, " + holder);
    folder.removeOld(number);
    released = true;
  }

  private LockLostException lost() {
    return new LockLostException(thing, number, lost);
  }
}
