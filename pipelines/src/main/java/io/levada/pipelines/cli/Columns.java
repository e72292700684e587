/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and what they mean, in two columns, not wider than a page. */
final class Columns {

  /** How wide a page is. */
  static final int PAGE_WIDTH = 100;

  private final String indent;
  private final Map<String, String> lines = new LinkedHashMap<>();

  Columns(String indent) {
    this.indent = indent;
  }

  void add(String name, String meaning) {
    lines.put(name, meaning);
  }

  @Override
  public String toString() {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    String hanging = indent + " ".repeat(width + 2);
    StringBuilder text = new StringBuilder();
    lines.forEach(
        (name, meaning) ->
            text.append(indent)
                .append(name)
                .append(" ".repeat(width + 2 - name.length()))
                .append(wrap(meaning, hanging).stripLeading()));
    return text.toString();
  }

  /** The text in lines that begin with the indent and fit the page; a longer word stays whole. */
  static String wrap(String text, String indent) {
    StringBuilder wrapped = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && indent.length() + line.length() + 1 + word.length() > PAGE_WIDTH) {
        wrapped.append(indent).append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    return wrapped.append(indent).append(line).append('\n').toString();
  }
}
