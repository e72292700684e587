/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.CommonOptions;
import io.levada.pipelines.LevadaPipeline;
import java.util.List;
import java.util.stream.Collectors;

/** All options of all pipelines as Markdown, printed from their interfaces. */
final class OptionsDocument {

  /** The command that writes the document anew. */
  static final String COMMAND =
      "./mvnw -q -pl pipelines -am test -Dtest=OptionsDocumentTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dlevada.writeDocs=true";

  private static final String INTRODUCTION =
      """
      # Options

      Printed from the options interfaces, don't edit. To write it anew:

          %s

      An option is `--name=value` or `--name value`. A flag stands alone or takes `true` or `false`.
      A list takes its values separated by commas, or the option several times. `@file` stands for
      the arguments in that file: separated by blanks or lines, quoted where they have blanks, after
      `#` is a comment. `levada help <pipeline>` shows the same, and the names of the options of Beam
      and its runners, such as `--runner`, `--tempLocation` and `--jobName`.

      The arguments that AWS Glue adds are understood: `--JOB_NAME` becomes `--jobName` and `--TempDir`
      becomes `--tempLocation` where none is given, `--job-bookmark-option` becomes `--bookmark`;
      `--enable-...` and Glue's other settings are accepted and ignored.
      """;

  private OptionsDocument() {}

  static String of(List<LevadaPipeline> pipelines) {
    StringBuilder document = new StringBuilder(INTRODUCTION.formatted(COMMAND));
    for (LevadaPipeline pipeline : pipelines) {
      document.append("\n## ").append(pipeline.name()).append("\n\n");
      document.append(pipeline.description()).append('\n');
      for (OptionGroup group : OptionSet.of(pipeline.optionsType()).groups()) {
        if (!group.declaredBy().isAssignableFrom(CommonOptions.class)) {
          document.append("\n### ").append(group.heading()).append("\n\n");
          append(group, document);
        }
      }
      appendExamples(pipeline, document);
    }
    document.append("\n## Every pipeline\n");
    for (OptionGroup group : OptionSet.of(CommonOptions.class).groups()) {
      document.append("\n### ").append(group.heading()).append("\n\n");
      append(group, document);
    }
    return document.toString();
  }

  private static void append(OptionGroup group, StringBuilder document) {
    document.append("| option | takes | default | what it does |\n|---|---|---|---|\n");
    for (Option option : group.options()) {
      document.append(
          "| `--%s` | %s | %s | %s |\n"
              .formatted(
                  option.name(),
                  takes(option.type()),
                  byDefault(option),
                  cell(option.description())));
    }
  }

  private static String takes(OptionType type) {
    if (type.isFlag()) {
      return "flag";
    }

    String values =
        type.allowed().isEmpty()
            ? type.kind()
            : type.allowed().stream().map(OptionsDocument::code).collect(Collectors.joining(", "));
    return type.isList() ? "list of " + values : values;
  }

  private static String byDefault(Option option) {
    if (option.isAlwaysRequired()) {
      return "required";
    }
    if (option.required()) {
      return "one of " + String.join(", ", option.requiredGroups()) + " is required";
    }
    if (option.defaultValue() == null) {
      return "";
    }

    return option.defaultValue().isEmpty() ? "empty" : code(option.defaultValue());
  }

  private static void appendExamples(LevadaPipeline pipeline, StringBuilder document) {
    if (!pipeline.examples().isEmpty()) {
      document.append(pipeline.examples().size() == 1 ? "\nExample:\n\n" : "\nExamples:\n\n");
      pipeline.examples().forEach(example -> document.append("    ").append(example).append('\n'));
    }
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
