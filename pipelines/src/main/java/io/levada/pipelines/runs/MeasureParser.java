/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads measures such as {@code mean(salario) as salario_medio, count(*) as pessoas}. A name of
 * anything but letters, digits and underscores stands in double quotes, a quote in it doubled;
 * {@code as} and the name behind it may be left out.
 */
final class MeasureParser {

  private static final String EXAMPLE = "mean(salario) as salario_medio, count(*) as pessoas";

  private final String option;
  private final String text;
  private int at;

  private MeasureParser(String option, String text) {
    this.option = option;
    this.text = text;
  }

  /**
   * The measures, at least one.
   *
   * @param option the option that has the text
   * @throws UsageException if it is something else; the message says where
   */
  static List<MeasureText> parse(String option, String text) {
    return new MeasureParser(option, text).measures();
  }

  private List<MeasureText> measures() {
    List<MeasureText> measures = new ArrayList<>();
    do {
      measures.add(measure());
    } while (skip(','));
    if (at < text.length()) {
      throw expected("a comma, or the end");
    }
    return measures;
  }

  private MeasureText measure() {
    String function = function();
    if (!skip('(')) {
      throw expected("'(' and a column");
    }
    int start = at;
    String column = skip('*') ? null : name("a column");
    if (column == null && !function.equals("count")) {
      at = start;
      throw expected("a column (only count takes the rows)");
    }
    if (!skip(')')) {
      throw expected("')'");
    }
    return new MeasureText(function, column, skipAs() ? name("a name") : null);
  }

  private String function() {
    skipBlanks();
    int start = at;
    String word = word().toLowerCase(Locale.ROOT);
    if (!MeasureText.functions().contains(word)) {
      at = start;
      throw expected("one of " + String.join(", ", MeasureText.functions()));
    }
    return word;
  }

  private boolean skipAs() {
    skipBlanks();
    int start = at;
    if (word().equalsIgnoreCase("as")) {
      return true;
    }
    at = start;
    return false;
  }

  private String name(String what) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }

    String name = word();
    if (name.isEmpty()) {
      throw expected(what);
    }
    return name;
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    int start = at;
    at++;
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != '"') {
        name.append(next);
      } else if (at < text.length() && text.charAt(at) == '"') {
        name.append(text.charAt(at++));
      } else {
        return name.toString();
      }
    }
    at = start;
    throw expected("a second quote behind the one");
  }

  private String word() {
    int start = at;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isOfWord(char letter) {
    return Character.isLetterOrDigit(letter) || letter == '_';
  }

  private boolean skip(char wanted) {
    skipBlanks();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private UsageException expected(String what) {
    return new UsageException(
        "Invalid %s: expected %s at character %d, %s (example: %s)"
            .formatted(option, what, at + 1, found(), EXAMPLE));
  }

  private String found() {
    return at == text.length() ? "found the end" : "found '" + text.substring(at) + "'";
  }
}
