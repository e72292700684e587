/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * One side of a comparison.
 *
 * @param name what the report calls it
 * @param command the words of its command line, in which {@code {jvm}} stands alone for the flags
 *     that both sides get, and {@code {input}} and {@code {output}} stand anywhere
 */
record Contender(String name, List<String> command) {

  private static final String JVM = "{jvm}";

  Contender {
    command = List.copyOf(command);
  }

  List<String> command(List<String> jvmFlags, Path input, Path output) {
    return command.stream()
        .flatMap(word -> word.equals(JVM) ? jvmFlags.stream() : List.of(word).stream())
        .map(word -> word.replace("{input}", input.toString()))
        .map(word -> word.replace("{output}", output.toString()))
        .toList();
  }

  /** Whether heap and class archive reach its JVM. */
  boolean takesJvmFlags() {
    return command.contains(JVM);
  }
}
