/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Location;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern over the names below a folder: {@code *} and {@code ?} match within one name, {@code
 * **} across names, {@code **}{@code /} also none at all, {@code [a-z]} and {@code [!a-z]} one
 * character, {@code {a,b}} either; a backslash takes the character behind it literally.
 *
 * @param folder the folder that holds whatever matches
 * @param pattern matches the whole of a name relative to the folder
 */
record Glob(Location folder, Pattern pattern) {

  private static final String SPECIAL = "*?[{\\";

  static boolean isGlob(String spec) {
    return firstSpecial(spec) >= 0;
  }

  /**
   * @throws IllegalArgumentException if a bracket or brace is not closed
   */
  static Glob of(String spec) {
    int folderEnd = spec.lastIndexOf('/', firstSpecial(spec));
    String folder = folderEnd < 0 ? "." : folderEnd == 0 ? "/" : spec.substring(0, folderEnd);
    return new Glob(Location.of(folder), compile(spec, folderEnd + 1));
  }

  boolean matches(Location location) {
    return pattern.matcher(location.relativeTo(folder)).matches();
  }

  private static int firstSpecial(String spec) {
    for (int i = 0; i < spec.length(); i++) {
      if (SPECIAL.indexOf(spec.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static Pattern compile(String spec, int from) {
    try {
      return Pattern.compile(regex(spec, from), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw invalid(spec, e.getDescription());
    }
  }

  private static String regex(String spec, int from) {
    StringBuilder regex = new StringBuilder();
    int open = 0;
    int at = from;
    while (at < spec.length()) {
      char c = spec.charAt(at++);
      switch (c) {
        case '*' -> {
          if (spec.startsWith("*/", at)) {
            regex.append("(?:.*/)?");
            at += 2;
          } else if (spec.startsWith("*", at)) {
            regex.append(".*");
            at++;
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '[' -> at = appendClass(spec, at, regex);
        case '{' -> {
          regex.append("(?:");
          open++;
        }
        case '}' -> {
          regex.append(open > 0 ? ")" : "\\}");
          open = Math.max(0, open - 1);
        }
        case ',' -> regex.append(open > 0 ? "|" : ",");
        case '\\' -> {
          if (at == spec.length()) {
            throw invalid(spec, "a character must follow the last \\");
          }
          regex.append(Pattern.quote(spec.substring(at, at + 1)));
          at++;
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (open > 0) {
      throw invalid(spec, "a { is not closed");
    }
    return regex.toString();
  }

  /** Appends the class whose bracket stands before {@code from}; returns where it ends. */
  private static int appendClass(String spec, int from, StringBuilder regex) {
    int start = spec.startsWith("!", from) ? from + 1 : from;
    int end = spec.indexOf(']', start + 1);
    if (end < 0) {
      throw invalid(spec, "a [ is not closed");
    }
    regex.append(start > from ? "[^/" : "[");
    for (int i = start; i < end; i++) {
      char c = spec.charAt(i);
      if ("\\[]^&".indexOf(c) >= 0) {
        regex.append('\\');
      }
      regex.append(c);
    }
    regex.append(']');
    return end + 1;
  }

  private static IllegalArgumentException invalid(String spec, String reason) {
    return new IllegalArgumentException("Invalid pattern: '" + spec + "' (" + reason + ")");
  }
}
