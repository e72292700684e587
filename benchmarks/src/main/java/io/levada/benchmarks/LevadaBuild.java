/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Levada as {@code ./levada} starts it, without the script.
 *
 * @param checkout the root of a built source tree, where its jars are
 * @param cores how many threads a run works with
 */
record LevadaBuild(Path checkout, int cores) {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final String MAIN_CLASS = "io.levada.pipelines.cli.Levada";

  /**
   * A run.
   *
   * @param words of the command line, which begins with {@code run} and the pipeline
   * @throws IOException if the runner's module has not been built
   */
  Contender run(List<String> words, String runner, List<String> moreOptions) throws IOException {
    boolean direct = runner.equals("DirectRunner");
    List<String> options = new ArrayList<>(words);
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
            MAIN_CLASS,
            options));
  }

  /** The words that start another command than a run, which needs no Spark. */
  List<String> command(List<String> flags, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(flags);
    command.addAll(List.of("-cp", directClassPath(), MAIN_CLASS));
    command.addAll(words);
    return command;
  }

  private String sparkClassPath() throws IOException {
    Path target = checkout.resolve("runners/spark/target");
    String spark = Files.readString(target.resolve("spark.classpath")).strip();
    return spark + ":" + target.resolve("levada-spark.jar");
  }

  /** The jars of the distribution that has no Spark. */
  String directClassPath() throws IOException {
    try (Stream<Path> jars = Files.list(checkout.resolve("runners/direct/target/levada/lib"))) {
      return String.join(":", jars.map(Path::toString).sorted().toList());
    }
  }

  private static List<String> sparkFlags() {
    List<String> flags = new ArrayList<>(moduleOptions());
    flags.add(
        "-Dlog4j2.configurationFile=classpath:io/levada/runners/spark/log4j2-local.properties");
    return flags;
  }

  /** What Spark needs to be told to Java. */
  static List<String> moduleOptions() {
    return List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1));
  }

  /** The words that start a class, with a place for the flags that both sides get. */
  static List<String> java(
      String classPath, List<String> flags, String mainClass, List<String> options) {
    List<String> command = new ArrayList<>(List.of(JAVA, "{jvm}"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(options);
    return command;
  }
}
