/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads what was typed: {@code --k=v}, {@code --k v}, {@code --flag}, {@code --flag true}, {@code
 * @file}, lists by repetition, and the arguments that Glue adds.
 */
final class ArgumentParser {

  private final OptionSet options;
  private final String seeAlso;

  /**
   * Makes a parser.
   *
   * @param seeAlso the command that tells more, for the message if no name is near
   */
  ArgumentParser(OptionSet options, String seeAlso) {
    this.options = options;
    this.seeAlso = seeAlso;
  }

  /**
   * What was typed.
   *
   * @param values the values of each option by its name, as typed
   * @param ignored Glue's arguments that mean nothing here, as typed
   */
  record Arguments(Map<String, List<String>> values, List<String> ignored) {}

  /**
   * Reads arguments; whether values are right is not looked at.
   *
   * @throws UsageException if a name is unknown, a value is missing, or one is given twice
   */
  Arguments parse(List<String> args) {
    Map<String, Option> known = new LinkedHashMap<>();
    options.all().forEach(option -> known.put(option.name(), option));
    Set<String> glueNames = GlueArguments.names(args);
    glueNames.removeAll(known.keySet());

    CommandSpec spec = CommandSpec.create();
    known.values().forEach(option -> spec.addOption(specOf(option)));
    glueNames.forEach(name -> spec.addOption(specOf(name, GlueArguments.isFlag(name)).build()));
    Map<String, List<String>> values = valuesOf(parse(spec, args));
    List<String> ignored = GlueArguments.take(values, glueNames, known.keySet());
    return new Arguments(values, ignored);
  }

  private static OptionSpec specOf(Option option) {
    OptionSpec.Builder spec = specOf(option.name(), option.type().isFlag());
    return option.type().isList() ? spec.type(List.class).build() : spec.build();
  }

  private static OptionSpec.Builder specOf(String name, boolean flag) {
    OptionSpec.Builder spec = OptionSpec.builder("--" + name).type(String.class).arity("1");
    return flag ? spec.preprocessor(ArgumentParser::completeFlag) : spec;
  }

  /** A flag takes the next word only if that can be its value. */
  private static boolean completeFlag(
      Stack<String> args, CommandSpec command, ArgSpec flag, Map<String, Object> info) {
    boolean attached = "=".equals(info.get("separator"));
    if (!attached && (args.isEmpty() || !args.peek().matches("(?i)true|false|"))) {
      args.push("true");
    }
    return false;
  }

  private ParseResult parse(CommandSpec spec, List<String> args) {
    CommandLine parser =
        new CommandLine(spec)
            .setPosixClusteredShortOptionsAllowed(false)
            .setUnmatchedOptionsAllowedAsOptionParameters(true);
    try {
      return parser.parseArgs(args.toArray(String[]::new));
    } catch (MissingParameterException e) {
      String name = ((OptionSpec) e.getMissing().get(0)).longestName();
      throw new UsageException("Missing value of " + name);
    } catch (OverwrittenOptionException e) {
      String name = ((OptionSpec) e.getOverwritten()).longestName();
      throw new UsageException("Invalid " + name + ": given more than once");
    } catch (UnmatchedArgumentException e) {
      throw new UsageException(unknown(e.getUnmatched().get(0)));
    } catch (ParameterException e) {
      throw new UsageException(Failure.oneLine(e.getMessage()));
    }
  }

  private String unknown(String arg) {
    if (arg.startsWith("@")) {
      return "Cannot read the arguments' file: " + arg.substring(1) + " (is there such a file?)";
    }
    if (!arg.startsWith("-")) {
      return "Unexpected argument: " + arg + " (an option begins with --; see " + seeAlso + ")";
    }

    String name = arg.replaceFirst("^-+", "").replaceFirst("(?s)=.*", "");
    String dashed = arg.replaceFirst("(?s)=.*", "");
    Optional<String> nearest = NearestName.of(name, options.namesShown());
    return "Unknown option: "
        + dashed
        + nearest.map(known -> " (did you mean --" + known + "?)").orElse(" (see " + seeAlso + ")");
  }

  private static Map<String, List<String>> valuesOf(ParseResult result) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (OptionSpec option : result.matchedOptions()) {
      values.put(option.longestName().substring(2), new ArrayList<>(option.stringValues()));
    }
    return values;
  }
}
