/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads a mapping from left to right: names, texts and the signs between them. */
final class MappingScanner {

  private static final String SIGNS = ",:()'\"*";

  private final String text;
  private int at;

  MappingScanner(String text) {
    this.text = text;
  }

  /** Whether nothing is left but white space. */
  boolean isAtEnd() {
    skipSpace();
    return at == text.length();
  }

  /** Whether the next character is that one. */
  boolean isAt(char sign) {
    skipSpace();
    return at < text.length() && text.charAt(at) == sign;
  }

  /** Passes the next character if it is that one. */
  boolean takes(char sign) {
    if (!isAt(sign)) {
      return false;
    }
    at++;
    return true;
  }

  /**
   * Passes the next character.
   *
   * @throws IllegalArgumentException if it is another
   */
  void require(char sign) {
    if (!takes(sign)) {
      throw expected("'" + sign + "'");
    }
  }

  /** Where the next character is, from 1. */
  int position() {
    skipSpace();
    return at + 1;
  }

  /**
   * The text up to the next quote of this kind that is not doubled, or null if no such quote is
   * next.
   *
   * @throws IllegalArgumentException if it does not end
   */
  @Nullable String quoted(char quote) {
    int from = position();
    if (!takes(quote)) {
      return null;
    }
    StringBuilder content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        content.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        content.append(quote);
        at++;
      } else {
        return content.toString();
      }
    }
    throw invalid(from, "the " + quote + " that begins there does not end");
  }

  /** What stands before the next sign, without white space around it; empty if a sign is next. */
  String word() {
    skipSpace();
    int from = at;
    while (at < text.length() && SIGNS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at).strip();
  }

  /**
   * A name: a word, or whatever stands in double quotes.
   *
   * @param what is expected, for messages
   * @throws IllegalArgumentException if there is none
   */
  String name(String what) {
    int from = position();
    @Nullable String name = quoted('"');
    if (name == null) {
      name = word();
    }
    if (name.isBlank()) {
      at = from - 1;
      throw expected(what);
    }
    return name;
  }

  IllegalArgumentException expected(String what) {
    String found = isAtEnd() ? "its end" : "'" + text.charAt(at) + "'";
    return invalid(position(), "expected " + what + ", found " + found);
  }

  static IllegalArgumentException invalid(int position, String reason) {
    return new IllegalArgumentException("at position " + position + ": " + reason);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
