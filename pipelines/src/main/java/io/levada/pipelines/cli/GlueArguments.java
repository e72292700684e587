/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments that AWS Glue adds to those of the job.
 *
 * <ul>
 *   <li>{@code --JOB_NAME} becomes {@code --jobName} if none is given, {@code --TempDir} becomes
 *       {@code --tempLocation} likewise;
 *   <li>{@code --JOB_NAME}, {@code --JOB_ID} and {@code --JOB_RUN_ID} can be read from {@link
 *       io.levada.pipelines.GlueOptions};
 *   <li>{@code --job-bookmark-option} becomes {@code --bookmark} if none is given, for pipelines
 *       that have one;
 *   <li>the others that <a
 *       href="https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html">Glue
 *       documents</a>, and all that begin with {@code --enable-} or {@code --continuous-log-}, are
 *       settings of the service: accepted and ignored.
 * </ul>
 */
final class GlueArguments {

  /** What stands before {@code enable}, {@code disable} and {@code pause}. */
  private static final String BOOKMARK_PREFIX = "job-bookmark-";

  private static final Map<String, List<String>> MEANT_FOR_US =
      Map.of(
          "JOB_NAME",
          List.of("jobName", "glueJobName"),
          "JOB_ID",
          List.of("glueJobId"),
          "JOB_RUN_ID",
          List.of("glueJobRunId"),
          "TempDir",
          List.of("tempLocation"),
          "job-bookmark-option",
          List.of("bookmark"));

  private static final List<String> MEANT_FOR_GLUE =
      List.of(
          "additional-python-modules",
          "auto-scale-within-microbatch",
          "class",
          "conf",
          "customer-driver-env-vars",
          "customer-executor-env-vars",
          "datalake-formats",
          "disable-proxy-v2",
          "encryption-type",
          "extra-files",
          "extra-jars",
          "extra-py-files",
          "job-bookmark-from",
          "job-bookmark-to",
          "job-language",
          "python-modules-installer-option",
          "redirect-logs",
          "scriptLocation",
          "SECURITY_CONFIGURATION",
          "spark-event-logs-path",
          "use-postgres-driver",
          "user-jars-first",
          "write-shuffle-files-to-s3",
          "write-shuffle-spills-to-s3");

  private static final List<String> PREFIXES = List.of("enable-", "continuous-log-");

  private GlueArguments() {}

  /** Names without dashes that are Glue's: all known ones, and those among the arguments. */
  static Set<String> names(List<String> args) {
    Set<String> names = new LinkedHashSet<>(MEANT_FOR_US.keySet());
    names.addAll(MEANT_FOR_GLUE);
    for (String arg : args) {
      String name = arg.replaceFirst("^--", "").replaceFirst("=.*", "");
      if (arg.startsWith("--") && PREFIXES.stream().anyMatch(name::startsWith)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Whether a name may stand without a value. */
  static boolean isFlag(String name) {
    return name.startsWith("enable-") || name.startsWith("write-shuffle-");
  }

  /**
   * Takes Glue's arguments out and gives their values to the options that stand for them.
   *
   * @param known the names of the pipeline's options; those of others are given no value
   * @return the arguments that mean nothing here
   */
  static List<String> take(
      Map<String, List<String>> values, Set<String> glueNames, Set<String> known) {
    List<String> ignored = new ArrayList<>();
    for (String name : glueNames) {
      List<String> given = values.remove(name);
      if (given == null) {
        continue;
      }

      List<String> options = new ArrayList<>(MEANT_FOR_US.getOrDefault(name, List.of()));
      options.retainAll(known);
      if (options.isEmpty()) {
        ignored.add("--" + name);
      }
      options.forEach(option -> values.putIfAbsent(option, List.of(given.get(given.size() - 1))));
    }
    values.computeIfPresent("bookmark", (name, given) -> withoutPrefix(given));
    return ignored;
  }

  /** The option takes Glue's words as well. */
  private static List<String> withoutPrefix(List<String> given) {
    return given.stream()
        .map(
            value ->
                value.startsWith(BOOKMARK_PREFIX)
                    ? value.substring(BOOKMARK_PREFIX.length())
                    : value)
        .toList();
  }
}
