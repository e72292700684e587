/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.GlueOptions;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns arguments into a pipeline's options. */
final class OptionsReader {

  private static final Logger LOG = LoggerFactory.getLogger(OptionsReader.class);

  /** What a cluster calls the run; by itself Beam takes the name of a class. */
  private static final String APPLICATION_NAME = "appName";

  private static @Nullable Class<?> lastBuilt;

  private OptionsReader() {}

  /**
   * What was read.
   *
   * @param options of the pipeline's type; all that is required is set
   * @param shared what was given of the options that mean the same for every pipeline
   */
  record Reading(PipelineOptions options, Map<String, List<String>> shared) {}

  /**
   * Reads and checks arguments.
   *
   * @param shared values of options that are not among the arguments
   * @throws UsageException on the first mistake
   */
  static Reading read(
      LevadaPipeline pipeline, List<String> args, Map<String, List<String>> shared) {
    OptionSet options = OptionSet.of(pipeline.optionsType());
    String seeAlso = "levada help " + pipeline.name();
    ArgumentParser.Arguments arguments = new ArgumentParser(options, seeAlso).parse(args);
    if (!arguments.ignored().isEmpty()) {
      LOG.info("Ignored, as they are AWS Glue's own: {}", String.join(" ", arguments.ignored()));
    }

    Map<String, List<String>> values = new LinkedHashMap<>(arguments.values());
    shared.forEach(values::putIfAbsent);
    List<String> beamArguments = beamArguments(options, values);
    if (!values.containsKey(APPLICATION_NAME)) {
      beamArguments.add("--" + APPLICATION_NAME + "=levada " + pipeline.name());
    }
    failIfMissing(options, values, seeAlso);
    checkRunner(values);
    Map<String, List<String>> sharable = new LinkedHashMap<>(values);
    sharable.keySet().retainAll(options.namesShared());
    return new Reading(build(pipeline.optionsType(), beamArguments), sharable);
  }

  /**
   * Spells values as Beam takes them.
   *
   * @throws UsageException if one is not of its option's type
   */
  static List<String> beamArguments(OptionSet options, Map<String, List<String>> values) {
    Map<String, OptionType> types = new LinkedHashMap<>();
    options.all().forEach(option -> types.put(option.name(), option.type()));
    List<String> arguments = new ArrayList<>();
    values.forEach(
        (name, given) -> {
          for (String value : given) {
            arguments.add("--" + name + "=" + types.get(name).parse("--" + name, value));
          }
        });
    return arguments;
  }

  private static void failIfMissing(
      OptionSet options, Map<String, List<String>> values, String seeAlso) {
    List<String> missing = new ArrayList<>();
    Map<String, List<String>> groups = new TreeMap<>();
    for (Option option : options.own()) {
      for (String group : option.requiredGroups()) {
        groups.computeIfAbsent(group, name -> new ArrayList<>()).add(option.name());
      }
      if (option.required() && option.requiredGroups().isEmpty() && !isGiven(option, values)) {
        missing.add("--" + option.name());
      }
    }
    Map<String, Option> own = new LinkedHashMap<>();
    options.own().forEach(option -> own.put(option.name(), option));
    groups.values().stream()
        .filter(group -> group.stream().noneMatch(name -> isGiven(own.get(name), values)))
        .forEach(group -> missing.add("--" + String.join(" or --", group)));
    if (!missing.isEmpty()) {
      String noun =
          missing.size() == 1 ? "Missing required option: " : "Missing required options: ";
      throw new UsageException(noun + String.join(", ", missing) + " (see " + seeAlso + ")");
    }
  }

  private static boolean isGiven(Option option, Map<String, List<String>> values) {
    return option.defaultValue() != null
        || values.getOrDefault(option.name(), List.of()).stream().anyMatch(v -> !v.isEmpty());
  }

  private static void checkRunner(Map<String, List<String>> values) {
    List<String> given = values.get("runner");
    if (given != null) {
      Runners.check(given.get(0));
      return;
    }

    List<String> here = Runners.names();
    if (!here.contains("DirectRunner")) {
      throw new UsageException(
          "Missing required option: --runner (this distribution has "
              + (here.isEmpty() ? "none" : String.join(", ", here))
              + ")");
    }
  }

  /** An instance of the options that Beam makes of arguments in its own spelling. */
  static synchronized <T extends PipelineOptions> T build(Class<T> type, List<String> arguments) {
    if (lastBuilt != null && lastBuilt != type) {
      // Beam holds all options that a process knows against each other, and pipelines that run one
      // after the other, as in a demo, may have other defaults for the same name.
      PipelineOptionsFactory.resetCache();
    }
    lastBuilt = type;
    // Each type that is registered has Beam put all it knows together anew; this one it takes
    // itself.
    PipelineOptionsFactory.register(GlueOptions.class);
    try {
      return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(type);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid options: " + Failure.oneLine(e.getMessage()));
    }
  }
}
