/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What one who waits for a lock sees of those whose it is or could be. All of them count: one that
 * tried to follow another and was cut off says nothing of the other.
 */
final class Watch {

  private final LockFolder folder;
  private final Location thing;
  private final MonotonicClock clock;
  private final Consumer<String> say;
  private final Map<Long, Seen> seen = new TreeMap<>();

  /**
   * @param clock one that stands still while this machine sleeps, since a holder beside it sleeps
   *     too
   */
  Watch(LockFolder folder, Location thing, MonotonicClock clock, Consumer<String> say) {
    this.folder = folder;
    this.thing = thing;
    this.clock = clock;
    this.say = say;
  }

  /**
   * Looks whether these live.
   *
   * @return whether each is a process of this machine that is gone, or was silent for its lease
   * @throws LockedException if the heartbeat of one has changed
   */
  boolean areDead(SortedSet<Long> numbers) throws IOException {
    seen.keySet().retainAll(numbers);
    boolean dead = true;
    for (long number : numbers) {
      dead &= isDead(number);
    }
    return dead;
  }

  private boolean isDead(long number) throws IOException {
    Optional<LockHolder> holder = folder.holder(number);
    if (holder.isEmpty()) {
      return false;
    }

    boolean gone = holder.get().isGone();
    String heartbeat = folder.heartbeat(number);
    if (!seen.containsKey(number)) {
      if (!gone) {
        say.accept(waitingFor(holder.get()));
      }
      seen.put(number, new Seen(holder.get(), heartbeat, clock.nanos()));
    }
    Seen first = seen.get(number);
    first.checkSilent(heartbeat, thing);
    return gone || clock.nanos() - first.sinceNanos() > first.lease().toNanos();
  }

  /**
   * To be called behind the creation of a higher number: a holder that wakes up just now sees that
   * number, or is seen here.
   *
   * @throws LockedException if the heartbeat of one has changed
   */
  void checkSilent() throws IOException {
    for (Map.Entry<Long, Seen> each : seen.entrySet()) {
      each.getValue().checkSilent(folder.heartbeat(each.getKey()), thing);
    }
  }

  /** The shortest lease of all that are seen, and of one's own. */
  Duration shortestLease(Duration own) {
    return seen.values().stream()
        .map(Seen::lease)
        .filter(lease -> lease.compareTo(own) < 0)
        .min(Duration::compareTo)
        .orElse(own);
  }

  private String waitingFor(LockHolder holder) {
    return thing
        + " is held by "
        + holder
        + "; looking for up to "
        + holder.leaseMillis() / 1_000
        + " s whether it lives";
  }

  private record Seen(LockHolder holder, String heartbeat, long sinceNanos) {

    Duration lease() {
      return Duration.ofMillis(holder.leaseMillis());
    }

    void checkSilent(String now, Location thing) throws LockedException {
      if (!now.equals(heartbeat)) {
        throw new LockedException(thing, holder);
      }
    }
  }
}
