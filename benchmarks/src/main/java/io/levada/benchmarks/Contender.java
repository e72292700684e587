/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * One side of a comparison.
 *
 * @param name what the report calls it
 * @param before the words of a command that it runs first, as part of what is measured; or none
 * @param command the words of its command line, in which {@code {jvm}} stands alone for the flags
 *     that both sides get, and {@code {input}} and {@code {output}} stand anywhere, as in {@code
 *     before}
 */
record Contender(String name, List<String> before, List<String> command) {

  private static final String JVM = "{jvm}";

  Contender {
    before = List.copyOf(before);
    command = List.copyOf(command);
  }

  /** One that does all by a single command. */
  Contender(String name, List<String> command) {
    this(name, List.of(), command);
  }

  /** What it runs, one after the other. */
  List<List<String>> steps() {
    return before.isEmpty() ? List.of(command) : List.of(before, command);
  }

  List<String> command(List<String> jvmFlags, Path input, Path output) {
    return command(command, jvmFlags, input, output);
  }

  /** The words of one of the steps. */
  static List<String> command(List<String> step, List<String> jvmFlags, Path input, Path output) {
    return step.stream()
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
