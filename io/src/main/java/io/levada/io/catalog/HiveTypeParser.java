/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.catalog.HiveType.Field;
import io.levada.io.catalog.HiveType.ListOf;
import io.levada.io.catalog.HiveType.MapOf;
import io.levada.io.catalog.HiveType.Scalar;
import io.levada.io.catalog.HiveType.StructOf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes a type's text apart, in any case and with blanks anywhere. A name in a struct goes up to
 * the colon, or stands in backticks.
 */
final class HiveTypeParser {

  private static final String EXPECTED =
      "one of tinyint, smallint, int, bigint, float, double, decimal, boolean, string, varchar,"
          + " char, binary, date, timestamp, array, map, struct";

  /** What Hive and Athena take for a decimal without precision. */
  private static final int USUAL_PRECISION = 10;

  private static final int MAX_PRECISION = 38;
  private static final int MAX_LENGTH = 65_535;

  /** Deeper than anybody needs; the methods here call one another. */
  private static final int MAX_DEPTH = 100;

  /** What stands behind the text. */
  private static final char END = '\0';

  private final String text;
  private int at;
  private int depth;

  private HiveTypeParser(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if the text is no type, or one that rows can't have; the
   *     message tells the position, which begins at 1
   */
  static HiveType parse(String text) {
    HiveTypeParser parser = new HiveTypeParser(text);
    HiveType type = parser.type();
    parser.skipBlanks();
    if (parser.at < text.length()) {
      throw parser.expected("the end of the type", parser.at);
    }
    return type;
  }

  private HiveType type() {
    skipBlanks();
    int start = at;
    depth++;
    if (depth > MAX_DEPTH) {
      throw expected("at most " + MAX_DEPTH + " types in one another", start);
    }

    HiveType type = type(word(), start);
    depth--;
    return type;
  }

  private HiveType type(String name, int start) {
    return switch (name) {
      case "tinyint", "smallint", "int", "bigint", "float", "double" -> Scalar.of(name);
      case "boolean", "string", "binary", "date", "timestamp" -> Scalar.of(name);
      case "integer" -> Scalar.of("int");
      case "decimal" -> decimal();
      case "varchar", "char" -> Scalar.of(name, length());
      case "array" -> list();
      case "map" -> map(start);
      case "struct" -> struct();
      default -> throw expected(EXPECTED, start);
    };
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private HiveType decimal() {
    if (peek() != '(') {
      return Scalar.of("decimal", USUAL_PRECISION, 0);
    }

    at++;
    int precision = number(1, MAX_PRECISION);
    int scale = 0;
    if (peek() == ',') {
      at++;
      scale = number(0, precision);
    }
    take(')');
    return Scalar.of("decimal", precision, scale);
  }

  private int length() {
    take('(');
    int length = number(1, MAX_LENGTH);
    take(')');
    return length;
  }

  private int number(int min, int max) {
    skipBlanks();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(start, at);
    boolean fits = !digits.isEmpty() && digits.length() <= 9;
    int number = fits ? Integer.parseInt(digits) : -1;
    if (number < min || number > max) {
      throw expected("a number from " + min + " to " + max, start);
    }
    return number;
  }

  private HiveType list() {
    take('<');
    HiveType element = type();
    take('>');
    return new ListOf(element);
  }

  private HiveType map(int start) {
    take('<');
    HiveType key = type();
    if (!(key instanceof Scalar)) {
      throw expected("a map whose keys are single values", start);
    }
    take(',');
    HiveType value = type();
    take('>');
    return new MapOf(key, value);
  }

  private HiveType struct() {
    take('<');
    List<Field> fields = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    do {
      skipBlanks();
      int start = at;
      String name = fieldName();
      if (!keys.add(name.toLowerCase(Locale.ROOT))) {
        throw expected("a field that differs from the others in more than case", start);
      }
      take(':');
      fields.add(new Field(name, type()));
    } while (takeIf(','));
    take('>');
    return new StructOf(fields);
  }

  private String fieldName() {
    if (peek() == '`') {
      return quoted();
    }

    int start = at;
    while (at < text.length() && ":,<>".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at).strip();
    if (name.isEmpty()) {
      throw expected("the name of a field", start);
    }
    return name;
  }

  private String quoted() {
    int start = at;
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean doubled = c == '`' && at + 1 < text.length() && text.charAt(at + 1) == '`';
      if (c == '`' && !doubled) {
        at++;
        return name.toString();
      }
      name.append(c);
      at += doubled ? 1 : 0;
    }
    throw expected("a backtick at the end of the name", start);
  }

  private boolean takeIf(char c) {
    boolean is = peek() == c;
    at += is ? 1 : 0;
    return is;
  }

  private void take(char c) {
    if (!takeIf(c)) {
      throw expected("'" + c + "'", at);
    }
  }

  /** The next character that is no blank, or {@link #END}. */
  private char peek() {
    skipBlanks();
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException expected(String what, int position) {
    return new IllegalArgumentException(
        "Cannot read type '"
            + text
            + "' (expected "
            + what
            + " at position "
            + (position + 1)
            + ")");
  }
}
