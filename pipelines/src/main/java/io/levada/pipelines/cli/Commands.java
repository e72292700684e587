/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands: the command line's own, then those that the distribution brings. */
final class Commands {

  private final Pipelines pipelines;
  private final Iterable<LevadaCommand> found;
  private final RunCommand run;
  private final ListCommand list;
  private final HelpCommand help;

  Commands(Pipelines pipelines, Iterable<LevadaCommand> found) {
    this.pipelines = pipelines;
    this.found = found;
    this.run = new RunCommand(pipelines);
    this.list = new ListCommand(pipelines);
    this.help = new HelpCommand(pipelines);
  }

  /**
   * Runs the command that the first word names.
   *
   * @throws UsageException if there is no such command, with the nearest name
   */
  int run(List<String> args, ProcessSession session) {
    if (args.isEmpty()) {
      session.err().print(help.overview(descriptions()));
      return ExitCode.USAGE.code();
    }

    List<String> rest = args.subList(1, args.size());
    return switch (args.get(0)) {
      case "run" -> asksForHelp(rest) ? help(rest, session) : run.run(rest, session);
      case "list" -> asksForHelp(rest) ? help(List.of(), session) : list.run(rest, session);
      case "help", "--help", "-h" -> help(rest, session);
      case "version", "--version" -> VersionCommand.run(rest, session);
      default -> named(args.get(0)).run(List.copyOf(rest), session);
    };
  }

  private static boolean asksForHelp(List<String> args) {
    return args.contains("--help") || args.contains("-h");
  }

  private int help(List<String> args, ProcessSession session) {
    List<String> names = args.stream().filter(arg -> !arg.startsWith("-")).toList();
    session.out().print(names.isEmpty() ? help.overview(descriptions()) : page(names.get(0)));
    session.out().flush();
    return ExitCode.DONE.code();
  }

  /** Of a command of the distribution, or of a pipeline. */
  private String page(String name) {
    return brought(name).map(LevadaCommand::help).orElseGet(() -> help.page(name));
  }

  private LevadaCommand named(String name) {
    return brought(name)
        .orElseThrow(
            () -> new UsageException("Unknown command: " + name + " (" + hint(name) + ")"));
  }

  private Optional<LevadaCommand> brought(String name) {
    for (LevadaCommand command : found) {
      if (command.name().equals(name)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  private String hint(String name) {
    if (pipelines.names().contains(name)) {
      return "did you mean levada run " + name + "?";
    }

    return NearestName.of(name, descriptions().keySet())
        .map(near -> "did you mean " + near + "?")
        .orElse("there are: " + String.join(", ", descriptions().keySet()));
  }

  private Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    descriptions.put(
        "run", "Run a pipeline: levada run <pipeline> --option=value ... [--then <pipeline> ...]");
    descriptions.put("list", "List the pipelines.");
    descriptions.put(
        "help", "Show this page, or how a pipeline or a command is used: levada help <name>");
    descriptions.put("version", "Show the versions of Levada, Beam and Java, and the runners.");
    List<LevadaCommand> others = new ArrayList<>();
    found.forEach(others::add);
    others.sort(Comparator.comparing(LevadaCommand::name));
    others.forEach(command -> descriptions.putIfAbsent(command.name(), command.description()));
    return descriptions;
  }
}
