/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

import io.levada.io.storage.Location;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Rule 6, for every order of events: no two processes are ever sure of one lock. They are stepped
 * from storage call to storage call; any of them can be stopped at each, be killed, or sleep.
 */
class LockSchedulesTest {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Location TABLE = Location.of("/lake/table");
  private static final int SCHEDULES = Integer.getInteger("levada.lock.schedules", 5_000);
  private static final long FIRST_SEED = Long.getLong("levada.lock.seed", 1);
  private static final int MOST_STEPS = 5_000;

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private final SteppedProcess.WorldClock world = new SteppedProcess.WorldClock();
  private final SteppedStorage.Files files = new SteppedStorage.Files();
  private final List<SteppedProcess> processes = new ArrayList<>();

  @AfterAll
  static void endThreads() {
    THREADS.shutdown();
  }

  /**
   * The first holder is silent for a lease, and wakes up while the second follows it; that one may
   * be killed at any of its steps, and then a third comes.
   */
  @Test
  void isSureOfNoLockThatAnotherHasInAnyOrderOfSteps() throws Exception {
    Choices.All choices = new Choices.All();
    int orders = 0;
    do {
      LockSchedulesTest one = new LockSchedulesTest();
      one.wakesUpWhileItIsFollowed(choices);
      orders++;
    } while (choices.next());

    assertThat(orders, greaterThan(1_000));
  }

  private void wakesUpWhileItIsFollowed(Choices choices) {
    Choices noFaults = alternatives -> alternatives - 1;
    SteppedProcess sleeper =
        begin(
            "sleeper",
            process -> {
              HeldLocks held = take(process, noFaults);
              process.sleep(LEASE.plusSeconds(6));
              HeldLocks.beatAll(held.locks());
            });
    stepWhileAble(sleeper);
    SteppedProcess follower = begin("follower", process -> tryToTake(process, noFaults));
    while (world.nanos() <= LEASE.toNanos()) {
      stepWhileAble(follower);
      world.passUntil(follower.nextNanos());
    }
    world.pass(Duration.ofSeconds(6));

    while (sleeper.canStep() || follower.canStep()) {
      List<SteppedProcess> able = able(List.of(sleeper, follower));
      int next = choices.of(able.size() + (follower.canStep() ? 1 : 0));
      if (next < able.size()) {
        step(able.get(next));
      } else {
        kill(follower);
        follows(sleeper, begin("third", process -> tryToTake(process, noFaults)), choices);
      }
    }
    processes.forEach(SteppedProcess::kill);
  }

  private void follows(SteppedProcess sleeper, SteppedProcess third, Choices choices) {
    while (third.canStep()) {
      List<SteppedProcess> able = able(List.of(third, sleeper));
      step(able.get(choices.of(able.size())));
    }
  }

  @Test
  void isSureOfNoLockThatAnotherHasInRandomSchedules() {
    int takenOver = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
      LockSchedulesTest one = new LockSchedulesTest();
      try {
        takenOver += one.runAtRandom(Choices.random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
      }
    }

    assertThat(takenOver, greaterThan(SCHEDULES / 10));
  }

  /** Returns how many numbers were used in vain or taken over. */
  private int runAtRandom(Choices choices) {
    boolean clocksAreSet = choices.of(2) == 0;
    for (int i = 0; i < 3; i++) {
      begin("run-" + i, process -> liveAtRandom(process, choices));
    }
    int steps = 0;
    while (!processes.stream().allMatch(SteppedProcess::hasEnded)) {
      SteppedProcess one = processes.get(choices.of(processes.size()));
      switch (choices.of(60)) {
        case 0 -> kill(one);
        case 1, 2 -> {
          if (clocksAreSet) {
            one.setWallClock(Duration.ofSeconds(choices.of(7_200) - 3_600));
          } else if (one.canStep()) {
            one.fallAsleep(Duration.ofSeconds(choices.of(200)));
          }
        }
        case 3 -> world.pass(LEASE.multipliedBy(choices.of(3)));
        case 4, 5, 6, 7 -> world.pass(Duration.ofSeconds(choices.of(20)));
        case 8, 9, 10 -> files.deliver(choices.of(16));
        default -> stepAtRandom(choices);
      }
      processes.forEach(SteppedProcess::wakeUpIfTime);
      checkOneIsSure();
      assertThat("steps", ++steps, lessThan(MOST_STEPS));
    }
    checkThatTheLockCanBeHadAgain();
    return (int) files.names().stream().filter(name -> name.startsWith("lock")).count() - 1;
  }

  private void liveAtRandom(SteppedProcess process, Choices choices) throws IOException {
    for (int times = 1 + choices.of(2); times > 0; times--) {
      try {
        HeldLocks held = take(process, choices);
        for (int acts = choices.of(6); acts > 0; acts--) {
          switch (choices.of(4)) {
            case 0 -> held.check();
            case 1 -> held.confirm();
            default -> HeldLocks.beatAll(held.locks());
          }
          process.sleep(Duration.ofSeconds(choices.of(30)));
        }
        if (choices.of(3) > 0) {
          held.close();
        }
      } catch (IOException e) {
        // It is held, lost, or the storage does not tell: the process goes on with something else.
      }
    }
  }

  /** By one whose storage does not fail. */
  private void checkThatTheLockCanBeHadAgain() {
    SteppedProcess last = begin("last", process -> take(process, alternatives -> alternatives - 1));
    int steps = 0;
    while (!last.hasEnded()) {
      world.passUntil(last.nextNanos());
      last.step();
      checkOneIsSure();
      assertThat("steps until it is had again", ++steps, lessThan(MOST_STEPS));
    }
    assertThat("It can be had again", last.isSure(), equalTo(true));
  }

  private SteppedProcess begin(String name, SteppedProcess.Life life) {
    SteppedProcess process = new SteppedProcess(name, world);
    processes.add(process);
    process.begin(THREADS, life);
    return process;
  }

  private HeldLocks take(SteppedProcess process, Choices faults) throws IOException {
    SteppedStorage storage = new SteppedStorage(files, process, faults);
    Locks locks =
        new Locks(
            location -> storage, LEASE, process.wall(), process, text -> {}, beat -> () -> {});
    HeldLocks held = locks.take(List.of(TABLE), process.name());
    process.hasTaken(held);
    return held;
  }

  private void tryToTake(SteppedProcess process, Choices faults) throws IOException {
    try {
      take(process, faults);
    } catch (LockedException e) {
      // The holder lives.
    }
  }

  private void kill(SteppedProcess process) {
    process.kill();
    files.tellGone(process.name());
  }

  private void stepWhileAble(SteppedProcess process) {
    while (process.canStep()) {
      process.step();
    }
  }

  private void stepAtRandom(Choices choices) {
    List<SteppedProcess> able = able(processes);
    if (!able.isEmpty()) {
      step(able.get(choices.of(able.size())));
      return;
    }

    world.passUntil(
        processes.stream()
            .filter(process -> !process.hasEnded())
            .mapToLong(SteppedProcess::nextNanos)
            .min()
            .orElse(0));
  }

  private static List<SteppedProcess> able(List<SteppedProcess> candidates) {
    return candidates.stream().filter(SteppedProcess::canStep).toList();
  }

  private void step(SteppedProcess process) {
    process.step();
    checkOneIsSure();
  }

  private void checkOneIsSure() {
    List<String> sure =
        processes.stream().filter(SteppedProcess::isSure).map(SteppedProcess::name).toList();
    assertThat(sure + " are sure; there are " + files.names(), sure.size(), lessThan(2));
  }
}
