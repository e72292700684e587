/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pipelines of this distribution, by name. */
final class Pipelines {

  private final Iterable<LevadaPipeline> found;

  Pipelines(Iterable<LevadaPipeline> found) {
    this.found = found;
  }

  List<LevadaPipeline> sorted() {
    List<LevadaPipeline> sorted = new ArrayList<>();
    found.forEach(sorted::add);
    sorted.sort(Comparator.comparing(LevadaPipeline::name));
    return sorted;
  }

  List<String> names() {
    return sorted().stream().map(LevadaPipeline::name).toList();
  }

  /**
   * The pipeline of that name.
   *
   * @throws UsageException if there is none, with the nearest name
   */
  LevadaPipeline named(String name) {
    return sorted().stream()
        .filter(pipeline -> pipeline.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private UsageException unknown(String name) {
    String hint =
        NearestName.of(name, names())
            .map(near -> "did you mean " + near + "?")
            .orElse("there are: " + String.join(", ", names()));
    return new UsageException("Unknown pipeline: " + name + " (" + hint + ")");
  }
}
