/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One key of a {@link PartitionProjection}.
 *
 * @param name in lower case
 * @param type as Athena names it
 * @param properties of the table, behind {@code projection.<key>.}
 */
record ProjectedKey(String name, Type type, Map<String, String> properties) {

  private static final String USAGE =
      " (take key:integer:first,last; key:enum:a,b; key:date:first,last; or key:injected)";
  private static final String DAYS = "yyyy-MM-dd";
  private static final String FORMAT = "format";
  private static final String DIGITS = "digits";
  private static final String INTERVAL = "interval";
  private static final String UNIT = "unit";

  /** Options stand behind what they are about, which may have colons of its own. */
  private static final Pattern OPTION = Pattern.compile(":(?=(format|digits|interval|unit)=)");

  private static final Pattern RELATIVE =
      Pattern.compile(
          "NOW(\\s*[+-]\\s*[0-9]+\\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> UNITS =
      Set.of("YEARS", "MONTHS", "WEEKS", "DAYS", "HOURS", "MINUTES", "SECONDS", "MILLISECONDS");

  /** What a folder's name would have escaped, which Athena does not do. */
  private static final Pattern ESCAPED =
      Pattern.compile("[\\x00-\\x1f\\x7f\"#%'*/:=?\\\\{\\[\\]^]");

  /** How the values of a key are told. */
  enum Type {
    INTEGER,
    ENUM,
    DATE,
    INJECTED;

    private Set<String> options() {
      return switch (this) {
        case INTEGER -> Set.of(DIGITS, INTERVAL);
        case DATE -> Set.of(FORMAT, INTERVAL, UNIT);
        default -> Set.of();
      };
    }
  }

  ProjectedKey {
    properties = Map.copyOf(properties);
  }

  static ProjectedKey parse(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 2 || parts[0].isBlank()) {
      throw new IllegalArgumentException("'" + text + "' is no key with its type" + USAGE);
    }

    String name = parts[0].strip().toLowerCase(Locale.ROOT);
    Type type = type(parts[1].strip());
    String[] rest = OPTION.split(parts.length < 3 ? "" : parts[2]);
    Map<String, String> options = options(name, type, rest);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("type", type.name().toLowerCase(Locale.ROOT));
    switch (type) {
      case INTEGER -> integers(name, rest[0], options, properties);
      case ENUM -> values(name, rest[0], properties);
      case DATE -> dates(name, rest[0], options, properties);
      case INJECTED -> nothing(name, rest[0]);
    }
    return new ProjectedKey(name, type, properties);
  }

  private static Type type(String text) {
    for (Type type : Type.values()) {
      if (type.name().equalsIgnoreCase(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no type of a key" + USAGE);
  }

  private static Map<String, String> options(String name, Type type, String[] rest) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < rest.length; i++) {
      int equals = rest[i].indexOf('=');
      String option = rest[i].substring(0, equals);
      if (!type.options().contains(option) || options.containsKey(option)) {
        throw new IllegalArgumentException(
            "key " + name + ": " + option + "= is of no use here, or there twice");
      }
      options.put(option, rest[i].substring(equals + 1).strip());
    }
    return options;
  }

  private static void integers(
      String name, String range, Map<String, String> options, Map<String, String> properties) {
    String[] ends = ends(name, range);
    if (number(name, ends[0]) > number(name, ends[1])) {
      throw new IllegalArgumentException("key " + name + ": " + range + " ends before it begins");
    }
    properties.put("range", ends[0] + "," + ends[1]);
    options.forEach((option, value) -> properties.put(option, positive(name, option, value)));
  }

  private static String[] ends(String name, String range) {
    String[] ends = range.split(",", -1);
    if (ends.length != 2 || ends[0].isBlank() || ends[1].isBlank()) {
      throw new IllegalArgumentException(
          "key " + name + ": '" + range + "' is no range (give the first and the last value)");
    }
    return new String[] {ends[0].strip(), ends[1].strip()};
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("key " + name + ": '" + text + "' is no number", e);
    }
  }

  private static String positive(String name, String option, String text) {
    if (number(name, text) < 1) {
      throw new IllegalArgumentException(
          "key " + name + ": " + option + "=" + text + " is less than 1");
    }
    return text;
  }

  private static void values(String name, String list, Map<String, String> properties) {
    List<String> values = new ArrayList<>();
    for (String value : list.split(",", -1)) {
      String stripped = value.strip();
      if (stripped.isEmpty() || ESCAPED.matcher(stripped).find()) {
        throw new IllegalArgumentException(
            "key " + name + ": '" + value + "' can't be projected (folders have it escaped)");
      }
      values.add(stripped);
    }
    properties.put("values", String.join(",", values));
  }

  private static void dates(
      String name, String range, Map<String, String> options, Map<String, String> properties) {
    String format = options.getOrDefault(FORMAT, DAYS);
    String[] ends = ends(name, range);
    for (String end : ends) {
      if (!RELATIVE.matcher(end).matches()) {
        checkDate(name, format, end);
      }
    }
    properties.put("range", ends[0] + "," + ends[1]);
    properties.put(FORMAT, format);
    String unit = options.getOrDefault(UNIT, "").toUpperCase(Locale.ROOT);
    if (options.containsKey(UNIT) != options.containsKey(INTERVAL)
        || (!unit.isEmpty() && !UNITS.contains(unit))) {
      throw new IllegalArgumentException(
          "key " + name + ": give interval= a number and unit= one of " + UNITS + ", or neither");
    }
    if (!unit.isEmpty()) {
      properties.put(INTERVAL, positive(name, INTERVAL, options.get(INTERVAL)));
      properties.put("interval.unit", unit);
    }
  }

  private static void checkDate(String name, String format, String text) {
    try {
      DateTimeFormatter.ofPattern(format, Locale.ROOT).parse(text);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "key " + name + ": '" + text + "' is neither of the form " + format + " nor NOW", e);
    }
  }

  private static void nothing(String name, String rest) {
    if (!rest.isBlank()) {
      throw new IllegalArgumentException("key " + name + ": injected takes no '" + rest + "'");
    }
  }

  /**
   * @throws IllegalArgumentException if a key of that type can't have such values
   */
  void checkType(CatalogColumn key) {
    String known = key.type();
    boolean fits =
        switch (type) {
          case INTEGER -> known.equals("string") || known.matches("(tiny|small|big)?int");
          case DATE -> known.equals("string") || known.equals("date") || known.equals("timestamp");
          case ENUM, INJECTED -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "key " + name + " is " + known + ", which no " + properties.get("type") + " is");
    }
  }

  /** Whether it has the value; true where only the time of a query can tell. */
  boolean has(String value) {
    return switch (type) {
      case INTEGER -> hasNumber(value);
      case ENUM -> List.of(properties.get("values").split(",", -1)).contains(value);
      case DATE -> hasDate(value);
      case INJECTED -> true;
    };
  }

  private boolean hasNumber(String value) {
    if (!value.matches("-?[0-9]{1,18}")) {
      return false;
    }

    String[] ends = properties.get("range").split(",", -1);
    long number = Long.parseLong(value);
    long first = Long.parseLong(ends[0]);
    long step = Long.parseLong(properties.getOrDefault(INTERVAL, "1"));
    String digits = properties.getOrDefault(DIGITS, "1");
    return number >= first
        && number <= Long.parseLong(ends[1])
        && (number - first) % step == 0
        && String.format(Locale.ROOT, "%0" + digits + "d", number).equals(value);
  }

  private boolean hasDate(String value) {
    try {
      DateTimeFormatter format = DateTimeFormatter.ofPattern(properties.get(FORMAT), Locale.ROOT);
      format.parse(value);
      String[] ends = properties.get("range").split(",", -1);
      return !properties.get(FORMAT).equals(DAYS)
          || (isNotBefore(value, ends[0]) && isNotBefore(ends[1], value));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isNotBefore(String date, String other) {
    boolean relative = RELATIVE.matcher(date).matches() || RELATIVE.matcher(other).matches();
    return relative || !LocalDate.parse(date).isBefore(LocalDate.parse(other));
  }
}
