/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

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
  void isOneForAllJobsOfACommand() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));
    Path films = films("id,title\n1,a\n2,b\n");

    // Types are inferred by a job of its own: three jobs.
    Result result =
        RunnerUnderTest.SPARK.run(
            LevadaProcess.onSpark()
                .withJavaOptions("-Dspark.eventLog.enabled=true", "-Dspark.eventLog.dir=" + events),
            "csv-to-trusted",
            "--input=" + films,
            "--output=" + folder.resolve("inferred"),
            "--then",
            "csv-to-trusted",
            "--input=" + films,
            "--output=" + folder.resolve("given"),
            "--schema=" + Files.writeString(folder.resolve("schema.json"), SCHEMA));

    assertThat(result.err(), result.exitCode(), equalTo(0));
    try (Stream<Path> applications = Files.list(events)) {
      assertThat(applications.toList(), hasSize(1));
    }
  }

  @Test
  void tellsWhySparkDoesNotStart() throws Exception {
    Result result =
        RunnerUnderTest.SPARK.run(
            LevadaProcess.onSpark().withJavaOptions("-Dspark.driver.bindAddress=192.0.2.1"),
            "csv-to-trusted",
            "--input=" + films("id\n1\n"),
            "--output=" + folder.resolve("none"));

    assertThat(result.exitCode(), equalTo(1));
    assertThat(
        result.err(),
        containsString("levada: Cannot assign requested address: Service 'sparkDriver' failed"));
  }

  private static final String SCHEMA =
      "{\"fields\": [{\"name\": \"id\", \"type\": \"long\"}, {\"name\": \"title\", \"type\":"
          + " \"string\"}]}";

  private Path films(String content) throws Exception {
    Path input = Files.createDirectories(folder.resolve("films"));
    Files.writeString(input.resolve("films.csv"), content);
    return input;
  }
}
