/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What every options interface is tested for. Both assertions want each option that the interface
 * itself declares, hidden ones as well, so that a new option fails them until it is tested.
 */
public final class OptionsAssertions {

  private OptionsAssertions() {}

  /**
   * An option and what its getter gives.
   *
   * @param text what is typed after {@code --name=}; null where nothing is
   */
  public record Expected(String name, @Nullable String text, @Nullable Object value) {}

  /** An option that is not given. */
  public static Expected option(String name, @Nullable Object defaultValue) {
    return new Expected(name, null, defaultValue);
  }

  /** An option that is given. */
  public static Expected option(String name, String text, Object value) {
    return new Expected(name, text, value);
  }

  /** Asserts what every getter gives if no option is given. */
  public static void assertDefaults(Class<? extends PipelineOptions> type, Expected... expected) {
    assertComplete(type, expected);
    PipelineOptions options = OptionsReader.build(type, List.of());

    for (Expected option : expected) {
      assertThat("default of --" + option.name(), get(type, options, option), is(option.value()));
    }
  }

  /** Asserts what every getter gives if all are given as text, each other than its default. */
  public static void assertFullMapping(
      Class<? extends PipelineOptions> type, Expected... expected) {
    assertComplete(type, expected);
    List<String> args = new ArrayList<>();
    for (Expected option : expected) {
      args.add("--" + option.name() + "=" + option.text());
    }
    PipelineOptions defaults = OptionsReader.build(type, List.of());

    OptionSet set = OptionSet.of(type);
    PipelineOptions options =
        OptionsReader.build(
            type,
            OptionsReader.beamArguments(set, new ArgumentParser(set, "").parse(args).values()));

    for (Expected option : expected) {
      Object value = get(type, options, option);
      assertThat("--" + option.name(), value, is(option.value()));
      assertThat(
          "--" + option.name() + " has to be tested with another value than its default",
          value,
          not(equalTo(get(type, defaults, option))));
    }
  }

  private static void assertComplete(Class<?> type, Expected... expected) {
    List<String> tested = Arrays.stream(expected).map(Expected::name).sorted().toList();
    List<String> declared = Option.declaredBy(type).stream().map(Option::name).toList();
    assertThat("options of " + type.getSimpleName() + " that are tested", tested, is(declared));
  }

  private static @Nullable Object get(Class<?> type, PipelineOptions options, Expected option) {
    String suffix =
        option.name().substring(0, 1).toUpperCase(Locale.ROOT) + option.name().substring(1);
    Method getter =
        Stream.of(type.getDeclaredMethods())
            .filter(m -> m.getName().equals("get" + suffix) || m.getName().equals("is" + suffix))
            .min(Comparator.comparing(Method::getName))
            .orElseThrow();
    try {
      getter.setAccessible(true);
      return getter.invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read --" + option.name(), e);
    }
  }
}
