/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.levada.runners.spark.LandedEvents.Mode;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job in a process that is killed, by SIGKILL, at its n-th step, for every n until it passes
 * whole, and the job that is run behind it. On S3 a step is a request, on local folders a change of
 * a file.
 *
 * <p>A build tries one way of writing for each; {@code -Dlevada.cuts=all} both on both, and on S3
 * also the death of a process whose last request is not applied.
 */
class KilledEventsIT {

  private static final int LANES = 2;
  private static final int FEWEST_STEPS = 40;
  private static final int DONE = 0;
  private static final int KILLED = 128 + 9;

  @TempDir private static Path folder;
  private static Map<String, byte[]> old;
  private static Path archive;

  @BeforeAll
  static void prepare() throws Exception {
    old = LandedEvents.oldFiles(Files.createDirectory(folder.resolve("old")));
    archive = folder.resolve("classes.jsa");
    try (SandboxLane lane = new SandboxLane()) {
      LandedEvents events = new LandedEvents(lane.newPlace(0), Mode.APPEND, old);
      Result result =
          ofSandbox(lane.sandbox())
              .withJavaOptions("-XX:ArchiveClassesAtExit=" + archive)
              .run(words(events));
      assertThat(result.err(), result.exitCode(), equalTo(0));
    }
  }

  static Stream<Arguments> onS3() {
    return Stream.of(Mode.values())
        .flatMap(mode -> Stream.of(Arguments.of(mode, true), Arguments.of(mode, false)))
        .limit(EveryStep.IN_ALL_WAYS ? 4 : 1);
  }

  static Stream<Mode> onLocalFolders() {
    return EveryStep.IN_ALL_WAYS ? Stream.of(Mode.values()) : Stream.of(Mode.OVERWRITE_PARTITIONS);
  }

  @ParameterizedTest
  @MethodSource("onS3")
  void isFinishedOrUndoneOnS3(Mode mode, boolean applied) throws Exception {
    int requests = SandboxLane.cutOff(LANES, (lane, n) -> killAtRequest(lane, n, mode, applied));

    assertThat(requests, greaterThan(FEWEST_STEPS));
  }

  @ParameterizedTest
  @MethodSource("onLocalFolders")
  void isFinishedOrUndoneOnLocalFolders(Mode mode) throws Exception {
    EveryStep.Lane lane = n -> killAtFileChange(n, mode);

    assertThat(EveryStep.cutOff(Collections.nCopies(LANES, lane)), greaterThan(FEWEST_STEPS));
  }

  private static boolean killAtRequest(SandboxLane lane, int n, Mode mode, boolean applied)
      throws Exception {
    BucketPlace place = lane.newPlace(n);
    LandedEvents events = new LandedEvents(place, mode, old);
    CompletableFuture<Process> process = new CompletableFuture<>();
    Runnable kill = () -> kill(process.join());
    NthRequest cut =
        applied
            ? NthRequest.killing(kill, lane.sandbox(), place.bucket(), n)
            : NthRequest.killingBefore(kill, lane.sandbox(), place.bucket(), n);

    Result result;
    try (Running running = fromArchive(ofSandbox(lane.sandbox())).begin(words(events))) {
      process.complete(running.process());
      result = running.toEnd();
    }

    boolean killed = cut.end();
    assertThat(cut + ": " + result, result.exitCode(), equalTo(killed ? KILLED : DONE));
    events.assertDoneByTheNextRun(cut.toString());
    return killed;
  }

  private static boolean killAtFileChange(int n, Mode mode) throws Exception {
    Path lake = folder.resolve(mode + "-" + n);
    LandedEvents events = new LandedEvents(new FolderPlace(lake), mode, old);
    String change;
    Result result;
    try (FileChangeKill kill = FileChangeKill.listen();
        Running running =
            fromArchive(small()).withJavaOptions(kill.javaOption()).begin(words(events))) {
      change = kill.killAt(n, running.process());
      result = running.toEnd();
    }

    boolean killed = !change.isEmpty();
    String cut = "change " + n + ", " + change;
    assertThat(cut + ": " + result, result.exitCode(), equalTo(killed ? KILLED : DONE));
    events.assertDoneByTheNextRun(cut);
    return killed;
  }

  private static void kill(Process process) {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LevadaProcess ofSandbox(Sandbox sandbox) {
    LevadaProcess process = small();
    sandbox.environment().forEach(process::withEnvironment);
    return process;
  }

  private static LevadaProcess fromArchive(LevadaProcess process) {
    return process.withJavaOptions(
        "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  private static LevadaProcess small() {
    return LevadaProcess.onDirect().withJavaOptions("-Xmx256m");
  }

  private static String[] words(LandedEvents events) {
    return events.command().toArray(String[]::new);
  }
}
