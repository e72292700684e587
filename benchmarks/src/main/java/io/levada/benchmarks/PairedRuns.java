/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of two contenders; the runs of the same place are one pair. */
record PairedRuns(String nameOfA, List<Measurement> a, String nameOfB, List<Measurement> b) {

  PairedRuns {
    a = List.copyOf(a);
    b = List.copyOf(b);
    if (a.isEmpty() || a.size() != b.size()) {
      throw new IllegalArgumentException(
          "Invalid pairs: " + a.size() + " and " + b.size() + " runs (take as many of both)");
    }
  }

  /** The wall time of A as a share of B's, in each pair. */
  double[] ratios() {
    return IntStream.range(0, a.size())
        .mapToDouble(pair -> a.get(pair).wallSeconds() / b.get(pair).wallSeconds())
        .toArray();
  }

  /** A markdown table of both, and the ratio under it. */
  String toMarkdown() {
    double[] ratios = ratios();
    return """
        | | wall s, median (min–max) | CPU s, median | peak MiB, median |
        |---|---|---|---|
        %s
        %s

        Ratio of walls, pair by pair: median **%s** (%s–%s) over %d pairs.
        """
        .formatted(
            line(nameOfA, a),
            line(nameOfB, b),
            number("%.2f", Measurement.median(ratios)),
            number(
                "%.2f",
                IntStream.range(0, ratios.length).mapToDouble(i -> ratios[i]).min().orElseThrow()),
            number(
                "%.2f",
                IntStream.range(0, ratios.length).mapToDouble(i -> ratios[i]).max().orElseThrow()),
            ratios.length);
  }

  private static String line(String name, List<Measurement> runs) {
    ToDoubleFunction<Measurement> wall = Measurement::wallSeconds;
    return "| %s | %s (%s–%s) | %s | %s |"
        .formatted(
            name,
            number("%.1f", Measurement.median(runs, wall)),
            number("%.1f", runs.stream().mapToDouble(wall).min().orElseThrow()),
            number("%.1f", runs.stream().mapToDouble(wall).max().orElseThrow()),
            number("%.1f", Measurement.median(runs, Measurement::cpuSeconds)),
            number("%.0f", Measurement.median(runs, Measurement::peakMebibytes)));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "not measured" : String.format(Locale.ROOT, format, value);
  }
}
