/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.levada.benchmarks.EventGenerator;
import io.levada.benchmarks.EventSettings;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is asked to stop while its workers write leaves nothing but its record. */
class InterruptedRunIT {

  private static final long RECORDS = 400_000;
  private static final long LONGEST_START_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** Whoever starts the tests in the background has the shell ignore SIGINT, for children too. */
  private static final String HEED_SIGINT =
      "env --default-signal=INT true 2>/dev/null && exec env --default-signal=INT \"$@\"; exec"
          + " \"$@\"";

  @TempDir private static Path generated;
  @TempDir private Path folder;

  @BeforeAll
  static void generateEvents() throws IOException {
    EventGenerator.generate(EventSettings.of(RECORDS, 1), generated);
  }

  @ParameterizedTest
  @CsvSource({"DIRECT, INT, 130", "DIRECT, TERM, 143", "SPARK, INT, 130", "SPARK, TERM, 143"})
  void isUndone(RunnerUnderTest runner, String signal, int exitCode) throws Exception {
    Path table = folder.resolve("trusted/events");
    LakeFolder lake = new LakeFolder(table);

    Result result;
    try (Running running =
        runner.begin(
            runner.process().withPrelude(HEED_SIGINT),
            "events",
            "--input=" + generated.resolve("input"),
            "--output=" + table)) {
      awaitStagedFiles(lake, running);
      running.signal(signal);
      result = running.toEnd();
    }

    assertThat(result.err(), result.exitCode(), equalTo(exitCode));
    assertThat(result.err(), containsString("levada: Interrupted"));
    assertThat(lake.visibleFiles(), empty());
    assertThat(lake.stagedFiles(), empty());
    assertThat(lake.state(2).get("state").asText(), equalTo("ROLLED_BACK"));
  }

  private static void awaitStagedFiles(LakeFolder lake, Running running)
      throws InterruptedException {
    long start = System.nanoTime();
    while (lake.stagedFiles().isEmpty()) {
      if (!running.process().isAlive() || System.nanoTime() - start > LONGEST_START_NANOS) {
        throw new AssertionError("The run has not staged a file");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
