/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of Levada's loads and of a rival's; those of the same place are one pair. */
final class PairedLoads {

  private final String nameOfA;
  private final String nameOfB;
  private final List<Load> a = new ArrayList<>();
  private final List<Load> b = new ArrayList<>();

  /**
   * One load.
   *
   * @param items that were put
   * @param seconds of the load alone, by its own clock
   * @param whole what its process took, from start to exit
   * @param serverCpuSeconds what the server took meanwhile
   */
  record Load(long items, double seconds, Measurement whole, double serverCpuSeconds) {

    double rate() {
      return items / seconds;
    }
  }

  PairedLoads(String nameOfA, String nameOfB) {
    this.nameOfA = nameOfA;
    this.nameOfB = nameOfB;
  }

  void add(Load ofA, Load ofB) {
    a.add(ofA);
    b.add(ofB);
  }

  /** A markdown table of both, and the ratio of their rates under it. */
  String toMarkdown() {
    double[] ratios =
        IntStream.range(0, a.size())
            .mapToDouble(pair -> a.get(pair).rate() / b.get(pair).rate())
            .toArray();
    return """
        | | load: items/s, median (min–max) | load: s | whole command: wall s | CPU s | peak MiB | server's CPU s |
        |---|---|---|---|---|---|---|
        %s
        %s

        Ratio of the rates of the loads, pair by pair: median **%s** (%s–%s) over %d pairs.
        """
        .formatted(
            line(nameOfA, a),
            line(nameOfB, b),
            number("%.2f", Measurement.median(ratios)),
            number(
                "%.2f",
                IntStream.range(0, a.size()).mapToDouble(i -> ratios[i]).min().orElseThrow()),
            number(
                "%.2f",
                IntStream.range(0, a.size()).mapToDouble(i -> ratios[i]).max().orElseThrow()),
            a.size());
  }

  private static String line(String name, List<Load> loads) {
    ToDoubleFunction<Load> rate = Load::rate;
    return "| %s | %s (%s–%s) | %s | %s | %s | %s | %s |"
        .formatted(
            name,
            number("%,.0f", median(loads, rate)),
            number("%,.0f", loads.stream().mapToDouble(rate).min().orElseThrow()),
            number("%,.0f", loads.stream().mapToDouble(rate).max().orElseThrow()),
            number("%.1f", median(loads, Load::seconds)),
            number("%.1f", median(loads, load -> load.whole().wallSeconds())),
            number("%.1f", median(loads, load -> load.whole().cpuSeconds())),
            number("%.0f", median(loads, load -> load.whole().peakMebibytes())),
            number("%.1f", median(loads, Load::serverCpuSeconds)));
  }

  private static double median(List<Load> loads, ToDoubleFunction<Load> figure) {
    return Measurement.median(loads.stream().mapToDouble(figure).toArray());
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "not measured" : String.format(Locale.ROOT, format, value);
  }
}
