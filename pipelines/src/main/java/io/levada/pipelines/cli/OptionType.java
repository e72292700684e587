/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What values an option takes, as text. */
final class OptionType {

  private static final List<Class<?>> WHOLE_NUMBERS =
      List.of(
          byte.class,
          Byte.class,
          short.class,
          Short.class,
          int.class,
          Integer.class,
          long.class,
          Long.class);
  private static final List<Class<?>> NUMBERS =
      List.of(float.class, Float.class, double.class, Double.class);

  private final Class<?> element;
  private final boolean list;

  private OptionType(Class<?> element, boolean list) {
    this.element = element;
    this.list = list;
  }

  static OptionType of(Type type) {
    if (type instanceof Class<?> plain) {
      return plain.isArray()
          ? new OptionType(plain.getComponentType(), true)
          : new OptionType(plain, Collection.class.isAssignableFrom(plain));
    }

    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() instanceof Class<?> raw) {
      if (!Collection.class.isAssignableFrom(raw)) {
        return new OptionType(raw, false);
      }

      Type argument = parameterized.getActualTypeArguments()[0];
      return new OptionType(argument instanceof Class<?> plain ? plain : Object.class, true);
    }

    return new OptionType(Object.class, false);
  }

  boolean isFlag() {
    return !list && (element == boolean.class || element == Boolean.class);
  }

  /** Whether it takes several values, separated by commas or by giving the option again. */
  boolean isList() {
    return list;
  }

  /** The values it takes, if they are few enough to be named. */
  List<String> allowed() {
    if (isFlag()) {
      return List.of("true", "false");
    }

    return element.isEnum() ? constants().map(OptionType::text).toList() : List.of();
  }

  /** What stands for the value in a usage line. */
  String placeholder() {
    String one = isFlag() ? "" : element.isEnum() ? String.join("|", allowed()) : noun();
    return list ? one + ",..." : one;
  }

  /** The text of a value as a user would type it. */
  String text(Object value) {
    if (value instanceof Iterable<?> values) {
      List<String> texts = new ArrayList<>();
      values.forEach(each -> texts.add(text(each)));
      return String.join(",", texts);
    }
    if (value.getClass().isArray()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        values.add(Array.get(value, i));
      }
      return text(values);
    }
    if (value instanceof Enum<?> constant) {
      return text(constant);
    }
    if (value instanceof Class<?> type) {
      return type.getSimpleName();
    }

    return value.toString();
  }

  /**
   * The text of an enum's constant by its name, as {@code @Default.Enum} gives it.
   *
   * @throws IllegalArgumentException if the enum has no such constant
   */
  String textOfConstant(String name) {
    return text(
        constants()
            .filter(constant -> constant.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No such constant: " + name)));
  }

  /**
   * Checks a value and spells it as Beam takes it.
   *
   * @param option the option as typed, for the message
   * @throws UsageException if it is none of this type
   */
  String parse(String option, String value) {
    if (!list) {
      return parseOne(option, value);
    }

    return Arrays.stream(value.split(",", -1))
        .map(each -> parseOne(option, each))
        .reduce((left, right) -> left + "," + right)
        .orElse("");
  }

  private String parseOne(String option, String value) {
    if (element == boolean.class || element == Boolean.class) {
      return parseBoolean(option, value);
    }
    if (WHOLE_NUMBERS.contains(element)) {
      return parseWholeNumber(option, value);
    }
    if (NUMBERS.contains(element)) {
      return parseNumber(option, value);
    }
    if (element.isEnum()) {
      return parseConstant(option, value);
    }

    return value;
  }

  private static String parseBoolean(String option, String value) {
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return value.toLowerCase(Locale.ROOT);
    }

    throw new UsageException(invalid(option, value, "true or false"));
  }

  private String parseWholeNumber(String option, String value) {
    long limit = wholeNumberLimit();
    try {
      long number = Long.parseLong(value);
      if (number <= limit && number >= -limit - 1) {
        return Long.toString(number);
      }
    } catch (NumberFormatException e) {
      throw new UsageException(invalid(option, value, "a whole number"));
    }
    throw new UsageException(invalid(option, value, "a whole number up to " + limit));
  }

  private long wholeNumberLimit() {
    if (element == byte.class || element == Byte.class) {
      return Byte.MAX_VALUE;
    }
    if (element == short.class || element == Short.class) {
      return Short.MAX_VALUE;
    }

    return element == int.class || element == Integer.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private static String parseNumber(String option, String value) {
    try {
      if (Double.isFinite(Double.parseDouble(value))) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(invalid(option, value, "a number"));
    }
    throw new UsageException(invalid(option, value, "a finite number"));
  }

  private String parseConstant(String option, String value) {
    Optional<Enum<?>> constant =
        constants()
            .filter(each -> text(each).equalsIgnoreCase(value) || each.name().equals(value))
            .findFirst();
    if (constant.isPresent()) {
      return constant.get().name();
    }

    String expected = "one of " + String.join(", ", allowed());
    String hint = NearestName.of(value, allowed()).map(n -> "; did you mean " + n + "?").orElse("");
    throw new UsageException(invalid(option, value, expected + hint));
  }

  private static String invalid(String option, String value, String expected) {
    return "Invalid " + option + ": " + value + " (expected " + expected + ")";
  }

  private Stream<Enum<?>> constants() {
    return Arrays.stream(element.getEnumConstants()).map(constant -> (Enum<?>) constant);
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String noun() {
    return element == boolean.class || element == Boolean.class
        ? "true|false"
        : kind().toUpperCase(Locale.ROOT);
  }

  /** What a value is, in one word, for documents. */
  String kind() {
    if (WHOLE_NUMBERS.contains(element) || NUMBERS.contains(element)) {
      return "number";
    }

    return element == String.class || element == Class.class || element == char.class
        ? "text"
        : "JSON";
  }
}
