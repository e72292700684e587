/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, sign or value of a text in SQL.
 *
 * @param text what it stands for: without quotes
 * @param position where it begins in the text, from 1
 */
record SqlToken(Kind kind, String text, int position) {

  enum Kind {
    NAME,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SIGN,
    END
  }

  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "in", "is", "between", "null", "true", "false");
  private static final Set<String> CONSTANTS = Set.of("null", "true", "false");

  private static final Pattern BLANK = Pattern.compile("\\s+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern SIGN = Pattern.compile("<>|!=|<=|>=|[=<>(),]");

  /**
   * The tokens of a text and an {@link Kind#END}.
   *
   * @throws IllegalArgumentException if something in it is none
   */
  static List<SqlToken> of(String text) {
    List<SqlToken> tokens = new ArrayList<>();
    Matcher matcher = BLANK.matcher(text);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      matcher.region(at, text.length());
      if (matcher.usePattern(BLANK).lookingAt()) {
        at = matcher.end();
      } else if (c == '\'' || c == '"') {
        SqlToken quoted = quoted(text, at);
        tokens.add(quoted);
        at += quoted.text.length() + 2 + count(quoted.text, c);
      } else {
        tokens.add(plain(matcher, text, at));
        at = matcher.end();
      }
    }
    tokens.add(new SqlToken(Kind.END, "", text.length() + 1));
    return tokens;
  }

  private static SqlToken plain(Matcher matcher, String text, int at) {
    Kind kind;
    if (matcher.usePattern(WORD).lookingAt()) {
      kind = Kind.NAME;
    } else if (matcher.usePattern(NUMBER).lookingAt()) {
      kind = Kind.NUMBER;
    } else if (matcher.usePattern(SIGN).lookingAt()) {
      kind = Kind.SIGN;
    } else {
      throw invalid(at + 1, "'" + Character.toString(text.codePointAt(at)) + "' has no meaning");
    }
    return new SqlToken(kind, matcher.group(), at + 1);
  }

  /** From one quote to the next that is not doubled. */
  private static SqlToken quoted(String text, int from) {
    char quote = text.charAt(from);
    StringBuilder content = new StringBuilder();
    for (int at = from + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean doubled = c == quote && at + 1 < text.length() && text.charAt(at + 1) == quote;
      if (c == quote && !doubled) {
        return new SqlToken(
            quote == '\'' ? Kind.STRING : Kind.QUOTED_NAME, content.toString(), from + 1);
      }
      content.append(c);
      at += doubled ? 1 : 0;
    }
    throw invalid(from + 1, "the " + quote + " that begins there does not end");
  }

  private static int count(String text, char c) {
    return (int) text.chars().filter(other -> other == c).count();
  }

  static IllegalArgumentException invalid(int position, String reason) {
    return new IllegalArgumentException(
        "Invalid condition at position "
            + position
            + ": "
            + reason
            + " (as in: year = '2024' and month in ('01', '02'))");
  }

  /** Whether it is that sign, or that word without regard to case. */
  boolean is(String word) {
    return (kind == Kind.NAME && text.equalsIgnoreCase(word))
        || (kind == Kind.SIGN && text.equals(word));
  }

  boolean isReserved() {
    return kind == Kind.NAME && RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }

  boolean isConstant() {
    return kind == Kind.NAME && CONSTANTS.contains(text.toLowerCase(Locale.ROOT));
  }

  String shown() {
    return switch (kind) {
      case STRING -> "the string '" + text + "'";
      case QUOTED_NAME -> "the name \"" + text + "\"";
      default -> "'" + text + "'";
    };
  }
}
