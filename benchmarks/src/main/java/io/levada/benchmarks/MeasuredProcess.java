/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a command and measures it: by GNU time where it is installed, which asks the kernel, and
 * else by asking for the processes' CPU time while they run, which misses their last moments.
 */
final class MeasuredProcess {

  private static final String GNU_TIME = "/usr/bin/time";
  private static final long SAMPLE_MILLIS = 50;

  private final boolean hasGnuTime;

  MeasuredProcess() throws IOException, InterruptedException {
    this.hasGnuTime = hasGnuTime();
  }

  private static boolean hasGnuTime() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(GNU_TIME))) {
      return false;
    }

    Process probe =
        new ProcessBuilder(GNU_TIME, "-f", "%U", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return probe.waitFor() == 0;
  }

  /**
   * Runs a command to its end.
   *
   * @param log where its standard output and error go
   * @throws WrongResultException if its exit code is not 0
   */
  Measurement run(List<String> command, Path log) throws IOException, InterruptedException {
    Path figures = log.resolveSibling(log.getFileName() + ".time");
    List<String> words = new ArrayList<>();
    if (hasGnuTime) {
      words.addAll(List.of(GNU_TIME, "-q", "-f", "%U %S %M", "-o", figures.toString()));
    }
    words.addAll(command);

    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Duration sampledCpu = Duration.ZERO;
    try {
      while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!hasGnuTime) {
          sampledCpu = max(sampledCpu, cpu(process));
        }
      }
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      throw e;
    }
    double wallSeconds = (System.nanoTime() - start) / 1e9;

    if (process.exitValue() != 0) {
      throw new WrongResultException(
          "Failed with exit code " + process.exitValue() + ": see " + log);
    }
    return hasGnuTime
        ? read(wallSeconds, figures)
        : new Measurement(wallSeconds, sampledCpu.toMillis() / 1e3, Double.NaN);
  }

  private static Measurement read(double wallSeconds, Path figures) throws IOException {
    String[] parts = Files.readString(figures).strip().split(" ", -1);
    double cpuSeconds = Double.parseDouble(parts[0]) + Double.parseDouble(parts[1]);
    return new Measurement(wallSeconds, cpuSeconds, Double.parseDouble(parts[2]) / 1024);
  }

  private static Duration cpu(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration max(Duration left, Duration right) {
    return left.compareTo(right) > 0 ? left : right;
  }
}
