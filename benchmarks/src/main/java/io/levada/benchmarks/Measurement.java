/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run took.
 *
 * @param wallSeconds from start to exit, as its user waits
 * @param cpuSeconds of all its processes, user and system
 * @param peakMebibytes of its largest process; {@link Double#NaN} where it cannot be told
 */
record Measurement(double wallSeconds, double cpuSeconds, double peakMebibytes) {

  /** Of no process. */
  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
    return median(runs.stream().mapToDouble(figure).toArray());
  }

  static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
