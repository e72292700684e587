/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run in a JVM of its own, as the launcher starts it: with Spark's class path and the relocated
 * jar, or with the Direct distribution.
 */
final class LevadaProcess {

  static final Path RELOCATED_JAR = Path.of(required("levada.spark.jar"));

  private static final String MAIN_CLASS = "io.levada.pipelines.cli.Levada";
  private static final Path SPARK_CLASSPATH = Path.of(required("levada.spark.classpath"));
  private static final Path DIRECT_LIB = Path.of(required("levada.direct.lib"));

  /** The packages that Spark's own launcher opens to it. */
  private static final List<String> OPENED_TO_SPARK =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  /**
   * They begin fast and take little; most are over before compiled code has paid for itself. By
   * itself Java reserves 48 MB for that code then, and interprets the rest.
   */
  private static final List<String> SMALL =
      List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-XX:+UseSerialGC");

  private final ClassArchive archive;
  private final List<String> javaOptions = new ArrayList<>(SMALL);
  private final List<Path> classPath = new ArrayList<>();

  /** Java encodes file names as the locale says, and partition values are file names. */
  private final Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C.UTF-8"));

  /** Shell commands that end with running {@code "$@"}; none by default. */
  private String prelude = "";

  private String mainClass = MAIN_CLASS;
  private final List<String> firstArguments = new ArrayList<>();
  private Duration timeout = Duration.ofMinutes(3);

  private LevadaProcess(List<Path> classPath, ClassArchive archive) {
    this.archive = archive;
    this.classPath.addAll(classPath);
  }

  /** On Spark: its jars first, as a cluster has them, then ours. */
  static LevadaProcess onSpark() {
    LevadaProcess process = withSpark(ClassArchive.OF_SPARK);
    process.classPath.add(RELOCATED_JAR);
    return process;
  }

  /** By the class that {@code spark-submit} runs, in client mode; our jar travels with it. */
  static LevadaProcess submitted(String... options) {
    LevadaProcess process = withSpark(ClassArchive.NONE);
    process.mainClass = "org.apache.spark.deploy.SparkSubmit";
    process.firstArguments.addAll(List.of(options));
    process.firstArguments.addAll(List.of("--class", MAIN_CLASS, RELOCATED_JAR.toString()));
    return process;
  }

  private static LevadaProcess withSpark(ClassArchive archive) {
    LevadaProcess process = new LevadaProcess(sparkJars(), archive);
    process.javaOptions.add("-XX:+IgnoreUnrecognizedVMOptions");
    OPENED_TO_SPARK.forEach(
        name -> process.javaOptions.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    process.javaOptions.add(
        "-Dlog4j2.configurationFile=classpath:io/levada/runners/spark/log4j2-local.properties");
    return process;
  }

  /** In one JVM, without Spark. */
  static LevadaProcess onDirect() {
    try (Stream<Path> jars = Files.list(DIRECT_LIB)) {
      return new LevadaProcess(jars.sorted().toList(), ClassArchive.OF_DIRECT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spark's own jars, none of ours. */
  static List<Path> sparkJars() {
    try {
      String line = Files.readString(SPARK_CLASSPATH).strip();
      return Stream.of(line.split(File.pathSeparator)).map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a class of the tests instead of the command line. */
  LevadaProcess withMain(Class<?> testClass) {
    classPath.add(Path.of(required("levada.test.classes")));
    mainClass = testClass.getName();
    return this;
  }

  /** Runs with the classes of the jar or folder that a class comes from. */
  LevadaProcess withClassesBeside(Class<?> type) {
    classPath.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()));
    return this;
  }

  LevadaProcess withJavaOptions(String... options) {
    javaOptions.addAll(List.of(options));
    return this;
  }

  /** With all of Java's compilers, for what takes minutes otherwise. */
  LevadaProcess withCompilers() {
    javaOptions.removeAll(SMALL);
    return this;
  }

  LevadaProcess withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Runs it from a shell.
   *
   * @param commands shell commands that end with {@code exec "$@"}, which is the process
   */
  LevadaProcess withPrelude(String commands) {
    prelude = commands;
    return this;
  }

  LevadaProcess withTimeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError if it takes longer than the timeout; it is killed then
   */
  Result run(String... arguments) throws IOException, InterruptedException {
    try (Running running = begin(arguments)) {
      return running.toEnd();
    }
  }

  /** Begins to run. */
  Running begin(String... arguments) throws IOException {
    Path out = Files.createTempFile("levada", ".out");
    Path err = Files.createTempFile("levada", ".err");
    return new Running(start(List.of(arguments), out, err), out, err, timeout);
  }

  private Process start(List<String> arguments, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>();
    if (!prelude.isEmpty()) {
      command.addAll(List.of("bash", "-c", prelude, "bash"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    if (javaOptions.stream().noneMatch(option -> option.contains("Archive"))) {
      command.addAll(archive.options());
    }
    command.add("-cp");
    command.add(classPath(classPath));
    command.add(mainClass);
    command.addAll(firstArguments);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  static String classPath(List<Path> jars) {
    return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
  }

  private static String required(String property) {
    return Optional.ofNullable(System.getProperty(property))
        .orElseThrow(() -> new IllegalStateException("The build does not set " + property));
  }

  /** A process that has begun. */
  record Running(Process process, Path out, Path err, Duration timeout) implements AutoCloseable {

    /** Sends it a signal, such as {@code INT}. */
    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /**
     * Waits for its end.
     *
     * @throws AssertionError if it takes longer than the timeout; it is killed then
     */
    Result toEnd() throws IOException, InterruptedException {
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      Result result =
          new Result(
              process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      if (!ended) {
        throw new AssertionError("Not done after " + timeout + ": " + result);
      }

      return result;
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** How it ended and what it said. */
  record Result(int exitCode, String out, String err) {}
}
