/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the SQL that Glue takes of partition keys. */
final class GlueExpressionParser {

  /** Names that the parser behind Glue takes for something else. */
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "and",
          "as",
          "asc",
          "between",
          "by",
          "case",
          "create",
          "desc",
          "distinct",
          "drop",
          "else",
          "end",
          "exists",
          "from",
          "full",
          "group",
          "having",
          "in",
          "index",
          "inner",
          "insert",
          "into",
          "is",
          "join",
          "key",
          "left",
          "like",
          "limit",
          "not",
          "null",
          "on",
          "or",
          "order",
          "outer",
          "right",
          "select",
          "set",
          "table",
          "then",
          "union",
          "update",
          "using",
          "values",
          "when",
          "where",
          "with");

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^']|'')*')|(?<number>[+-]?\\d+(?:\\.\\d+)?(?![\\w.]))"
              + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)|\"(?<quoted>[^\"]+)\""
              + "|(?<sign><>|!=|<=|>=|[=<>(),]))");

  private final List<JsonNode> keys;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  private enum Kind {
    TEXT,
    NUMBER,
    WORD,
    QUOTED,
    SIGN,
    END
  }

  private record Token(Kind kind, String text) {
    boolean is(String wanted) {
      return (kind == Kind.WORD || kind == Kind.SIGN)
          && text.toLowerCase(Locale.ROOT).equals(wanted);
    }
  }

  GlueExpressionParser(String text, List<JsonNode> keys) throws RefusedException {
    this.keys = keys;
    String rest = text.stripTrailing();
    Matcher matcher = TOKEN.matcher(rest);
    int end = 0;
    while (end < rest.length()) {
      if (!matcher.region(end, rest.length()).lookingAt()) {
        throw GlueExpression.refused("at \"" + rest.substring(end).strip() + "\"");
      }
      tokens.add(token(matcher));
      end = matcher.end();
    }
    tokens.add(new Token(Kind.END, "the end"));
  }

  private static Token token(Matcher matcher) {
    if (matcher.group("text") != null) {
      String quoted = matcher.group("text");
      return new Token(Kind.TEXT, quoted.substring(1, quoted.length() - 1).replace("''", "'"));
    }
    if (matcher.group("number") != null) {
      return new Token(Kind.NUMBER, matcher.group("number"));
    }
    if (matcher.group("word") != null) {
      return new Token(Kind.WORD, matcher.group("word"));
    }
    return matcher.group("quoted") != null
        ? new Token(Kind.QUOTED, matcher.group("quoted"))
        : new Token(Kind.SIGN, matcher.group("sign"));
  }

  GlueExpression parse() throws RefusedException {
    GlueExpression expression = alternatives();
    if (tokens.get(next).kind() != Kind.END) {
      throw unexpected();
    }
    return expression;
  }

  private GlueExpression alternatives() throws RefusedException {
    GlueExpression expression = conjunction();
    while (take("or")) {
      expression = expression.or(conjunction());
    }
    return expression;
  }

  private GlueExpression conjunction() throws RefusedException {
    GlueExpression expression = term();
    while (take("and")) {
      expression = expression.and(term());
    }
    return expression;
  }

  private GlueExpression term() throws RefusedException {
    if (take("not")) {
      return term().not();
    }
    if (take("(")) {
      GlueExpression inner = alternatives();
      expect(")");
      return inner;
    }
    return comparison(key());
  }

  private GlueKey key() throws RefusedException {
    Token token = tokens.get(next);
    boolean isName =
        token.kind() == Kind.QUOTED
            || (token.kind() == Kind.WORD
                && !RESERVED.contains(token.text().toLowerCase(Locale.ROOT)));
    if (!isName) {
      throw unexpected();
    }
    next++;
    return GlueKey.find(token.text(), keys);
  }

  private GlueExpression comparison(GlueKey key) throws RefusedException {
    if (take("is")) {
      boolean negated = take("not");
      expect("null");
      return values -> negated;
    }

    boolean negated = take("not");
    if (take("in")) {
      return negated ? in(key).not() : in(key);
    }
    if (take("between")) {
      GlueExpression between = key.compare(literal(), order -> order >= 0);
      expect("and");
      between = between.and(key.compare(literal(), order -> order <= 0));
      return negated ? between.not() : between;
    }
    if (take("like")) {
      GlueExpression like = key.like(literal());
      return negated ? like.not() : like;
    }
    if (negated) {
      throw unexpected();
    }
    IntPredicate passes = operator();
    return key.compare(literal(), passes);
  }

  private GlueExpression in(GlueKey key) throws RefusedException {
    expect("(");
    GlueExpression in = key.compare(literal(), order -> order == 0);
    while (take(",")) {
      in = in.or(key.compare(literal(), order -> order == 0));
    }
    expect(")");
    return in;
  }

  private IntPredicate operator() throws RefusedException {
    Token token = tokens.get(next);
    if (token.kind() == Kind.SIGN) {
      next++;
      switch (token.text()) {
        case "=" -> {
          return order -> order == 0;
        }
        case "<>", "!=" -> {
          return order -> order != 0;
        }
        case "<" -> {
          return order -> order < 0;
        }
        case "<=" -> {
          return order -> order <= 0;
        }
        case ">" -> {
          return order -> order > 0;
        }
        case ">=" -> {
          return order -> order >= 0;
        }
        default -> next--;
      }
    }
    throw unexpected();
  }

  private GlueLiteral literal() throws RefusedException {
    Token token = tokens.get(next);
    if (token.kind() != Kind.TEXT && token.kind() != Kind.NUMBER) {
      throw unexpected();
    }
    next++;
    return new GlueLiteral(token.text(), token.kind() == Kind.TEXT);
  }

  private boolean take(String wanted) {
    boolean isNext = tokens.get(next).is(wanted);
    if (isNext) {
      next++;
    }
    return isNext;
  }

  private void expect(String wanted) throws RefusedException {
    if (!take(wanted)) {
      throw unexpected();
    }
  }

  private RefusedException unexpected() {
    return GlueExpression.refused("at \"" + tokens.get(next).text() + "\"");
  }
}
