/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A driver that is killed, or stopped past its lease, while it registers what it has written in
 * Glue: the catalog and the data are those of the last run.
 */
class LateRegistrationIT {

  private static final int DONE = 0;
  private static final int UNFINISHED = 6;
  private static final int KILLED = 128 + 9;
  private SandboxLane lane;
  private CatalogedGold gold;

  @BeforeEach
  void open() throws Exception {
    lane = new SandboxLane();
    gold = new CatalogedGold(lane, 1);
    gold.overwritten("first", "a", "b");
  }

  @AfterEach
  void close() {
    lane.close();
  }

  static Stream<String> killedAt() {
    return EveryStep.IN_ALL_WAYS
        ? Stream.of("BatchCreatePartition", "BatchUpdatePartition", "BatchDeletePartition")
        : Stream.of("BatchCreatePartition");
  }

  static Stream<String> stoppedAt() {
    return EveryStep.IN_ALL_WAYS
        ? Stream.of("BatchCreatePartition", "BatchUpdatePartition")
        : Stream.of("BatchUpdatePartition");
  }

  @ParameterizedTest
  @MethodSource("killedAt")
  void isFinishedByTheNextRunWhenItsProcessIsKilled(String operation) throws Exception {
    CompletableFuture<Process> process = new CompletableFuture<>();
    lane.sandbox()
        .faults()
        .add(Fault.runAfter(() -> process.join().destroyForcibly()).on(operation).atCall(1));

    Result killed;
    try (Running running = begin("second", "b", "c")) {
      process.complete(running.process());
      killed = running.toEnd();
    }

    assertThat(killed.toString(), killed.exitCode(), equalTo(KILLED));
    lane.sandbox().faults().clear();
    recover();
    assertThat(
        gold.rows(operation), equalTo(Map.of("b", List.of("second"), "c", List.of("second"))));
  }

  @ParameterizedTest
  @MethodSource("stoppedAt")
  void changesNothingWhenItWakesUp(String operation) throws Exception {
    try (Running sleeper = beginAndStop(operation, () -> {})) {
      gold.overwritten("third", "a", "b");
      lane.sandbox().faults().clear();

      Drivers.signal(sleeper.process(), "CONT");
      Result woken = sleeper.toEnd();

      assertThat(woken.toString(), woken.exitCode(), equalTo(UNFINISHED));
      assertThat(
          gold.rows(operation), equalTo(Map.of("a", List.of("third"), "b", List.of("third"))));
    }
  }

  /** Nothing can refuse it: Glue has no condition for partitions. The next start takes it back. */
  @Test
  void isPutRightWhenARequestUnderWayArrivesBehindALaterRun() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    try (Running sleeper = beginAndStop("BatchUpdatePartition", () -> await(later))) {
      gold.overwritten("third", "a", "b");
      later.countDown();
      Drivers.signal(sleeper.process(), "CONT");
      Result woken = sleeper.toEnd();
      assertThat(woken.toString(), woken.exitCode(), equalTo(UNFINISHED));

      recover();

      assertThat(gold.rows("late"), equalTo(Map.of("a", List.of("third"), "b", List.of("third"))));
    }
  }

  private void recover() {
    Result recovered =
        LevadaInProcess.run(
            List.of(
                "runs",
                "recover",
                "s3://" + gold.bucket() + "/gold",
                "--endpoint=" + lane.sandbox().endpoint()));
    assertThat(recovered.err(), recovered.exitCode(), equalTo(DONE));
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The later run does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param then what its request waits for before it is applied
   */
  private Running beginAndStop(String operation, Runnable then) throws Exception {
    CompletableFuture<Process> process = new CompletableFuture<>();
    CountDownLatch stopped = new CountDownLatch(1);
    lane.sandbox()
        .faults()
        .add(
            Fault.run(
                    () -> {
                      Drivers.signal(process.join(), "STOP");
                      stopped.countDown();
                      then.run();
                    })
                .on(operation)
                .atCall(1));
    Running running = begin("second", "b", "c");
    process.complete(running.process());
    if (!stopped.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("It does not come to " + operation + ": " + running.toEnd());
    }
    return running;
  }

  private Running begin(String name, String... partitions) throws Exception {
    LevadaProcess process = LevadaProcess.onDirect().withJavaOptions("-Xmx256m");
    lane.sandbox().environment().forEach(process::withEnvironment);
    return process.begin(gold.overwriteBy(name, partitions).toArray(String[]::new));
  }
}
