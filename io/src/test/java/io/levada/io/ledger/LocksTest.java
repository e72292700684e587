/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 5 and 6 of the commit protocol. */
class LocksTest {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Clock CLOCK = Clock.systemUTC();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> said = new ArrayList<>();
  private WatchedStorage storage;
  private Location table;
  private Location zone;

  @BeforeEach
  void open() {
    Location home = Location.of(folder.toString());
    table = home.child("table");
    zone = home.child("a zone");
    storage = new WatchedStorage(Storages.withoutStaging().of(table));
  }

  @Test
  void numbersLocksAsFencingTokens() throws IOException {
    locks().take(List.of(table), "run-1").close();

    HeldLocks second = locks().take(List.of(table), "run-2");

    assertThat(second.locks().get(0).number(), equalTo(2L));
    assertThat(
        files(), containsInAnyOrder("lock-000001.json", "release-000001.json", "lock-000002.json"));
  }

  @Test
  void looksAtNoLockOfAnotherBelow() throws IOException {
    Path below = folder.resolve("_levada/table/locks/locks/lock-000007.json");
    Files.createDirectories(below.getParent());
    Files.writeString(below, "{}");

    HeldLocks held = locks().take(List.of(table), "run-1");

    assertThat(held.locks().get(0).number(), equalTo(1L));
    assertThat(Files.exists(below), is(true));
  }

  @Test
  void saysWhoHoldsALock() throws IOException {
    locks().take(List.of(table), "run-1");

    ObjectNode holder = holder(1);
    assertThat(holder.path("run").asText(), equalTo("run-1"));
    assertThat(holder.path("pid").asLong(), equalTo(ProcessHandle.current().pid()));
    assertThat(holder.path("since").asText(), equalTo("2026-01-31T23:59:59Z"));
    assertThat(holder.path("leaseMillis").asLong(), equalTo(60_000L));
  }

  @Test
  void takesAllInSortedOrderAndReleasesInReverse() throws IOException {
    locks().take(List.of(table), "run-0").close();
    HeldLocks held = locks().take(List.of(table, zone), "run-1");
    List<Location> order = held.locks().stream().map(Lock::thing).toList();
    storage.changes.clear();

    held.close();

    assertThat(order, contains(zone, table));
    assertThat(
        storage.changes, contains("create release-000002.json", "create release-000001.json"));
  }

  @Test
  void holdsNoneIfOneIsTaken() throws IOException {
    HeldLocks other = locks().take(List.of(table), "run-1");
    clock.duringSleep.add(() -> HeldLocks.beatAll(other.locks()));

    assertThrows(LockedException.class, () -> locks().take(List.of(table, zone), "run-2"));

    locks().take(List.of(zone), "run-3").check();
  }

  @Test
  void refusesAHolderWhoseHeartbeatChanges() throws IOException {
    HeldLocks other = locks().take(List.of(table), "run-1");
    clock.duringSleep.add(() -> {});
    clock.duringSleep.add(() -> HeldLocks.beatAll(other.locks()));

    LockedException locked =
        assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));

    assertThat(
        locked.getMessage(),
        startsWith("Cannot lock " + table + ": it is held by run run-1 (process "));
    assertThat(
        locked.getMessage(),
        containsString(
            "since 2026-01-31T23:59:59Z) (wait for its end; if it is no more and can't be:"
                + " levada runs recover <table> --break-lock)"));
    other.check();
  }

  @Test
  void saysThatItWaitsForASignOfLife() throws IOException {
    HeldLocks other = locks().take(List.of(table), "run-1");
    clock.duringSleep.add(() -> HeldLocks.beatAll(other.locks()));

    assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));

    assertThat(said.size(), equalTo(1));
    assertThat(said.get(0), containsString("looking for up to 60 s whether it lives"));
  }

  @Test
  void takesOverFromAHolderThatIsSilentForOneLease() throws IOException {
    HeldLocks silent = locks().take(List.of(table), "run-1");
    long began = clock.nanos();

    HeldLocks held = locks().take(List.of(table), "run-2");

    assertThat(held.locks().get(0).number(), equalTo(2L));
    assertThat(Duration.ofNanos(clock.nanos() - began).compareTo(LEASE) > 0, is(true));
    assertThrows(LockLostException.class, silent::check);
  }

  @Test
  void takesOverAtOnceFromAProcessOfThisHostThatIsGone() throws Exception {
    locks().take(List.of(table), "run-1");
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    pretend(1, holder(1).put("pid", ended.pid()));

    HeldLocks held = locks().take(List.of(table), "run-2");

    assertThat(held.locks().get(0).number(), equalTo(2L));
    assertThat(clock.nanos(), equalTo(0L));
  }

  @Test
  void takesAnotherProcessOfTheSameIdForGone() throws IOException {
    locks().take(List.of(table), "run-1");
    pretend(1, holder(1).put("started", "12345"));

    locks().take(List.of(table), "run-2").check();

    assertThat(clock.nanos(), equalTo(0L));
  }

  @Test
  void waitsForAProcessOfAnotherMachineWhateverItsId() throws IOException {
    locks().take(List.of(table), "run-1");
    pretend(1, holder(1).put("machine", "another").put("started", "12345"));

    locks().take(List.of(table), "run-2").check();

    assertThat(Duration.ofNanos(clock.nanos()).compareTo(LEASE) > 0, is(true));
  }

  @Test
  void goesOnWhenTheHolderReleasesMeanwhile() throws IOException {
    HeldLocks other = locks().take(List.of(table), "run-1");
    clock.duringSleep.add(() -> close(other));

    HeldLocks held = locks().take(List.of(table), "run-2");

    assertThat(held.locks().get(0).number(), equalTo(2L));
    assertThat(Duration.ofNanos(clock.nanos()), equalTo(LEASE.dividedBy(12)));
  }

  @Test
  void isSureForTwoThirdsOfTheLeaseWithoutAHeartbeat() throws IOException {
    Lock lock = locks().take(List.of(table), "run-1").locks().get(0);

    clock.pass(Duration.ofSeconds(40));
    boolean sure = lock.isSure();
    clock.pass(Duration.ofNanos(1));

    assertThat(sure, is(true));
    assertThat(lock.isSure(), is(false));
  }

  @Test
  void asksTheStorageWhenItIsNotSure() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");
    clock.pass(Duration.ofSeconds(41));

    held.check();

    assertThat(files(), containsInAnyOrder("lock-000001.json", "heartbeat-000001.json"));
    assertThat(held.locks().get(0).isSure(), is(true));
  }

  @Test
  void isLostIfTheStorageDoesNotTell() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");
    clock.pass(Duration.ofSeconds(41));
    storage.cutAt(0, false);

    LockLostException lost = assertThrows(LockLostException.class, held::check);

    assertThat(
        lost.getMessage(),
        equalTo(
            "Lost lock 1 of "
                + table
                + ": no heartbeat was written in time: Cut off before: write"
                + " heartbeat-000001.json (what is left to do is done by the next run)"));
    assertThrows(LockLostException.class, held::check);
  }

  @Test
  void isNotSureWhenTheMachineHasSlept() throws IOException {
    Lock lock = locks().take(List.of(table), "run-1").locks().get(0);

    clock.passUnseen(Duration.ofSeconds(6));

    assertThat(lock.isSure(), is(false));
  }

  @Test
  void isNotSureWhenTheClockIsSetBack() throws IOException {
    Lock lock = locks().take(List.of(table), "run-1").locks().get(0);

    clock.passUnseen(Duration.ofSeconds(-6));

    assertThat(lock.isSure(), is(false));
  }

  @Test
  void isSureWhenClocksDifferByLittle() throws IOException {
    Lock lock = locks().take(List.of(table), "run-1").locks().get(0);

    clock.passUnseen(Duration.ofSeconds(5));

    assertThat(lock.isSure(), is(true));
  }

  @Test
  void seesAfterTheMachineHasSleptThatAnotherHasTakenOver() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    ManualClock elsewhere = new ManualClock();
    Locks others =
        new Locks(
            location -> storage, LEASE, elsewhere.wall(), elsewhere, said::add, beat -> () -> {});
    others.take(List.of(table), "run-2");

    clock.passUnseen(Duration.ofMinutes(61));

    LockLostException lost = assertThrows(LockLostException.class, sleeper::check);
    assertThat(lost.getMessage(), containsString("another run has taken it over"));
  }

  @Test
  void doesNotTakeTheSleepOfBothForSilence() throws IOException {
    HeldLocks other = locks().take(List.of(table), "run-1");
    clock.duringSleep.add(() -> clock.passUnseen(Duration.ofMinutes(61)));
    clock.duringSleep.add(() -> HeldLocks.beatAll(other.locks()));

    assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));

    other.check();
  }

  @Test
  void confirmsByTheStorageWhateverTheClocksSay() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");
    held.confirm();
    locks().breakLock(table);

    LockLostException lost = assertThrows(LockLostException.class, held::confirm);

    assertThat(lost.getMessage(), containsString("an operator has broken it"));
  }

  @Test
  void confirmsNothingIfTheStorageDoesNotTell() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");
    storage.cutAt(0, false);

    IOException failure = assertThrows(IOException.class, held::confirm);

    assertThat(failure.getMessage(), equalTo("Cut off before: write heartbeat-000001.json"));
    held.check();
  }

  @Test
  void isNotHeldAnyMoreWhenItIsReleased() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");

    held.close();

    assertThrows(LockLostException.class, held::check);
  }

  @Test
  void isHeldOnByHeartbeats() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");

    for (int i = 0; i < 10; i++) {
      clock.pass(Duration.ofSeconds(30));
      HeldLocks.beatAll(held.locks());
    }

    held.check();
  }

  @Test
  void isNotHeldOnByAHeartbeatThatFails() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");
    clock.pass(Duration.ofSeconds(30));
    storage.cutAt(0, false);
    HeldLocks.beatAll(held.locks());

    clock.pass(Duration.ofSeconds(11));

    assertThat(held.locks().get(0).isSure(), is(false));
  }

  @Test
  void seesOnWakingUpThatAnotherHasTakenOver() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    HeldLocks follower = locks().take(List.of(table), "run-2");

    HeldLocks.beatAll(sleeper.locks());

    LockLostException lost = assertThrows(LockLostException.class, sleeper::check);
    assertThat(lost.getMessage(), containsString("another run has taken it over"));
    HeldLocks.beatAll(follower.locks());
    follower.check();
  }

  @Test
  void givesWayToAHolderThatWakesUpWhileItIsFollowed() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    storage.before("create lock-000002.json", () -> HeldLocks.beatAll(sleeper.locks()));

    assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));

    sleeper.check();
    assertThat(
        files(),
        containsInAnyOrder(
            "lock-000001.json",
            "heartbeat-000001.json",
            "lock-000002.json",
            "withdrawn-000002.json"));
  }

  @Test
  void holdsOnWhenOneThatFollowedHasWithdrawn() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    storage.before("create lock-000002.json", () -> HeldLocks.beatAll(sleeper.locks()));
    assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));

    HeldLocks.beatAll(sleeper.locks());
    sleeper.check();
    sleeper.close();

    assertThat(locks().take(List.of(table), "run-3").locks().get(0).number(), equalTo(3L));
  }

  /** It has created its number, and seen that the holder lives; then it is killed. */
  @Test
  void doesNotTakeTheEndOfOneThatFollowedForTheHoldersEnd() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    storage.before("create lock-000002.json", () -> HeldLocks.beatAll(sleeper.locks()));
    storage.before("create withdrawn-000002.json", () -> storage.cutAt(0, false));
    assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));
    pretend(2, holder(2).put("started", "12345"));
    boolean sure = sleeper.locks().get(0).isSure();
    clock.duringSleep.add(() -> HeldLocks.beatAll(sleeper.locks()));

    LockedException locked =
        assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-3"));

    assertThat(sure, is(true));
    assertThat(locked.getMessage(), containsString("it is held by run run-1 "));
  }

  @Test
  void takesOverFromAHolderAndOneThatFollowedWhenBothAreSilent() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    storage.before("create lock-000002.json", () -> HeldLocks.beatAll(sleeper.locks()));
    storage.before("create withdrawn-000002.json", () -> storage.cutAt(0, false));
    assertThrows(LockedException.class, () -> locks().take(List.of(table), "run-2"));

    HeldLocks held = locks().take(List.of(table), "run-3");

    assertThat(held.locks().get(0).number(), equalTo(3L));
    assertThrows(LockLostException.class, sleeper::check);
    held.check();
  }

  @Test
  void followsAtOnceOneThatHasTakenOverAndIsGone() throws IOException {
    locks().take(List.of(table), "run-1");
    locks().take(List.of(table), "run-2");
    pretend(2, holder(2).put("started", "12345"));
    long began = clock.nanos();

    locks().take(List.of(table), "run-3").check();

    assertThat(clock.nanos(), equalTo(began));
  }

  @Test
  void looksAsOftenAsTheShorterLeaseNeeds() throws IOException {
    Locks brief =
        new Locks(
            location -> storage,
            Duration.ofSeconds(3),
            clock.wall(),
            clock,
            said::add,
            beat -> () -> {});
    brief.take(List.of(table), "run-1");

    locks().take(List.of(table), "run-2").check();

    assertThat(Duration.ofNanos(clock.nanos()), equalTo(Duration.ofMillis(3_250)));
  }

  @Test
  void isNotReleasedByOneThatHasLostIt() throws IOException {
    HeldLocks sleeper = locks().take(List.of(table), "run-1");
    HeldLocks follower = locks().take(List.of(table), "run-2");

    sleeper.close();

    HeldLocks.beatAll(follower.locks());
    follower.check();
  }

  @Test
  void isBrokenByAnOperator() throws IOException {
    HeldLocks held = locks().take(List.of(table), "run-1");

    boolean broken = locks().breakLock(table);

    assertThat(broken, is(true));
    locks().take(List.of(table), "run-2").check();
    HeldLocks.beatAll(held.locks());
    assertThrows(LockLostException.class, held::check);
  }

  @Test
  void tellsTheHolderWithoutTaking() throws IOException {
    locks().take(List.of(table), "run-1");

    Optional<LockHolder> holder = locks().holder(table);

    assertThat(holder.map(LockHolder::run), equalTo(Optional.of("run-1")));
    assertThat(files(), contains("lock-000001.json"));
  }

  @Test
  void tellsNoHolderOfWhatIsFree() throws IOException {
    locks().take(List.of(table), "run-1").close();

    assertThat(locks().holder(table), equalTo(Optional.empty()));
    assertThat(locks().holder(zone), equalTo(Optional.empty()));
  }

  @Test
  void refusesALeaseThatASlowAnswerOutlasts() {
    IllegalArgumentException invalid =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Locks(location -> storage, Duration.ofMillis(2_999), CLOCK, said::add));

    assertThat(
        invalid.getMessage(), equalTo("Invalid lease of a lock: PT2.999S (use PT3S or more)"));
  }

  @Test
  void beatsSixTimesALeaseWhateverTheLease() throws Exception {
    CountDownLatch beats = new CountDownLatch(2);
    Storage counting =
        new StorageBehind(storage) {
          @Override
          public void write(Location location, byte[] content) throws IOException {
            super.write(location, content);
            beats.countDown();
          }
        };

    Locks brief = new Locks(location -> counting, Duration.ofSeconds(3), CLOCK, said::add);
    try (HeldLocks held = brief.take(List.of(table), "run-1")) {
      assertThat(beats.await(3, TimeUnit.SECONDS), is(true));
      held.check();
    }
  }

  @Test
  void breaksNothingThatIsFree() throws IOException {
    locks().take(List.of(table), "run-1").close();

    assertThat(locks().breakLock(table), is(false));
    assertThat(locks().breakLock(zone), is(false));
  }

  @Test
  void knowsItsOwnLockWhenTheAnswerIsLost() throws IOException {
    storage.loseAnswers();

    HeldLocks held = locks().take(List.of(table), "run-1");

    assertThat(held.locks().get(0).number(), equalTo(1L));
  }

  @Test
  void keepsTheLastLocksForPeople() throws IOException {
    for (int i = 0; i < 24; i++) {
      locks().take(List.of(table), "run-" + i).close();
    }

    assertThat(files().size(), equalTo(32));
    assertThat(files().contains("lock-000009.json"), is(true));
    assertThat(files().contains("lock-000008.json"), is(false));
  }

  @Test
  void isFreeForTheNextWhenItIsClosed() throws IOException {
    HeldLocks held = new Locks(location -> storage, CLOCK, said::add).take(List.of(table), "run-1");
    held.check();

    held.close();

    locks().take(List.of(table), "run-2").check();
    assertThat(said, equalTo(List.of()));
  }

  @Test
  void hasOneWinnerOfSixteen() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    CyclicBarrier together = new CyclicBarrier(16);
    for (int round = 0; round < 20; round++) {
      Location thing = table.parent().child("table-" + round);
      Callable<Integer> contender =
          () -> {
            together.await();
            try {
              contending().take(List.of(thing), "run");
              return 1;
            } catch (LockedException e) {
              return 0;
            }
          };
      int winners = 0;
      for (Future<Integer> one :
          Stream.generate(() -> threads.submit(contender)).limit(16).toList()) {
        winners += one.get();
      }
      assertThat(winners, equalTo(1));
    }
    threads.shutdown();
  }

  /** Whoever holds a lock is seen to live. */
  private Locks contending() {
    Storage real = Storages.withoutStaging().of(table);
    ManualClock impatient = new ManualClock();
    return new Locks(
        location -> new BeatingStorage(real),
        LEASE,
        impatient.wall(),
        impatient,
        text -> {},
        beat -> () -> {});
  }

  private Locks locks() {
    return new Locks(location -> storage, LEASE, clock.wall(), clock, said::add, beat -> () -> {});
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("_levada/table/locks"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private ObjectNode holder(int number) throws IOException {
    return (ObjectNode) JSON.readTree(file(number).toFile());
  }

  private void pretend(int number, ObjectNode holder) throws IOException {
    Files.writeString(file(number), holder.toString());
  }

  private Path file(int number) {
    return folder.resolve(String.format("_levada/table/locks/lock-%06d.json", number));
  }

  private static void close(HeldLocks held) {
    try {
      held.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Every look at a heartbeat finds another. */
  private static final class BeatingStorage extends StorageBehind {
    private int beats;

    BeatingStorage(Storage behind) {
      super(behind);
    }

    @Override
    public Optional<byte[]> read(Location location) throws IOException {
      return location.name().startsWith("heartbeat")
          ? Optional.of(new byte[] {(byte) beats++})
          : super.read(location);
    }
  }
}
