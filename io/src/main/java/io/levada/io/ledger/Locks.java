/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes the locks of what a run will change: tables, zones, ledgers. Each has its locks in its
 * home, as objects that are created once and numbered: of all that try to take the next number, one
 * does.
 *
 * <p>A holder that is a process of this machine and gone is followed at once. Any other is taken
 * for dead when its heartbeat does not change for one lease by the clock of whoever waits; clocks
 * of two machines are never compared.
 */
public final class Locks {

  /** How long a holder may be silent, unless a run says otherwise. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** Below it, a slow answer of the storage would look like a holder's end. */
  public static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  /** Heartbeats to a lease. */
  private static final int BEATS = 6;

  /** Looks at another's heartbeat to a lease. */
  private static final int LOOKS = 12;

  private final Function<Location, Storage> storages;
  private final Duration lease;
  private final Clock clock;
  private final MonotonicClock monotonic;
  private final Consumer<String> say;
  private final Function<Runnable, Runnable> beating;

  /**
   * @param storages finds the storage of each home
   * @param say told what a person should know while it waits
   */
  public Locks(Function<Location, Storage> storages, Clock clock, Consumer<String> say) {
    this(storages, LEASE, clock, say);
  }

  /**
   * @param storages finds the storage of each home
   * @param lease how long these locks hold without a heartbeat; it stands in each lock, and whoever
   *     waits for one goes by the lease of its holder
   * @param say told what a person should know while it waits
   * @throws IllegalArgumentException if the lease is below {@link #SHORTEST_LEASE}
   */
  public Locks(
      Function<Location, Storage> storages, Duration lease, Clock clock, Consumer<String> say) {
    this(
        storages,
        checked(lease),
        clock,
        MonotonicClock.OF_THE_PROCESS,
        say,
        beat -> beatByThread(beat, lease.dividedBy(BEATS)));
  }

  /**
   * @param beating makes something run six times a lease; running the result ends that
   */
  Locks(
      Function<Location, Storage> storages,
      Duration lease,
      Clock clock,
      MonotonicClock monotonic,
      Consumer<String> say,
      Function<Runnable, Runnable> beating) {
    this.storages = storages;
    this.lease = lease;
    this.clock = clock;
    this.monotonic = monotonic;
    this.say = say;
    this.beating = beating;
  }

  /**
   * Locks all these things, in sorted order, so that no two runs wait for each other.
   *
   * @param run the run that they are for
   * @throws LockedException if another holds one; none is held then
   */
  public HeldLocks take(Collection<Location> things, String run) throws IOException {
    AtomicReference<List<Lock>> taken = new AtomicReference<>(List.of());
    Runnable stop = beating.apply(() -> HeldLocks.beatAll(taken.get()));
    try {
      for (Location thing : new TreeSet<>(things)) {
        List<Lock> more = new ArrayList<>(taken.get());
        more.add(take(thing, run));
        taken.set(List.copyOf(more));
      }
      HeldLocks held = new HeldLocks(taken.get(), stop);
      held.check();
      return held;
    } catch (IOException | RuntimeException e) {
      release(new HeldLocks(taken.get(), stop), e);
      throw e;
    }
  }

  /**
   * Sets a thing free whoever holds it, for an operator who knows that the holder is no more.
   *
   * @return whether it was held
   */
  public boolean breakLock(Location thing) throws IOException {
    LockFolder folder = folder(thing);
    LockFolder.Newest newest = folder.newest();
    if (newest.number() == 0 || newest.released()) {
      return false;
    }

    folder.release(newest.number(), "an operator");
    return true;
  }

  /** Who holds a thing now, by a look that takes nothing and waits for nothing. */
  public Optional<LockHolder> holder(Location thing) throws IOException {
    LockFolder folder = folder(thing);
    LockFolder.Newest newest = folder.newest();
    return newest.number() == 0 || newest.released()
        ? Optional.empty()
        : folder.holder(newest.number());
  }

  private static Duration checked(Duration lease) {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "Invalid lease of a lock: " + lease + " (use " + SHORTEST_LEASE + " or more)");
    }
    return lease;
  }

  private Lock take(Location thing, String run) throws IOException {
    LockFolder folder = folder(thing);
    Watched watched = null;
    while (true) {
      LockFolder.Newest newest = folder.newest();
      long number = newest.number();
      if (number == 0 || newest.released()) {
        Optional<Lock> lock = create(folder, thing, number + 1, run);
        if (lock.isPresent()) {
          return lock.get();
        }
        continue;
      }

      Optional<LockHolder> holder = folder.holder(number);
      if (holder.isEmpty()) {
        continue;
      }
      String heartbeat = folder.heartbeat(number);
      if (watched == null || watched.number() != number) {
        watched = new Watched(number, heartbeat, monotonic.nanos());
        if (!holder.get().isGone()) {
          say.accept(
              thing
                  + " is held by "
                  + holder.get()
                  + "; looking for up to "
                  + holder.get().leaseMillis() / 1_000
                  + " s whether it lives");
        }
      }
      if (!heartbeat.equals(watched.heartbeat())) {
        throw new LockedException(thing, holder.get());
      }
      if (!holder.get().isGone() && !watched.isDead(holder.get(), monotonic)) {
        pause();
        continue;
      }

      Optional<Lock> lock = follow(folder, thing, watched, holder.get(), run);
      if (lock.isPresent()) {
        return lock.get();
      }
    }
  }

  /** A holder that wakes up just now sees the new lock, or is seen by its heartbeat. */
  private Optional<Lock> follow(
      LockFolder folder, Location thing, Watched dead, LockHolder holder, String run)
      throws IOException {
    Optional<Lock> lock = create(folder, thing, dead.number() + 1, run);
    if (lock.isPresent() && !folder.heartbeat(dead.number()).equals(dead.heartbeat())) {
      folder.withdraw(lock.get().number());
      throw new LockedException(thing, holder);
    }
    return lock;
  }

  private Optional<Lock> create(LockFolder folder, Location thing, long number, String run)
      throws IOException {
    long began = monotonic.nanos();
    LockHolder holder =
        LockHolder.ofThisProcess(
            run, UUID.randomUUID().toString(), lease.toMillis(), clock.instant().toString());
    if (!folder.create(number, holder)) {
      return Optional.empty();
    }

    if (folder.newest().number() != number) {
      folder.withdraw(number);
      return Optional.empty();
    }
    return Optional.of(new Lock(folder, thing, number, holder, monotonic, began));
  }

  private void pause() throws InterruptedIOException {
    try {
      monotonic.sleep(lease.dividedBy(LOOKS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a lock");
    }
  }

  private LockFolder folder(Location thing) {
    Location locks =
        isBucket(thing) ? thing.child("_levada/locks") : Ledger.homeOf(thing).child("locks");
    return new LockFolder(storages.apply(locks), locks);
  }

  /** Nothing is beside a bucket: a zone that is one has its locks inside. */
  private static boolean isBucket(Location thing) {
    int scheme = thing.uri().indexOf("://");
    return scheme >= 0 && thing.uri().indexOf('/', scheme + 3) < 0;
  }

  private static void release(HeldLocks held, Exception failure) {
    try {
      held.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static Runnable beatByThread(Runnable beat, Duration every) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "levada-heartbeat");
              daemon.setDaemon(true);
              return daemon;
            });
    long millis = every.toMillis();
    var unused = thread.scheduleWithFixedDelay(beat, millis, millis, TimeUnit.MILLISECONDS);
    return thread::shutdown;
  }

  /** What was seen of a holder, and since when. */
  private record Watched(long number, String heartbeat, long sinceNanos) {

    boolean isDead(LockHolder holder, MonotonicClock monotonic) {
      return monotonic.nanos() - sinceNanos > holder.leaseMillis() * 1_000_000L;
    }
  }
}
