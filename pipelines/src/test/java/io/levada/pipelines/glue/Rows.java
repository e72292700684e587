/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One row for each of some partitions, with the partition in it as well. */
final class Rows {

  private Rows() {}

  /** As JSON: a row {@code "v": "<name>-<partition>"} in each partition. */
  static String of(String name, int from, int to) {
    return all(from, to, p -> "{\"p\":\"%s\",\"v\":\"%s-%1$s\"}\n".formatted(partition(p), name));
  }

  private static String all(int from, int to, IntFunction<String> row) {
    return String.join("", IntStream.range(from, to).mapToObj(row).toList());
  }

  static String partition(int p) {
    return "p%03d".formatted(p);
  }

  /** As a reader has to see them, by their partitions. */
  static SortedMap<String, List<String>> seen(String name, int from, int to) {
    SortedMap<String, List<String>> seen = new TreeMap<>();
    for (int p = from; p < to; p++) {
      seen.put(partition(p), List.of(name + "-" + partition(p)));
    }
    return seen;
  }
}
