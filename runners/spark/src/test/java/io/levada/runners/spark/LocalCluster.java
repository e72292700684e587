/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cluster of processes on this machine, Spark's {@code local-cluster}: master and workers live in
 * the driver's, and each worker starts its executors from a folder that is laid out as a Spark
 * distribution.
 */
final class LocalCluster {

  private static final int WORKERS = 2;
  private static final int CORES_PER_WORKER = 2;
  private static final int WORKER_MEGABYTES = 768;

  /** No process lives so long that the optimising compiler would pay for itself. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Executors look for it in the distribution's {@code conf}. */
  private static final String LOGGING =
      """
      rootLogger.level = warn
      rootLogger.appenderRef.stderr.ref = stderr
      appender.stderr.type = Console
      appender.stderr.name = stderr
      appender.stderr.target = SYSTEM_ERR
      appender.stderr.layout.type = PatternLayout
      appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1} %m%n%ex
      """;

  private final Path home;
  private final Path logging;
  private final Path events;
  private final List<String> options = new ArrayList<>();

  /**
   * @param folder an empty one, for all that the cluster keeps
   */
  LocalCluster(Path folder) throws IOException {
    this.home = folder.resolve("spark");
    this.events = Files.createDirectories(folder.resolve("events"));
    Files.createDirectories(home.resolve("jars"));
    this.logging =
        Files.writeString(
            Files.createDirectories(home.resolve("conf")).resolve("log4j2.properties"), LOGGING);
    options.add(
        "--master=local-cluster[%d,%d,%d]".formatted(WORKERS, CORES_PER_WORKER, WORKER_MEGABYTES));
    with("spark.executor.memory", WORKER_MEGABYTES + "m");
    with("spark.eventLog.enabled", "true");
    with("spark.eventLog.dir", events.toUri().toString());
    with("spark.local.dir", Files.createDirectories(folder.resolve("local")).toString());
    with("spark.ui.enabled", "false");
    with("spark.executor.extraJavaOptions", String.join(" ", SHORT_LIVED));
  }

  LocalCluster with(String property, String value) {
    options.add("--conf=" + property + "=" + value);
    return this;
  }

  /** A process that is the driver, and starts the cluster. */
  LevadaProcess driver() {
    return LevadaProcess.submitted(options.toArray(String[]::new))
        .withJavaOptions(SHORT_LIVED.toArray(String[]::new))
        .withJavaOptions("-Xmx512m", "-Dlog4j2.configurationFile=" + logging)
        .withEnvironment("SPARK_HOME", home.toString())
        .withEnvironment("SPARK_DIST_CLASSPATH", LevadaProcess.classPath(LevadaProcess.sparkJars()))
        .withEnvironment("SPARK_SCALA_VERSION", "2.12")
        .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1")
        .withTimeout(Duration.ofMinutes(5));
  }

  /** What Spark tells of the only application that has run. */
  EventLog eventLog() throws IOException {
    try (Stream<Path> files = Files.list(events)) {
      return EventLog.read(files.toList().get(0));
    }
  }
}
