/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.lake.PartitionCondition.And;
import io.levada.io.lake.PartitionCondition.Comparison;
import io.levada.io.lake.PartitionCondition.Literal;
import io.levada.io.lake.PartitionCondition.Not;
import io.levada.io.lake.PartitionCondition.Operator;
import io.levada.io.lake.PartitionCondition.Or;
import io.levada.rows.ColumnKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A condition on partition columns as {@code GetPartitions} of AWS Glue takes it. What it is not
 * sure to read as meant is left out, so that it takes more partitions than the condition, and never
 * fewer; null tests are, as null is a text there.
 */
final class PartitionExpression {

  /** What Glue takes. */
  private static final int MAX_LENGTH = 2048;

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  /** ASCII without what some parsers take for an escape. */
  private static final Pattern TEXT = Pattern.compile("[ -~&&[^'\\\\]]*");

  private final Map<String, FieldType> types;

  private PartitionExpression(Map<String, FieldType> types) {
    this.types = types;
  }

  /**
   * @param types of the partition columns by their names in lower case
   * @return null for all partitions
   */
  static @Nullable String of(PartitionCondition condition, Map<String, FieldType> types) {
    String expression = new PartitionExpression(types).of(condition, false);
    return expression == null || expression.length() > MAX_LENGTH ? null : expression;
  }

  private @Nullable String of(PartitionCondition condition, boolean negated) {
    if (condition instanceof Not not) {
      return of(not.condition(), !negated);
    }
    if (condition instanceof And and) {
      return negated ? any(and.all(), true) : all(and.all(), false);
    }
    if (condition instanceof Or or) {
      return negated ? all(or.any(), true) : any(or.any(), false);
    }
    return condition instanceof Comparison comparison ? comparison(comparison, negated) : null;
  }

  /** Without those that can't be said. */
  private @Nullable String all(List<PartitionCondition> conditions, boolean negated) {
    List<String> said = new ArrayList<>();
    for (PartitionCondition condition : conditions) {
      String one = of(condition, negated);
      if (one != null) {
        said.add(one);
      }
    }
    return said.isEmpty() ? null : joined(said, " and ");
  }

  /** Only if all of them can be said. */
  private @Nullable String any(List<PartitionCondition> conditions, boolean negated) {
    List<String> said = new ArrayList<>();
    for (PartitionCondition condition : conditions) {
      String one = of(condition, negated);
      if (one == null) {
        return null;
      }
      said.add(one);
    }
    return said.isEmpty() ? null : joined(said, " or ");
  }

  private static String joined(List<String> said, String by) {
    return said.size() == 1 ? said.get(0) : "(" + String.join(by, said) + ")";
  }

  private @Nullable String comparison(Comparison comparison, boolean negated) {
    String column = comparison.column().key();
    String literal = literal(types.get(column), comparison.literal());
    if (literal == null || !NAME.matcher(column).matches()) {
      return null;
    }
    Operator operator = negated ? comparison.operator().negated() : comparison.operator();
    return column + " " + operator + " " + literal;
  }

  private static @Nullable String literal(@Nullable FieldType type, Literal literal) {
    if (type == null || literal.kind() == Literal.Kind.NULL) {
      return null;
    }
    return switch (ColumnKind.of(type)) {
      case STRING -> TEXT.matcher(literal.text()).matches() ? quoted(literal.text()) : null;
      case INT16, INT32, INT64 -> integer(type, literal.text());
      case DATE -> quoted(PartitionType.parse(type, literal.text()).toString());
      default -> null;
    };
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static @Nullable String integer(FieldType type, String text) {
    if (!INTEGER.matcher(text).matches()) {
      return null;
    }
    try {
      PartitionType.parse(type, text);
      return new BigInteger(text).toString();
    } catch (IllegalArgumentException e) {
      return null; // no value of the column is so large
    }
  }
}
