/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** A command line in this process, whose only pipeline is {@code count-lines}. */
final class CommandLine {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private final List<LevadaCommand> commands = new ArrayList<>();
  private final AtomicReference<CountLinesOptions> options = new AtomicReference<>();

  private boolean terminal;
  private BiFunction<CountLinesOptions, Console, RunSummary> body =
      (given, console) -> CountLinesPipeline.SUMMARY;

  CommandLine whosePipeline(BiFunction<CountLinesOptions, Console, RunSummary> does) {
    body = does;
    return this;
  }

  CommandLine with(LevadaCommand command) {
    commands.add(command);
    return this;
  }

  CommandLine with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CommandLine onTerminal() {
    terminal = true;
    return this;
  }

  int run(String... args) {
    return levada().run(args);
  }

  /** Runs {@code count-lines} with what it needs and more. */
  int runCountLines(String... more) {
    List<String> args =
        new ArrayList<>(List.of("run", "count-lines", "--input=in", "--output=out"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  Levada levada() {
    CountLinesPipeline pipeline =
        new CountLinesPipeline(
            (given, console) -> {
              options.set(given);
              return body.apply(given, console);
            });
    return new Levada(
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        environment,
        terminal,
        List.of(pipeline),
        commands);
  }

  /** What the pipeline was given. */
  CountLinesOptions options() {
    return options.get();
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
