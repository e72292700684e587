/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptionTest {

  /** Whoever starts the tests in the background has the shell ignore SIGINT, for children too. */
  private static final String HEED_SIGINT =
      "env --default-signal=INT true 2>/dev/null && exec env --default-signal=INT \"$@\"; exec"
          + " \"$@\"";

  private final Interruption interruption = new Interruption();
  private final List<String> undone = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void undoesTheLatestFirst() {
    interruption.onInterrupt(() -> undone.add("lock"));
    interruption.onInterrupt(() -> undone.add("files"));

    interruption.begin(failures::add);

    assertThat(undone, contains("files", "lock"));
  }

  @Test
  void doesNotUndoWhatIsGivenUp() {
    try (Console.Undo undo = interruption.onInterrupt(() -> undone.add("files"))) {
      assertThat(undo != null, is(true));
    }

    interruption.begin(failures::add);

    assertThat(undone, empty());
  }

  @Test
  void stopsARunThatWantsToGoOn() {
    Console.Undo undo = interruption.onInterrupt(() -> undone.add("files"));
    interruption.begin(failures::add);

    RunFailedException stopped = assertThrows(RunFailedException.class, undo::close);

    assertThat(stopped.exitCode(), is(ExitCode.INTERRUPTED));
  }

  @Test
  void undoesTheRestIfOneFails() {
    interruption.onInterrupt(() -> undone.add("lock"));
    interruption.onInterrupt(
        () -> {
          throw new IllegalStateException("Boo");
        });

    interruption.begin(failures::add);

    assertThat(undone, contains("lock"));
    assertThat(failures.get(0).getMessage(), is("Boo"));
  }

  @Test
  void isToldToAQuietRunAsWell() {
    CommandLine commandLine =
        new CommandLine()
            .whosePipeline(
                (options, console) -> {
                  console.onInterrupt(() -> undone.add("files"));
                  return CountLinesPipeline.SUMMARY;
                });
    Levada levada = commandLine.levada();
    levada.run("run", "count-lines", "--input=a", "--output=b", "--quiet");

    levada.interrupt();

    assertThat(undone, contains("files"));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void endsTheProcessWithTheSignalsCode(String signal, int exitCode) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                HEED_SIGINT,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .start();
    try (var out = process.inputReader(UTF_8);
        var err = process.errorReader(UTF_8)) {
      assertThat(out.readLine(), is("waiting"));

      kill(signal, process.pid());

      assertThat(process.waitFor(60, TimeUnit.SECONDS), is(true));
      assertThat(out.lines().toList(), contains("undone"));
      assertThat(err.lines().toList(), contains("levada: Interrupted"));
      assertThat(process.exitValue(), is(exitCode));
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-Da=b, list, 0, ''",
    "-Dspark.app.name=a, list, 0, returned",
    "-Dspark.app.name=a, no, 2, ''"
  })
  void returnsToSparkIfAllIsWell(String property, String command, int exitCode, String printed)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                property,
                "-cp",
                System.getProperty("java.class.path"),
                Returning.class.getName(),
                command)
            .redirectError(new File("/dev/null"))
            .start();

    try (var out = process.inputReader(UTF_8)) {
      assertThat(String.join("", out.lines().toList()), is(printed));
      assertThat(process.waitFor(), is(exitCode));
    }
  }

  private static void kill(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectError(new File("/dev/null"))
        .start()
        .waitFor();
  }

  /** A process whose run waits until it is stopped, and fails when it is undone. */
  static final class Waiting {

    private Waiting() {}

    public static void main(String[] args) {
      CountLinesPipeline pipeline =
          new CountLinesPipeline(
              (options, console) -> {
                console.onInterrupt(() -> System.out.println("undone"));
                System.out.println("waiting");
                try {
                  Thread.sleep(TimeUnit.MINUTES.toMillis(1));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return CountLinesPipeline.SUMMARY;
              });
      new Levada(System.out, System.err, System.getenv(), false, List.of(pipeline), List.of())
          .runAndExit("run", "count-lines", "--input=a", "--output=b");
    }
  }

  /** A process that tells whether it was given back control. */
  static final class Returning {

    private Returning() {}

    public static void main(String[] args) {
      new Levada(System.out, System.err, System.getenv(), false, List.of(), List.of())
          .runAndExit(args);
      System.out.println("returned");
    }
  }
}
