/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.benchmarks.JvmFlags.ClassData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  @TempDir private Path folder;

  private final List<String> progress = new ArrayList<>();
  private Job job;
  private Path work;
  private Contender duckDb;

  @BeforeEach
  void generate() throws IOException, SQLException {
    Path data = folder.resolve("data");
    work = folder.resolve("work");
    EventGenerator.generate(EventSettings.of(1_000, 3), data);
    job = new EventsJob(data);
    duckDb = new Contenders(job, Path.of("."), 2).duckDb();
  }

  @Test
  void runsTheContendersInTurnAfterAWarmUpOfEach() throws IOException, InterruptedException {
    comparison(ClassData.PLAIN).run(named("A"), named("B"), 2);

    assertThat(
        progress.stream().map(line -> line.replaceAll(":.*", "")).toList(),
        contains("A, warm-up", "B, warm-up", "A, run-1", "B, run-1", "A, run-2", "B, run-2"));
  }

  @Test
  void theWarmUpDoesNotCount() throws IOException, InterruptedException {
    PairedRuns runs = comparison(ClassData.PLAIN).run(named("A"), named("B"), 1);

    assertThat(runs.a(), hasSize(1));
  }

  @Test
  void removesEveryOutput() throws IOException, InterruptedException {
    comparison(ClassData.PLAIN).run(named("A"), named("B"), 1);

    try (Stream<Path> left = Files.list(work)) {
      assertThat(left.filter(Files::isDirectory).toList(), hasSize(0));
    }
  }

  @Test
  void bothSidesLoadTheirClassesFromAnArchive() throws IOException, InterruptedException {
    Contender fromJar = new Contender("A", withJarOfClasses(duckDb.command()));

    comparison(ClassData.ARCHIVED).run(fromJar, fromJar, 1);

    assertThat(Files.exists(work.resolve("a.jsa")), is(true));
    assertThat(Files.exists(work.resolve("b.jsa")), is(true));
  }

  @Test
  void aContenderThatWritesNothingHasNoTime() {
    Contender idle = new Contender("idle", List.of("true"));

    WrongResultException e =
        assertThrows(
            WrongResultException.class, () -> comparison(ClassData.PLAIN).run(idle, named("B"), 1));
    assertThat(e.getMessage(), startsWith("Cannot read the output "));
  }

  /** A class archive is made of jars only, and a build in progress has a folder of classes. */
  private List<String> withJarOfClasses(List<String> command) {
    String jar = folder.resolve("classes.jar").toString();
    ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(System.out, System.err, "--create", "--file", jar, "-C", "target/classes", ".");
    int classPath = command.indexOf("-cp") + 1;
    List<String> jars =
        Stream.of(command.get(classPath).split(":", -1))
            .filter(path -> path.endsWith(".jar"))
            .toList();
    List<String> changed = new ArrayList<>(command);
    changed.set(classPath, jar + ":" + String.join(":", jars));
    return changed;
  }

  private Contender named(String name) {
    return new Contender(name, duckDb.command());
  }

  private Comparison comparison(ClassData classData) throws IOException, InterruptedException {
    return new Comparison(job, work, List.of("-Xmx256m"), classData, progress::add);
  }
}
