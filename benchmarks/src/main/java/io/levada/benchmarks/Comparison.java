/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import io.levada.benchmarks.JvmFlags.ClassData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two contenders in turn, A B A B, so that whatever else the machine does meets both: after one run
 * of each that is not counted, and with each run's output checked and removed.
 */
final class Comparison {

  /** The names of the sides in the names of their files. */
  private static final String LEVADA = "a";

  private static final String RIVAL = "b";

  private final Job job;
  private final Path work;
  private final JvmFlags jvmFlags;
  private final Consumer<String> progress;
  private final MeasuredProcess process;

  /**
   * @param job what both sides do
   * @param work a folder for outputs, logs and class archives
   * @param jvmFlags flags that the JVMs of both sides get
   */
  Comparison(
      Job job, Path work, List<String> jvmFlags, ClassData classData, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.job = job;
    this.work = Files.createDirectories(work);
    this.jvmFlags = new JvmFlags(jvmFlags, classData, work);
    this.progress = progress;
    this.process = new MeasuredProcess();
  }

  /**
   * Runs the pairs.
   *
   * @param a Levada, whose output is held to all that it promises
   * @throws WrongResultException if a run fails or its output is not the expected one
   */
  PairedRuns run(Contender a, Contender b, int pairs) throws IOException, InterruptedException {
    run(LEVADA, a, "warm-up", true);
    run(RIVAL, b, "warm-up", true);
    List<Measurement> runsOfA = new ArrayList<>();
    List<Measurement> runsOfB = new ArrayList<>();
    for (int pair = 1; pair <= pairs; pair++) {
      runsOfA.add(run(LEVADA, a, "run-" + pair, false));
      runsOfB.add(run(RIVAL, b, "run-" + pair, false));
    }
    return new PairedRuns(a.name(), runsOfA, b.name(), runsOfB);
  }

  private Measurement run(String side, Contender contender, String name, boolean warmUp)
      throws IOException, InterruptedException {
    Path home = work.resolve(side + "-" + name);
    delete(home);
    // The output has a parent of its own, for what a contender keeps beside it.
    Path output = Files.createDirectories(home).resolve("lake");
    List<String> flags = warmUp ? jvmFlags.ofWarmUp(side) : jvmFlags.ofRun(side);
    Path log = work.resolve(side + "-" + name + ".log");
    Measurement figures = process.run(contender.command(flags, job.input(), output), log);
    if (side.equals(LEVADA)) {
      job.check(output);
    } else {
      job.checkRival(output);
    }
    delete(home);
    progress.accept(
        "%s, %s: %.1f s, %.1f s CPU, %.0f MiB"
            .formatted(
                contender.name(),
                name,
                figures.wallSeconds(),
                figures.cpuSeconds(),
                figures.peakMebibytes()));
    return figures;
  }

  /** Removes a folder with all that is in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }

    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Comparison::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
