/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.pipelines.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Does what a demo consists of, and tells each step in a line: what, what came of it, how long. */
final class DemoSteps {

  private static final int NAME_WIDTH = 16;
  private static final int TEXT_WIDTH = 74;
  private static final double NANOS = 1e9;

  private final DemoSandbox place;
  private final PrintStream out;

  DemoSteps(DemoSandbox place) {
    this.place = place;
    this.out = place.session().out();
  }

  /** What a step does. */
  @FunctionalInterface
  interface Work {
    /** Does it, and answers with what came of it. */
    String run() throws IOException;
  }

  /**
   * Does a step, and tells.
   *
   * @throws StepFailedException if a command of it fails
   */
  void step(String name, Work work) throws IOException {
    // There to be seen while it takes its time; on one line with the rest in a log.
    out.print(pad(name, NAME_WIDTH));
    out.flush();
    long begin = System.nanoTime();
    boolean done = false;
    try {
      String text = work.run();
      double seconds = (System.nanoTime() - begin) / NANOS;
      out.println(pad(text, TEXT_WIDTH) + String.format(Locale.ROOT, "%5.1f s", seconds));
      done = true;
    } finally {
      if (!done) {
        out.println("failed");
      }
      out.flush();
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /**
   * Runs a pipeline, which tells nothing itself.
   *
   * @param words the pipeline's name and its options
   * @return its summary
   * @throws StepFailedException if it fails
   */
  JsonNode run(List<String> words) throws IOException {
    Path file = Files.createTempFile("levada-demo-", ".json");
    try {
      List<String> all = new ArrayList<>(List.of("run"));
      all.addAll(words);
      all.addAll(List.of("--quiet=true", "--summaryFile=" + file));
      done(place.levada(all));
      return new ObjectMapper().readTree(file.toFile());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Shows a command, and runs it, which tells what came of it. */
  void show(List<String> words) {
    out.println("\n" + place.pasted(words) + "\n");
    out.flush();
    done(place.levada(words));
  }

  private static void done(int exitCode) {
    if (exitCode != ExitCode.DONE.code()) {
      throw new StepFailedException(exitCode);
    }
  }
}
