/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The header lines of a message, in their order; names are found in any case. */
final class Headers {

  private final List<Line> lines = new ArrayList<>();

  /** A line as it was sent. */
  record Line(String name, String value) {}

  void add(String name, String value) {
    lines.add(new Line(name, value));
  }

  void set(String name, String value) {
    remove(name);
    add(name, value);
  }

  void remove(String name) {
    lines.removeIf(line -> line.name().equalsIgnoreCase(name));
  }

  /** The value of the first line of that name, or null. */
  @Nullable String find(String name) {
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        return line.value();
      }
    }

    return null;
  }

  /** The value of the first line of that name, or nothing. */
  String get(String name) {
    String value = find(name);
    return value == null ? "" : value;
  }

  boolean has(String name) {
    return find(name) != null;
  }

  /** The values of all lines of that name. */
  List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Line::value)
        .toList();
  }

  /** Whether a list such as that of {@code Connection} has the word. */
  boolean lists(String name, String word) {
    for (String value : all(name)) {
      for (String each : value.split(",", -1)) {
        if (each.strip().toLowerCase(Locale.ROOT).equals(word)) {
          return true;
        }
      }
    }

    return false;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  Headers copy() {
    Headers copy = new Headers();
    copy.lines.addAll(lines);
    return copy;
  }
}
