/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.LevadaPipeline;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows what there is, and what a pipeline can be told. */
final class HelpCommand {

  private static final String INDENT = "  ";
  private static final String HANGING = "      ";

  private final Pipelines pipelines;

  HelpCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  /** All commands and pipelines. */
  String overview(Map<String, String> commands) {
    Columns commandColumns = new Columns(INDENT);
    commands.forEach(commandColumns::add);
    Columns pipelineColumns = new Columns(INDENT);
    pipelines.sorted().forEach(each -> pipelineColumns.add(each.name(), each.description()));
    return "Usage: levada <command>\n\nCommands\n"
        + commandColumns
        + "\nPipelines\n"
        + pipelineColumns;
  }

  /** A pipeline's options, in groups. */
  String page(String name) {
    LevadaPipeline pipeline = pipelines.named(name);
    OptionSet options = OptionSet.of(pipeline.optionsType());
    StringBuilder page = new StringBuilder();
    page.append(Columns.wrap(pipeline.name() + ": " + pipeline.description(), ""));
    page.append("\nUsage\n").append(Columns.wrap(usage(pipeline, options), INDENT));
    for (OptionGroup group : options.groups()) {
      page.append('\n').append(group.heading()).append('\n');
      group.options().forEach(option -> append(option, page));
    }
    page.append("\nRunner options (by name; Beam's documentation has them)\n");
    page.append(Columns.wrap(dashed(options.runnerOptionNames()), INDENT));
    if (!pipeline.examples().isEmpty()) {
      page.append("\nExamples\n");
      pipeline.examples().forEach(example -> page.append(INDENT).append(example).append('\n'));
    }
    return page.toString();
  }

  private static String usage(LevadaPipeline pipeline, OptionSet options) {
    String required =
        options.groups().stream()
            .flatMap(group -> group.options().stream())
            .filter(Option::isAlwaysRequired)
            .map(option -> typed(option) + " ")
            .collect(Collectors.joining());
    return "levada run "
        + pipeline.name()
        + " "
        + required
        + "[--option=value ...] [@file ...] [--then PIPELINE ...]";
  }

  private static void append(Option option, StringBuilder page) {
    page.append(INDENT).append(typed(option)).append(remark(option)).append('\n');
    if (!option.description().isEmpty()) {
      page.append(Columns.wrap(option.description(), HANGING));
    }
  }

  private static String typed(Option option) {
    String placeholder = option.type().placeholder();
    return "--" + option.name() + (placeholder.isEmpty() ? "" : "=" + placeholder);
  }

  private static String remark(Option option) {
    if (option.isAlwaysRequired()) {
      return " (required)";
    }
    if (option.required()) {
      return " (one of this kind is required)";
    }
    if (option.defaultValue() == null || isOffByDefault(option)) {
      return "";
    }

    return " (default: "
        + (option.defaultValue().isEmpty() ? "empty" : option.defaultValue())
        + ")";
  }

  private static boolean isOffByDefault(Option option) {
    return option.type().isFlag() && "false".equals(option.defaultValue());
  }

  private static String dashed(List<String> names) {
    return names.stream().map(name -> "--" + name).collect(Collectors.joining(" "));
  }
}
