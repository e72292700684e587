/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.CommonOptions;
import io.levada.pipelines.GlueOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** All options that a pipeline takes: its own, those of every pipeline, Beam's and the runners'. */
final class OptionSet {

  /** Of every pipeline too, but each writes one of its own. */
  private static final String SUMMARY_FILE = "summaryFile";

  private final List<OptionGroup> groups = new ArrayList<>();
  private final Map<String, Option> own = new LinkedHashMap<>();
  private final Map<String, Option> ofRunners = new LinkedHashMap<>();

  private OptionSet() {}

  static OptionSet of(Class<? extends PipelineOptions> type) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    collect(type, interfaces);
    collect(CommonOptions.class, interfaces);
    collect(GlueOptions.class, interfaces);
    collect(PipelineOptions.class, interfaces);
    for (PipelineOptionsRegistrar registrar : ServiceLoader.load(PipelineOptionsRegistrar.class)) {
      registrar.getPipelineOptions().forEach(options -> collect(options, interfaces));
    }

    OptionSet set = new OptionSet();
    interfaces.forEach(set::add);
    return set;
  }

  /** A child before its parents, so that what it declares anew wins. */
  private static void collect(Class<?> type, Set<Class<?>> interfaces) {
    if (interfaces.add(type)) {
      for (Class<?> parent : type.getInterfaces()) {
        collect(parent, interfaces);
      }
    }
  }

  private void add(Class<?> options) {
    if (!PipelineOptions.class.isAssignableFrom(options)) {
      return;
    }

    Map<String, Option> known = Option.isOfBeam(options) ? ofRunners : own;
    List<Option> shown = new ArrayList<>();
    for (Option option : Option.declaredBy(options)) {
      if (own.containsKey(option.name()) || ofRunners.containsKey(option.name())) {
        continue;
      }

      known.put(option.name(), option);
      if (!option.hidden() && known == own) {
        shown.add(option);
      }
    }
    if (!shown.isEmpty()) {
      shown.sort(Comparator.comparing((Option option) -> !option.required()));
      groups.add(new OptionGroup(options, headingOf(options), shown));
    }
  }

  private static String headingOf(Class<?> options) {
    Description description = options.getAnnotation(Description.class);
    if (description != null) {
      return description.value();
    }

    String words = options.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
    return words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
  }

  /** What is shown of the pipeline's own options and of those of every pipeline. */
  List<OptionGroup> groups() {
    return List.copyOf(groups);
  }

  /** Names of what is shown of Beam's and the runners' options, sorted. */
  List<String> runnerOptionNames() {
    return namesShown(ofRunners.values()).sorted().toList();
  }

  /** Names to suggest, the pipeline's own first. */
  List<String> namesShown() {
    List<String> names = new ArrayList<>(namesShown(own.values()).toList());
    names.addAll(runnerOptionNames());
    return names;
  }

  private static Stream<String> namesShown(Collection<Option> options) {
    return options.stream().filter(option -> !option.hidden()).map(Option::name);
  }

  /** Names of what means the same for every pipeline: the runner, its options, and AWS. */
  Set<String> namesShared() {
    Set<String> names = new HashSet<>(ofRunners.keySet());
    for (Class<?> shared : List.of(CommonOptions.class, AwsOptions.class)) {
      Option.declaredBy(shared).forEach(option -> names.add(option.name()));
    }
    names.remove(SUMMARY_FILE);
    return names;
  }

  /** All that are accepted, hidden ones as well. */
  List<Option> all() {
    List<Option> all = new ArrayList<>(own.values());
    all.addAll(ofRunners.values());
    return all;
  }

  /** The pipeline's own and those of every pipeline, hidden ones as well. */
  List<Option> own() {
    return List.copyOf(own.values());
  }
}
