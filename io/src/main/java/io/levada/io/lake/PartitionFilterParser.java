/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.lake.PartitionCondition.And;
import io.levada.io.lake.PartitionCondition.Column;
import io.levada.io.lake.PartitionCondition.Comparison;
import io.levada.io.lake.PartitionCondition.IsNull;
import io.levada.io.lake.PartitionCondition.Literal;
import io.levada.io.lake.PartitionCondition.Not;
import io.levada.io.lake.PartitionCondition.Operator;
import io.levada.io.lake.PartitionCondition.Or;
import io.levada.io.lake.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the text of a {@link PartitionFilter}, by recursive descent. */
final class PartitionFilterParser {

  /** Far more than a person nests, far less than the stack holds. */
  private static final int MAX_DEPTH = 100;

  private final List<SqlToken> tokens;
  private int at;
  private int depth;

  PartitionFilterParser(String text) {
    this.tokens = SqlToken.of(text);
  }

  /**
   * The condition that the whole text is.
   *
   * @throws IllegalArgumentException if it is none
   */
  PartitionCondition parse() {
    PartitionCondition condition = either();
    if (next().kind() != Kind.END) {
      throw unexpected("'and', 'or' or the end");
    }
    return condition;
  }

  private PartitionCondition either() {
    return joined("or", this::both, Or::new);
  }

  private PartitionCondition both() {
    return joined("and", this::negation, And::new);
  }

  private PartitionCondition joined(
      String word,
      Supplier<PartitionCondition> part,
      Function<List<PartitionCondition>, PartitionCondition> join) {
    List<PartitionCondition> parts = new ArrayList<>();
    parts.add(part.get());
    while (takes(word)) {
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.get(0) : join.apply(parts);
  }

  private PartitionCondition negation() {
    if (++depth > MAX_DEPTH) {
      throw SqlToken.invalid(next().position(), "it is nested deeper than " + MAX_DEPTH);
    }

    PartitionCondition condition;
    if (takes("not")) {
      condition = new Not(negation());
    } else if (takes("(")) {
      condition = either();
      require(")");
    } else {
      condition = test();
    }
    depth--;
    return condition;
  }

  private PartitionCondition test() {
    if (startsLiteral()) {
      Literal literal = literal();
      Operator operator = operator();
      return new Comparison(column(), operator.flipped(), literal);
    }

    Column column = column();
    if (takes("is")) {
      boolean negated = takes("not");
      require("null");
      return negatedIf(negated, new IsNull(column));
    }
    boolean negated = takes("not");
    if (takes("in")) {
      return negatedIf(negated, in(column));
    }
    if (takes("between")) {
      return negatedIf(negated, between(column));
    }
    if (negated) {
      throw unexpected("'in' or 'between'");
    }
    Operator operator = operator();
    return new Comparison(column, operator, literal());
  }

  private static PartitionCondition negatedIf(boolean negated, PartitionCondition condition) {
    return negated ? new Not(condition) : condition;
  }

  private PartitionCondition in(Column column) {
    List<PartitionCondition> any = new ArrayList<>();
    require("(");
    do {
      any.add(new Comparison(column, Operator.EQUAL, literal()));
    } while (takes(","));
    require(")");
    return new Or(any);
  }

  private PartitionCondition between(Column column) {
    Literal from = literal();
    require("and");
    return new And(
        List.of(
            new Comparison(column, Operator.GREATER_OR_EQUAL, from),
            new Comparison(column, Operator.LESS_OR_EQUAL, literal())));
  }

  private Operator operator() {
    SqlToken token = next();
    if (token.kind() == Kind.SIGN) {
      for (Operator operator : Operator.values()) {
        if (operator.toString().equals(token.text()) || isOtherNotEqual(operator, token)) {
          at++;
          return operator;
        }
      }
    }
    throw unexpected("a comparison, 'in', 'between' or 'is null'");
  }

  private static boolean isOtherNotEqual(Operator operator, SqlToken token) {
    return operator == Operator.NOT_EQUAL && token.text().equals("!=");
  }

  private Column column() {
    SqlToken token = next();
    boolean isName = token.kind() == Kind.NAME || token.kind() == Kind.QUOTED_NAME;
    if (!isName || token.isReserved()) {
      throw unexpected("a column");
    }
    at++;
    return new Column(token.text(), token.position());
  }

  private boolean startsLiteral() {
    SqlToken token = next();
    return switch (token.kind()) {
      case STRING, NUMBER -> true;
      case NAME -> token.isConstant() || isHint(token);
      default -> false;
    };
  }

  /** Whether it is the word in {@code date '2024-05-01'}, and no column of that name. */
  private boolean isHint(SqlToken token) {
    return (token.is("date") || token.is("timestamp")) && tokens.get(at + 1).kind() == Kind.STRING;
  }

  private Literal literal() {
    SqlToken token = next();
    if (token.kind() == Kind.NAME && isHint(token)) {
      at++;
      token = next();
    }
    if (!startsLiteral()) {
      throw unexpected(
          token.kind() == Kind.NAME || token.kind() == Kind.QUOTED_NAME
              ? "a value (put strings in single quotes)"
              : "a value");
    }

    at++;
    Literal.Kind kind =
        switch (token.kind()) {
          case STRING -> Literal.Kind.TEXT;
          case NUMBER -> Literal.Kind.NUMBER;
          default -> token.is("null") ? Literal.Kind.NULL : Literal.Kind.BOOLEAN;
        };
    return new Literal(kind, token.text(), token.position());
  }

  private SqlToken next() {
    return tokens.get(at);
  }

  private boolean takes(String word) {
    if (!next().is(word)) {
      return false;
    }
    at++;
    return true;
  }

  private void require(String word) {
    if (!takes(word)) {
      throw unexpected("'" + word + "'");
    }
  }

  private IllegalArgumentException unexpected(String wanted) {
    SqlToken found = next();
    return SqlToken.invalid(
        found.position(),
        "expected " + wanted + ", found " + (found.kind() == Kind.END ? "its end" : found.shown()));
  }
}
