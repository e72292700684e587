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

  /** Where they are, in a home. */
  static final String FOLDER = "locks";

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
   * @param monotonic one that stands still while the machine sleeps, for those who wait
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
    LockFolder.Look look = folder.look();
    if (look.unsettled().isEmpty()) {
      return false;
    }

    folder.release(look.unsettled().last(), "an operator");
    return true;
  }

  /** Who holds a thing now, by a look that takes nothing and waits for nothing. */
  public Optional<LockHolder> holder(Location thing) throws IOException {
    LockFolder folder = folder(thing);
    LockFolder.Look look = folder.look();
    return look.unsettled().isEmpty() ? Optional.empty() : folder.holder(look.unsettled().last());
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
    Watch watch = new Watch(folder, thing, monotonic, say);
    while (true) {
      LockFolder.Look look = folder.look();
      if (!watch.areDead(look.unsettled())) {
        pause(watch.shortestLease(lease).dividedBy(LOOKS));
        continue;
      }

      Optional<Lock> lock = follow(look, watch, folder, thing, run);
      if (lock.isPresent()) {
        return lock.get();
      }
    }
  }

  /** Takes the number behind those that are dead, if there are any. */
  private Optional<Lock> follow(
      LockFolder.Look look, Watch watch, LockFolder folder, Location thing, String run)
      throws IOException {
    long number = look.newest() + 1;
    Moment began = Moment.now(monotonic, clock);
    LockHolder holder =
        LockHolder.ofThisProcess(
            run, UUID.randomUUID().toString(), lease.toMillis(), clock.instant().toString());
    if (!folder.create(number, holder)) {
      return Optional.empty();
    }

    try {
      if (!isNext(number, look, folder.look())) {
        folder.withdraw(number, "its creator, which came late");
        return Optional.empty();
      }
      watch.checkSilent();
      folder.discardUnfinished();
    } catch (IOException | RuntimeException e) {
      giveUp(() -> folder.withdraw(number, "its creator: " + e.getMessage()), e);
      throw e;
    }
    settle(look, folder, number);
    return Optional.of(new Lock(folder, thing, number, holder, monotonic, clock, began));
  }

  /**
   * From here on the number is not withdrawn any more: the request that frees those below may have
   * been sent, and arrive when one of them lives again.
   */
  private static void settle(LockFolder.Look look, LockFolder folder, long number)
      throws IOException {
    if (look.unsettled().isEmpty()) {
      return;
    }

    try {
      folder.release(look.unsettled().last(), "number " + number + ", which follows it");
    } catch (IOException | RuntimeException e) {
      giveUp(() -> folder.release(number, "its creator: " + e.getMessage()), e);
      throw e;
    }
  }

  private static boolean isNext(long number, LockFolder.Look before, LockFolder.Look after) {
    return after.leadsTo(number)
        && before.unsettled().containsAll(after.unsettled().headSet(number));
  }

  /** If this fails too, the number stands for one that tries to follow, until it is dead itself. */
  private static void giveUp(Step step, Exception failure) {
    try {
      step.run();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void pause(Duration duration) throws InterruptedIOException {
    try {
      monotonic.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a lock");
    }
  }

  private LockFolder folder(Location thing) {
    Location locks =
        isBucket(thing) ? thing.child("_levada").child(FOLDER) : Ledger.homeOf(thing).child(FOLDER);
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

  private interface Step {
    void run() throws IOException;
  }
}
