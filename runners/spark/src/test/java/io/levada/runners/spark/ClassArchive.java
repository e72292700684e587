/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.runners.spark.LevadaProcess.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that a small run loads, in a form that Java maps instead of reading them from jars: a
 * process begins in half the time. Made by such a run when it is first asked for. Java takes no
 * notice of one that was made with other jars.
 */
final class ClassArchive {

  static final ClassArchive NONE = new ClassArchive("none");
  static final ClassArchive OF_DIRECT = new ClassArchive("direct");
  static final ClassArchive OF_SPARK = new ClassArchive("spark");

  private static final String EVENT =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\",\"data\":{\"of\":\"1\"}}\n";

  private static final Path FOLDER =
      Path.of(System.getProperty("levada.test.classes")).resolveSibling("class-archives");

  private static final int DONE = 0;

  private final String name;
  private List<String> options;

  private ClassArchive(String name) {
    this.name = name;
  }

  /** What makes Java use it. */
  synchronized List<String> options() {
    if (options == null) {
      options = this == NONE ? List.of() : made();
    }
    return options;
  }

  private List<String> made() {
    try {
      Path folder = Files.createDirectories(FOLDER);
      Path file = folder.resolve(name + ".jsa");
      Path input = Files.write(folder.resolve("in.json"), EVENT.getBytes(UTF_8));
      List<String> command =
          new ArrayList<>(
              List.of(
                  "run",
                  "events",
                  "--input=" + input,
                  "--output=" + folder.resolve("lake"),
                  "--writeMode=overwrite"));
      boolean onSpark = this == OF_SPARK;
      if (onSpark) {
        command.add("--runner=SparkRunner");
      }
      Result result =
          (onSpark ? LevadaProcess.onSpark() : LevadaProcess.onDirect())
              .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1")
              .withJavaOptions("-XX:ArchiveClassesAtExit=" + file)
              .run(command.toArray(String[]::new));
      if (result.exitCode() != DONE) {
        throw new IllegalStateException("Cannot make an archive of classes: " + result.err());
      }
      return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
