/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A type as Hive writes it, taken apart; {@code toString} puts it together again. */
sealed interface HiveType {

  /**
   * A type of single values.
   *
   * @param name in lower case, {@code integer} as {@code int}
   * @param arguments precision and scale of a decimal, the length of {@code varchar} and {@code
   *     char}
   */
  record Scalar(String name, List<Integer> arguments) implements HiveType {
    public Scalar {
      arguments = List.copyOf(arguments);
    }

    static Scalar of(String name, Integer... arguments) {
      return new Scalar(name, List.of(arguments));
    }

    @Override
    public String toString() {
      return arguments.isEmpty()
          ? name
          : arguments.stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",", name + "(", ")"));
    }
  }

  record ListOf(HiveType element) implements HiveType {
    @Override
    public String toString() {
      return "array<" + element + ">";
    }
  }

  record MapOf(HiveType key, HiveType value) implements HiveType {
    @Override
    public String toString() {
      return "map<" + key + "," + value + ">";
    }
  }

  record StructOf(List<Field> fields) implements HiveType {
    public StructOf {
      fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
      return fields.stream().map(Field::toString).collect(Collectors.joining(",", "struct<", ">"));
    }
  }

  /** A field of a struct. */
  record Field(String name, HiveType type) {

    /** Names of which nobody could tell where they end stand in backticks, as Spark has it. */
    @Override
    public String toString() {
      boolean plain = !name.isBlank() && name.equals(name.strip()) && !name.matches(".*[:,<>`].*");
      return (plain ? name : "`" + name.replace("`", "``") + "`") + ":" + type;
    }
  }
}
