/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedRunsTest {

  private static final PairedRuns RUNS =
      new PairedRuns(
          "Levada",
          List.of(run(5, 9, 1_000), run(6, 11, 1_200), run(4, 10, 1_100)),
          "rival",
          List.of(run(10, 20, 2_000), run(10, 22, 2_200), run(16, 21, 2_100)));

  @Test
  void printsMediansAndTheRatioOfEachPair() {
    assertThat(
        RUNS.toMarkdown(),
        is(
            """
            | | wall s, median (min–max) | CPU s, median | peak MiB, median |
            |---|---|---|---|
            | Levada | 5.0 (4.0–6.0) | 10.0 | 1100 |
            | rival | 10.0 (10.0–16.0) | 21.0 | 2100 |

            Ratio of walls, pair by pair: median **0.50** (0.25–0.60) over 3 pairs.
            """));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Measurement.median(new double[] {4, 1, 3, 2}), is(2.5));
  }

  @Test
  void saysWhatWasNotMeasured() {
    PairedRuns runs =
        new PairedRuns("a", List.of(run(1, 1, Double.NaN)), "b", List.of(run(1, 1, 1)));

    assertThat(
        runs.toMarkdown().lines().toList().get(2),
        is("| a | 1.0 (1.0–1.0) | 1.0 | not measured |"));
  }

  @Test
  void refusesHalfAPair() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new PairedRuns("a", List.of(run(1, 1, 1)), "b", List.of()));

    assertThat(e.getMessage(), is("Invalid pairs: 1 and 0 runs (take as many of both)"));
  }

  private static Measurement run(double wallSeconds, double cpuSeconds, double peakMebibytes) {
    return new Measurement(wallSeconds, cpuSeconds, peakMebibytes);
  }
}
