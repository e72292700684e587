/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An option as its getter declares it.
 *
 * @param name without dashes
 * @param type what it takes
 * @param description what it does, or empty
 * @param defaultValue as a user would type it, or null if it has none that is known beforehand
 * @param required whether it has to be given
 * @param requiredGroups groups of which one option has to be given; empty if it alone has to
 * @param hidden whether it is accepted but not shown
 */
record Option(
    String name,
    OptionType type,
    String description,
    @Nullable String defaultValue,
    boolean required,
    List<String> requiredGroups,
    boolean hidden) {

  /** Those that an interface itself declares, not those that it inherits; sorted by name. */
  static List<Option> declaredBy(Class<?> options) {
    boolean allHidden = options.isAnnotationPresent(Hidden.class);
    return Arrays.stream(options.getDeclaredMethods())
        .filter(Option::isGetter)
        .map(getter -> of(getter, allHidden))
        .sorted(Comparator.comparing(Option::name))
        .toList();
  }

  private static boolean isGetter(Method method) {
    boolean named =
        method.getName().matches("get[A-Z].*")
            || (method.getName().matches("is[A-Z].*") && method.getReturnType() == boolean.class);
    return named
        && method.getParameterCount() == 0
        && Modifier.isAbstract(method.getModifiers())
        && !method.isAnnotationPresent(JsonIgnore.class);
  }

  private static Option of(Method getter, boolean hidden) {
    OptionType type = OptionType.of(getter.getGenericReturnType());
    Description description = getter.getAnnotation(Description.class);
    Validation.Required required = getter.getAnnotation(Validation.Required.class);
    return new Option(
        nameOf(getter),
        type,
        description == null ? "" : description.value().strip().replaceAll("\\s+", " "),
        defaultOf(getter, type),
        required != null,
        required == null ? List.of() : List.of(required.groups()),
        hidden || getter.isAnnotationPresent(Hidden.class));
  }

  private static String nameOf(Method getter) {
    int prefix = getter.getName().startsWith("get") ? 3 : 2;
    return Introspector.decapitalize(getter.getName().substring(prefix));
  }

  private static @Nullable String defaultOf(Method getter, OptionType type) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getEnclosingClass() == Default.class) {
        return defaultOf(annotation, getter, type);
      }
    }
    return null;
  }

  private static @Nullable String defaultOf(Annotation annotation, Method getter, OptionType type) {
    if (annotation instanceof Default.Enum constant) {
      return type.textOfConstant(constant.value());
    }
    if (annotation instanceof Default.InstanceFactory factory) {
      return isOfBeam(getter.getDeclaringClass()) ? null : madeBy(factory.value(), type);
    }

    try {
      return type.text(annotation.annotationType().getMethod("value").invoke(annotation));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read the default of " + getter.getName(), e);
    }
  }

  /** A factory that asks the other options has no default to show, and fails without them. */
  private static @Nullable String madeBy(
      Class<? extends DefaultValueFactory<?>> factory, OptionType type) {
    try {
      var constructor = factory.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method create = factory.getMethod("create", PipelineOptions.class);
      create.setAccessible(true);
      Object value = create.invoke(constructor.newInstance(), (Object) null);
      return value == null ? null : type.text(value);
    } catch (InvocationTargetException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + factory.getName(), e);
    }
  }

  /** Whether it has to be given, whatever else is. */
  boolean isAlwaysRequired() {
    return required && requiredGroups.isEmpty() && defaultValue == null;
  }

  static boolean isOfBeam(Class<?> options) {
    return options.getName().startsWith("org.apache.beam.");
  }
}
