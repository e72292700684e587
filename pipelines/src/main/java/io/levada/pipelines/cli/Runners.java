/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** The runners that this distribution has. */
final class Runners {

  private static final List<String> OF_SPARK =
      List.of("SparkRunner", "SparkStructuredStreamingRunner");
  private static final List<String> OF_DIRECT = List.of("DirectRunner");

  private Runners() {}

  /** Their short names, sorted; those that only tests use are left out. */
  static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    for (PipelineRunnerRegistrar registrar : ServiceLoader.load(PipelineRunnerRegistrar.class)) {
      registrar.getPipelineRunners().forEach(runner -> names.add(runner.getSimpleName()));
    }
    names.removeIf(name -> name.startsWith("Test"));
    return List.copyOf(names);
  }

  /**
   * Checks a runner's name. A name with a dot is a class of the user's own: Beam looks for it.
   *
   * @throws UsageException if it is not here, with what is here and how to get the other
   */
  static void check(String name) {
    List<String> here = names();
    if (name.contains(".") || here.stream().anyMatch(name::equalsIgnoreCase)) {
      return;
    }

    String available =
        "this distribution has " + (here.isEmpty() ? "none" : String.join(", ", here));
    if (OF_SPARK.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new UsageException(elsewhere(name, available, "Spark"));
    }
    if (OF_DIRECT.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new UsageException(elsewhere(name, available, "Direct"));
    }

    TreeSet<String> everywhere = new TreeSet<>(here);
    everywhere.addAll(OF_SPARK);
    everywhere.addAll(OF_DIRECT);
    String hint =
        NearestName.of(name, everywhere).map(near -> "did you mean " + near + "? ").orElse("");
    throw new UsageException("Unknown --runner: " + name + " (" + hint + available + ")");
  }

  private static String elsewhere(String name, String available, String distribution) {
    return String.format(
        "Cannot use --runner=%s: %s (%s needs the %s distribution; the ./levada script picks it"
            + " by itself)",
        name, available, name, distribution);
  }
}
