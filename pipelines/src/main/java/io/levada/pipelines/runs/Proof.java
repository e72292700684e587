/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.Conservation;
import io.levada.io.lake.Fate;
import io.levada.io.lake.Manifest;
import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** That what a run has staged is what it has read, and that no more is rejected than allowed. */
final class Proof {

  private static final int PROBLEMS_TOLD = 3;

  private Proof() {}

  /**
   * Holds the manifest against the inputs and the target's limits.
   *
   * @param rejects where the rejects will be
   * @throws RunFailedException if it does not hold
   */
  static void check(Manifest manifest, Source source, LakeTarget target, Location rejects) {
    List<String> problems = new ArrayList<>(source.coverageProblems(manifest.reads()));
    problems.addAll(Conservation.problems(manifest));
    if (!problems.isEmpty()) {
      int more = problems.size() - PROBLEMS_TOLD;
      throw new RunFailedException(
          ExitCode.NOT_CONSERVED,
          "Rows do not add up, "
              + (manifest.figures().isEmpty()
                  ? "nothing is published: "
                  : "the files count as not loaded: ")
              + String.join("; ", problems.subList(0, Math.min(PROBLEMS_TOLD, problems.size())))
              + (more > 0 ? "; and " + more + " more" : ""));
    }
    checkRejects(manifest, target, rejects);
  }

  private static void checkRejects(Manifest manifest, LakeTarget target, Location rejects) {
    long rejected = manifest.count(Fate.REJECTED);
    Optional<String> limit = target.rejects().exceededBy(rejected, manifest.readCount());
    if (limit.isPresent()) {
      throw new RunFailedException(
          ExitCode.TOO_MANY_REJECTS,
          rejected
              + " of "
              + manifest.readCount()
              + " records were rejected, more than "
              + limit.get()
              + "; the rejects are in "
              + rejects);
    }
  }
}
