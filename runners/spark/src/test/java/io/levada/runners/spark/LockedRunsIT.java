/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.runners.spark.LandedEvents.Mode;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that meet others, and runs whose process is asked to end, or ended. */
class LockedRunsIT {

  private static final int DONE = 0;
  private static final int LOCKED = 5;
  private static final String ZONE = "zones/landing";
  private static final String TABLE = "trusted/events";
  private static final String STAGE = "zones/stage";
  private static final String WAITS = "looking for up to";

  @TempDir private static Path folder;
  private static Map<String, byte[]> old;
  private static Drivers drivers;

  private SandboxLane lane;
  private LakePlace place;
  private LandedEvents events;

  @BeforeAll
  static void prepare() throws Exception {
    old = LandedEvents.oldFiles(Files.createDirectory(folder.resolve("old")));
    drivers = new Drivers(folder.resolve("drivers"), old);
  }

  @BeforeEach
  void open() throws Exception {
    lane = new SandboxLane();
    place = lane.newPlace(1);
    events = new LandedEvents(place, Mode.APPEND, old);
  }

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void refusesASecondRunOfATable() throws Exception {
    Result second = whileOneReads(briefly(events.command()), briefly(events.command()));

    assertThat(second.err(), second.exitCode(), equalTo(LOCKED));
    assertThat(
        second.err(), containsString("Cannot lock " + place.uri(TABLE) + ": it is held by run 20"));
    assertThat(second.err(), containsString(" (process " + ProcessHandle.current().pid() + " on "));
  }

  @Test
  void refusesASecondTableFromOneLandingZone() throws Exception {
    Result second =
        whileOneReads(
            briefly(events.command()),
            command("events", "--landing=" + place.uri(ZONE), "--output=" + place.uri("other/t")),
            false);

    assertThat(second.err(), second.exitCode(), equalTo(LOCKED));
    assertThat(second.err(), containsString("Cannot lock " + place.uri(ZONE) + ": "));
  }

  @Test
  void refusesToEmptyAStageZoneThatIsWritten() throws Exception {
    List<String> stage =
        command(
            "parse-events",
            "--landing=" + place.uri(ZONE),
            "--output=" + place.uri(STAGE),
            "--processed=keep");

    Result second =
        whileOneReads(
            stage,
            command(
                "distribute-events",
                "--emptyInput",
                "--input=" + place.uri(STAGE),
                "--output=" + place.uri(TABLE)),
            false);

    assertThat(second.err(), second.exitCode(), equalTo(LOCKED));
    assertThat(second.err(), containsString("Cannot lock " + place.uri(STAGE) + ": "));
  }

  @ParameterizedTest
  @CsvSource("TERM, 143")
  void releasesItsLocksWhenItIsInterrupted(String signal, int exitCode) throws Exception {
    Result result = signalled(signal, "GetObject", ZONE + "/pending/");

    assertThat(result.err(), result.exitCode(), equalTo(exitCode));
    events.assertTidy(signal);
    assertFollowedAtOnce(signal);
  }

  /** It ends with its locks held, so that nobody could go on while it still did. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "KILL, 137"})
  void isFollowedAtOnceWhenItEndsWhilePublishing(String signal, int exitCode) throws Exception {
    Result result = signalled(signal, "CompleteMultipartUpload", TABLE + "/");

    assertThat(result.err(), result.exitCode(), equalTo(exitCode));
    assertFollowedAtOnce(signal);
  }

  private void assertFollowedAtOnce(String signal) throws Exception {
    Result next = LevadaInProcess.run(events.command());

    assertThat(signal + ": " + next, next.exitCode(), equalTo(DONE));
    assertThat(next.err(), not(containsString(WAITS)));
    events.assertAsTold(signal, next);
    events.assertDoneByTheNextRun(signal);
  }

  /** Sends a signal at such a request, which is not answered before the process has ended. */
  private Result signalled(String signal, String operation, String keyPrefix) throws Exception {
    CompletableFuture<Process> process = new CompletableFuture<>();
    lane.sandbox()
        .faults()
        .add(
            Fault.run(
                    () -> {
                      Drivers.signal(process.join(), signal);
                      awaitEnd(process.join());
                    })
                .on(operation)
                .ofKeyPrefix(keyPrefix)
                .atCall(1));
    try (Running running = drivers.begin(lane.sandbox(), events.command())) {
      process.complete(running.process());
      return running.toEnd();
    } finally {
      lane.sandbox().faults().clear();
    }
  }

  private static void awaitEnd(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Result whileOneReads(List<String> first, List<String> second) throws Exception {
    return whileOneReads(first, second, true);
  }

  /** Holds the first at its first look into a file until the second has ended. */
  private Result whileOneReads(List<String> first, List<String> second, boolean events)
      throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    lane.sandbox()
        .faults()
        .add(
            Fault.run(
                    () -> {
                      reading.countDown();
                      await(go);
                    })
                .on("GetObject")
                .ofKeyPrefix(ZONE + "/pending/")
                .atCall(1));
    CompletableFuture<Result> one = CompletableFuture.supplyAsync(() -> LevadaInProcess.run(first));
    await(reading);
    Result refused = LevadaInProcess.run(second);
    go.countDown();
    Result undisturbed = one.get(1, TimeUnit.MINUTES);
    assertThat(undisturbed.err(), undisturbed.exitCode(), is(DONE));
    if (events) {
      this.events.assertAsTold("undisturbed", undisturbed);
      this.events.assertTidy("undisturbed");
    }
    return refused;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("It does not come to that");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of("run"));
    command.addAll(List.of(words));
    command.addAll(place.options());
    return briefly(command);
  }

  /** With heartbeats so often that the second need not wait for long. */
  private static List<String> briefly(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.add(BriefLease.OPTION);
    return words;
  }
}
