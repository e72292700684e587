/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.runners.spark.LandedEvents.Mode;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Begins drivers in processes of their own, on S3, and fast. */
final class Drivers {

  /** Whoever starts the tests in the background has the shell ignore SIGINT, for children too. */
  private static final String HEED_SIGINT =
      "env --default-signal=INT true 2>/dev/null && exec env --default-signal=INT \"$@\"; exec"
          + " \"$@\"";

  private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Path archive;

  /**
   * Runs the job once, so that the next processes find its classes loaded.
   *
   * @param folder an empty one
   * @param old from {@link LandedEvents#oldFiles}
   */
  Drivers(Path folder, Map<String, byte[]> old) throws Exception {
    this.archive = Files.createDirectories(folder).resolve("classes.jsa");
    try (SandboxLane lane = new SandboxLane()) {
      LandedEvents events = new LandedEvents(lane.newPlace(0), Mode.APPEND, old);
      Result result =
          onS3(lane.sandbox())
              .withJavaOptions("-XX:ArchiveClassesAtExit=" + archive)
              .run(events.command().toArray(String[]::new));
      assertThat(result.err(), result.exitCode(), equalTo(0));
    }
  }

  Running begin(Sandbox sandbox, List<String> command) throws IOException {
    return onS3(sandbox)
        .withPrelude(HEED_SIGINT)
        .withJavaOptions(
            "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
        .begin(command.toArray(String[]::new));
  }

  private static LevadaProcess onS3(Sandbox sandbox) {
    LevadaProcess process = LevadaProcess.onDirect().withJavaOptions("-Xmx256m");
    sandbox.environment().forEach(process::withEnvironment);
    return process;
  }

  /** Sends a signal; a process that is to stop has stopped when this returns. */
  static void signal(Process process, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (name.equals("STOP")) {
        awaitState(process, "T");
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitState(Process process, String state)
      throws IOException, InterruptedException {
    Path stat = Path.of("/proc/" + process.pid() + "/stat");
    long start = System.nanoTime();
    while (!Files.readString(stat).replaceFirst(".*\\) ", "").startsWith(state)) {
      if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
        throw new AssertionError("The process does not stop");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
