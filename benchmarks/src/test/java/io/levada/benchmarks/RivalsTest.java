/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rivals, each in a JVM of its own as in a comparison. */
class RivalsTest {

  private static final List<String> JVM_FLAGS = List.of("-Xmx1g");

  @TempDir private static Path shared;
  private static ExpectedCounts expected;
  private static Job job;

  @TempDir private Path folder;

  private final Contenders contenders = new Contenders(job, Path.of("."), 2);

  @BeforeAll
  static void generate() throws IOException {
    expected = EventGenerator.generate(EventSettings.of(20_000, 3).withFiles(2), shared);
    job = new EventsJob(shared);
  }

  @Test
  void nativeSparkGivesTheExpectedRows() throws IOException, InterruptedException {
    run(contenders.nativeSpark(2));

    assertDoesNotThrow(() -> new LakeCount(lake()).check(expected));
  }

  @Test
  void duckDbGivesTheExpectedRows() throws IOException, InterruptedException, SQLException {
    run(contenders.duckDb());

    assertDoesNotThrow(() -> new LakeCount(lake()).check(expected));
  }

  @Test
  void aMissingFileIsAWrongResult() throws IOException, InterruptedException, SQLException {
    run(contenders.duckDb());
    try (Stream<Path> files = Files.walk(lake())) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }

    WrongResultException e =
        assertThrows(WrongResultException.class, () -> new LakeCount(lake()).check(expected));
    assertThat(
        e.getMessage(),
        allOf(
            startsWith("Wrong output " + lake()),
            containsString("expected %d in 90".formatted(expected.rows()))));
  }

  @Test
  void aFileThatIsThereTwiceIsAWrongResult()
      throws IOException, InterruptedException, SQLException {
    run(contenders.duckDb());
    try (Stream<Path> files = Files.walk(lake())) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.copy(file, file.resolveSibling("again.parquet"));
    }

    assertThrows(WrongResultException.class, () -> new LakeCount(lake()).check(expected));
  }

  @Test
  void measuresWallAndCpu() throws IOException, InterruptedException, SQLException {
    Measurement figures = run(contenders.duckDb());

    assertThat(figures.wallSeconds(), greaterThan(0.05));
    assertThat(figures.cpuSeconds(), greaterThan(0.05));
  }

  @Test
  void aFailedRunIsAWrongResult() throws IOException, InterruptedException {
    Contender failing = new Contender("failing", List.of("sh", "-c", "exit 3"));

    WrongResultException e = assertThrows(WrongResultException.class, () -> run(failing));
    assertThat(e.getMessage(), startsWith("Failed with exit code 3: see " + folder));
  }

  private Measurement run(Contender contender) throws IOException, InterruptedException {
    return new MeasuredProcess()
        .run(
            contender.command(JVM_FLAGS, EventGenerator.input(shared), lake()),
            folder.resolve("log"));
  }

  private Path lake() {
    return folder.resolve("lake");
  }
}
