/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.levada.runners.spark.LandedEvents.Mode;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A driver that is stopped past its lease, as by a machine that is overloaded or asleep, and wakes
 * up when another has recovered its run, and gone on: nothing is lost, doubled or deleted.
 *
 * <p>A build tries some places to stop it at, {@code -Dlevada.stops=all} all of them.
 */
class StoppedDriverIT {

  private static final boolean ALL = "all".equals(System.getProperty("levada.stops"));
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int UNFINISHED = 6;

  private static final String LATE_EVENT =
      "{\"event_id\":\"9\",\"timestamp\":\"2026-09-04T10:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\",\"data\":{}}\n";

  @TempDir private static Path folder;
  private static Map<String, byte[]> old;
  private static Drivers drivers;

  private SandboxLane lane;
  private BriefLease place;
  private LandedEvents events;

  /** Where it is stopped, and with which exit code it ends when it wakes up. */
  enum Stop {
    PROCESSING("GetObject", "zones/landing/pending/a.json", 1, FAILED),
    COMPLETING_FILES("CompleteMultipartUpload", ".*", 2, UNFINISHED),
    BECOMING_VISIBLE("PutObject", ".*/state-3.json", 1, UNFINISHED),
    DELETING_REPLACED_FILES("DeleteObjects", ".*", 1, UNFINISHED),
    MOVING_INPUTS("CopyObject", ".*", 1, UNFINISHED);

    private final String operation;
    private final String key;
    private final int call;
    private final int exitCode;

    Stop(String operation, String key, int call, int exitCode) {
      this.operation = operation;
      this.key = key;
      this.call = call;
      this.exitCode = exitCode;
    }

    Fault running(Runnable task) {
      return Fault.run(task)
          .where(
              call ->
                  call.operation().matches(operation)
                      && (key.equals(".*") || call.key().matches(key)))
          .atCall(call);
    }
  }

  @BeforeAll
  static void prepare() throws Exception {
    old = LandedEvents.oldFiles(Files.createDirectory(folder.resolve("old")));
    drivers = new Drivers(folder.resolve("drivers"), old);
  }

  @BeforeEach
  void open() throws Exception {
    lane = new SandboxLane();
    place = new BriefLease(lane.newPlace(1));
    events = new LandedEvents(place, Mode.OVERWRITE_PARTITIONS, old);
  }

  @AfterEach
  void close() {
    lane.close();
  }

  static Stream<Stop> stops() {
    return ALL ? Stream.of(Stop.values()) : Stream.of(Stop.PROCESSING, Stop.MOVING_INPUTS);
  }

  static Stream<Stop> stopsBeforePublishing() {
    return ALL
        ? Stream.of(Stop.PROCESSING, Stop.COMPLETING_FILES)
        : Stream.of(Stop.COMPLETING_FILES);
  }

  @ParameterizedTest
  @MethodSource("stops")
  void changesNothingWhenItWakesUp(Stop stop) throws Exception {
    try (Running sleeper = beginAndStop(stop)) {
      events.assertDoneByTheNextRun(stop.toString());
      place.write("zones/landing/pending/late.json", LATE_EVENT.getBytes(UTF_8));
      Result another = LevadaInProcess.run(events.command());
      assertThat(another.err(), another.exitCode(), equalTo(DONE));
      Map<String, String> before = filesButLocks();

      Drivers.signal(sleeper.process(), "CONT");
      Result woken = sleeper.toEnd();

      assertThat(stop + ": " + woken, woken.exitCode(), equalTo(stop.exitCode));
      assertThat(stop + ": " + woken, linesTold(woken), hasSize(1));
      assertThat(stop.toString(), filesButLocks(), equalTo(before));
      assertThat(stop.toString(), place.remnants(), empty());
    }
  }

  /** The other is held at its first file until the sleeper has ended. */
  @ParameterizedTest
  @MethodSource("stopsBeforePublishing")
  void doesNoHarmWhenItWakesUpWhileTheOtherPublishes(Stop stop) throws Exception {
    try (Running sleeper = beginAndStop(stop)) {
      CompletableFuture<Result> woken = new CompletableFuture<>();
      lane.sandbox()
          .faults()
          .add(
              Stop.COMPLETING_FILES.running(
                  () -> {
                    Drivers.signal(sleeper.process(), "CONT");
                    woken.complete(toEnd(sleeper));
                  }));

      Result other = LevadaInProcess.run(events.command());

      assertThat(stop + ": " + other, other.exitCode(), equalTo(DONE));
      assertThat(stop + ": " + woken.get(), woken.get().exitCode(), equalTo(stop.exitCode));
      events.assertAsTold(stop.toString(), other);
      events.assertDoneByTheNextRun(stop.toString());
    }
  }

  private Running beginAndStop(Stop stop) throws Exception {
    CompletableFuture<Process> process = new CompletableFuture<>();
    CountDownLatch stopped = new CountDownLatch(1);
    lane.sandbox()
        .faults()
        .add(
            stop.running(
                () -> {
                  Drivers.signal(process.join(), "STOP");
                  stopped.countDown();
                }));
    Running running = drivers.begin(lane.sandbox(), events.command());
    process.complete(running.process());
    if (!stopped.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("It does not come to " + stop + ": " + running.toEnd());
    }
    lane.sandbox().faults().clear();
    return running;
  }

  private static Result toEnd(Running running) {
    try {
      return running.toEnd();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> linesTold(Result result) {
    return result.err().lines().filter(line -> line.startsWith("levada: ")).toList();
  }

  private Map<String, String> filesButLocks() throws Exception {
    Map<String, String> files = new TreeMap<>();
    place
        .files()
        .forEach(
            (path, content) -> {
              if (!path.contains("/locks/")) {
                files.put(path, new String(content, UTF_8));
              }
            });
    return files;
  }
}
