/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** What is done by both sides of a comparison, and what must come of it. */
interface Job {

  /** What all contenders read. */
  Path input();

  /** What it is, and what is known of every run's output, a line each. */
  List<String> conditions();

  /** The words of Levada's command line that name pipeline and input. */
  List<String> levada();

  /** The class that does the same with native Spark, and options of its own. */
  List<String> nativeSpark();

  /** The class that does the same with DuckDB. */
  String duckDb();

  /**
   * Holds Levada's output against what is expected.
   *
   * @throws WrongResultException if it is anything else
   */
  void check(Path output);

  /**
   * Holds a rival's output against what is expected of one that promises less.
   *
   * @throws WrongResultException if it is anything else
   */
  default void checkRival(Path output) {
    check(output);
  }
}
