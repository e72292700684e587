/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.levada.runners.spark.LevadaProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beam would start an application of Spark for each job. */
class SharedContextIT {

  @TempDir private Path folder;

  @Test
  void isOneForAllJobsOfARun() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));

    // Types are inferred by a job of its own.
    Result result = run(events, "csv-to-trusted", "--input=" + films(), "--output=" + table("a"));

    assertThat(result.err(), result.exitCode(), equalTo(0));
    assertThat(applications(events), equalTo(1L));
  }

  @Test
  void isAnotherForTheNextStep() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));

    Result result =
        run(
            events,
            "csv-to-trusted",
            "--input=" + films(),
            "--output=" + table("a"),
            "--then",
            "csv-to-trusted",
            "--runner=SparkStructuredStreamingRunner",
            "--input=" + films(),
            "--output=" + table("b"),
            "--then",
            "csv-to-trusted",
            "--runner=SparkRunner",
            "--sparkMaster=local[1]",
            "--input=" + films(),
            "--output=" + table("c"));

    assertThat(result.err(), result.exitCode(), equalTo(0));
    // The structured runner makes one for each of its two jobs.
    assertThat(applications(events), equalTo(4L));
  }

  @Test
  void tellsWhySparkDoesNotStart() throws Exception {
    Result result =
        RunnerUnderTest.SPARK.run(
            LevadaProcess.onSpark().withJavaOptions("-Dspark.driver.bindAddress=192.0.2.1"),
            "csv-to-trusted",
            "--input=" + films(),
            "--output=" + folder.resolve("none"));

    assertThat(result.exitCode(), equalTo(1));
    assertThat(result.err(), containsString("Service 'sparkDriver' failed"));
  }

  private static Result run(Path events, String... arguments) throws Exception {
    return RunnerUnderTest.SPARK.run(
        LevadaProcess.onSpark()
            .withJavaOptions("-Dspark.eventLog.enabled=true", "-Dspark.eventLog.dir=" + events),
        arguments);
  }

  private static long applications(Path events) throws Exception {
    try (Stream<Path> logs = Files.list(events)) {
      return logs.count();
    }
  }

  private Path table(String name) {
    return folder.resolve(name);
  }

  private Path films() throws Exception {
    Path input = Files.createDirectories(folder.resolve("films"));
    Files.writeString(input.resolve("films.csv"), "id,title\n1,a\n2,b\n");
    return input;
  }
}
