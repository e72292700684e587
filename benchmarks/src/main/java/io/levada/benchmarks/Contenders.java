/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/** The commands of the known contenders, each in a JVM of its own with a lean class path. */
final class Contenders {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final Path checkout;
  private final int cores;
  private final Job job;

  /**
   * @param job what each of them does
   * @param checkout the root of a built source tree, where Levada's jars are
   * @param cores how many threads each contender works with
   */
  Contenders(Job job, Path checkout, int cores) {
    this.job = job;
    this.checkout = checkout;
    this.cores = cores;
  }

  /**
   * Levada as {@code ./levada run} starts it, without the script.
   *
   * @throws IOException if the runner's module has not been built
   */
  Contender levada(String runner, List<String> moreOptions) throws IOException {
    boolean direct = runner.equals("DirectRunner");
    List<String> options = new ArrayList<>(job.levada());
    // Behind the first pipeline's name, so that all of them take the runner.
    List<String> first = options.subList(0, 2);
    first.add("--runner=" + runner);
    first.add(direct ? "--targetParallelism=" + cores : "--sparkMaster=local[" + cores + "]");
    first.addAll(moreOptions);
    return new Contender(
        "Levada, " + runner,
        java(
            direct ? directClassPath() : sparkClassPath(),
            direct ? List.of() : sparkFlags(),
            "io.levada.pipelines.cli.Levada",
            options));
  }

  private String sparkClassPath() throws IOException {
    Path target = checkout.resolve("runners/spark/target");
    String spark = Files.readString(target.resolve("spark.classpath")).strip();
    return spark + ":" + target.resolve("levada-spark.jar");
  }

  private String directClassPath() throws IOException {
    try (Stream<Path> jars = Files.list(checkout.resolve("runners/direct/target/levada/lib"))) {
      return String.join(":", jars.map(Path::toString).sorted().toList());
    }
  }

  Contender nativeSpark(int shufflePartitions) {
    List<String> words = job.nativeSpark();
    List<String> options = new ArrayList<>(words.subList(1, words.size()));
    options.addAll(
        List.of(
            "--input={input}",
            "--output={output}",
            "--master=local[" + cores + "]",
            "--shufflePartitions=" + shufflePartitions));
    return new Contender(
        "native Spark SQL " + SparkSession.class.getPackage().getImplementationVersion(),
        java(System.getProperty("java.class.path"), moduleOptions(), words.get(0), options));
  }

  Contender duckDb() throws SQLException {
    String version;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      version = connection.getMetaData().getDatabaseProductVersion();
    }
    return new Contender(
        "DuckDB " + version,
        java(
            System.getProperty("java.class.path"),
            List.of(),
            job.duckDb(),
            List.of("--input={input}", "--output={output}", "--threads=" + cores)));
  }

  private static List<String> sparkFlags() {
    List<String> flags = new ArrayList<>(moduleOptions());
    flags.add(
        "-Dlog4j2.configurationFile=classpath:io/levada/runners/spark/log4j2-local.properties");
    return flags;
  }

  private static List<String> moduleOptions() {
    return List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1));
  }

  private static List<String> java(
      String classPath, List<String> flags, String mainClass, List<String> options) {
    List<String> command = new ArrayList<>(List.of(JAVA, "{jvm}"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(options);
    return command;
  }
}
