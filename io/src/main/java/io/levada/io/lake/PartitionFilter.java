/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.lake.PartitionCondition.And;
import io.levada.io.lake.PartitionCondition.Column;
import io.levada.io.lake.PartitionCondition.Comparison;
import io.levada.io.lake.PartitionCondition.IsNull;
import io.levada.io.lake.PartitionCondition.Known;
import io.levada.io.lake.PartitionCondition.Literal;
import io.levada.io.lake.PartitionCondition.Not;
import io.levada.io.lake.PartitionCondition.Operator;
import io.levada.io.lake.PartitionCondition.Or;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which partitions of a table are read, as the {@code where} of Athena's SQL says it:
 *
 * <pre>{@code
 * PartitionFilter.parse(
 *     "year = '2024' and (month >= '05' or month is null) and not kind in ('test', 'it''s')");
 * }</pre>
 *
 * <p>There are {@code = <> != < <= > >=}, {@code in}, {@code between}, {@code is null}, each with
 * {@code not}, {@code and}, {@code or} and parentheses. Strings stand in single quotes, names in
 * double quotes or none, without regard to case in either; {@code date '2024-05-01'} and {@code
 * timestamp '2024-05-01 00:00:00'} are strings with a hint. A comparison with null is neither true
 * nor false, and a partition is read only where the whole is true.
 *
 * <p>Columns are compared as strings, by code points, unless {@link TableScan#withPartitionTypes}
 * gives them a type.
 */
public final class PartitionFilter implements Serializable {

  private final PartitionCondition condition;

  PartitionFilter(PartitionCondition condition) {
    this.condition = condition;
  }

  /**
   * The filter of a text.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  public static PartitionFilter parse(String text) {
    return new PartitionFilter(new PartitionFilterParser(text).parse());
  }

  /**
   * {@code column = value}.
   *
   * @param value a string, number, boolean or date, or null, which nothing is equal to
   */
  public static PartitionFilter equal(String column, @Nullable Object value) {
    return compare(column, Operator.EQUAL, value);
  }

  /** {@code column < value}; {@link #equal} says what values there are. */
  public static PartitionFilter less(String column, @Nullable Object value) {
    return compare(column, Operator.LESS, value);
  }

  /** {@code column > value}; {@link #equal} says what values there are. */
  public static PartitionFilter greater(String column, @Nullable Object value) {
    return compare(column, Operator.GREATER, value);
  }

  /** {@code column between from and to}: both are in it. */
  public static PartitionFilter between(String column, Object from, Object to) {
    return compare(column, Operator.GREATER_OR_EQUAL, from)
        .and(compare(column, Operator.LESS_OR_EQUAL, to));
  }

  /** {@code column in (values)}. */
  public static PartitionFilter in(String column, Collection<?> values) {
    return new PartitionFilter(
        new Or(values.stream().map(value -> equal(column, value).condition).toList()));
  }

  /** {@code column is null}: the default partition. */
  public static PartitionFilter isNull(String column) {
    return new PartitionFilter(new IsNull(new Column(column, 0)));
  }

  public PartitionFilter and(PartitionFilter other) {
    return new PartitionFilter(new And(List.of(condition, other.condition)));
  }

  public PartitionFilter or(PartitionFilter other) {
    return new PartitionFilter(new Or(List.of(condition, other.condition)));
  }

  /** True where this is false; where this is null, so is that. */
  public PartitionFilter negated() {
    return new PartitionFilter(new Not(condition));
  }

  /** The columns it asks for, by their names in lower case. */
  Map<String, Column> columns() {
    Map<String, Column> columns = new TreeMap<>();
    condition.forEachTest(test -> columns.putIfAbsent(test.column().key(), test.column()));
    return columns;
  }

  /**
   * Checks that each column it asks for is a partition column.
   *
   * @param table for messages
   * @throws IllegalArgumentException if one is none
   */
  void checkColumns(Object table, List<String> partitionColumns) {
    Set<String> keys = partitionColumns.stream().map(ColumnIndex::key).collect(Collectors.toSet());
    for (Column column : columns().values()) {
      if (!keys.contains(column.key())) {
        throw new IllegalArgumentException(
            "Cannot filter "
                + table
                + " by "
                + column.name()
                + (column.position() == 0 ? "" : ", at position " + column.position())
                + ": it is no partition column ("
                + (partitionColumns.isEmpty()
                    ? "it has none"
                    : "it has " + String.join(", ", partitionColumns))
                + ")");
      }
    }
  }

  /**
   * The partitions for which it is true, and others perhaps, as {@code GetPartitions} of AWS Glue
   * takes it; null for all.
   *
   * @param types of the partition columns by their names in lower case
   */
  @Nullable String expression(Map<String, FieldType> types) {
    return PartitionExpression.of(condition, types);
  }

  /**
   * Checks that each literal can be compared with its column.
   *
   * @param types by the columns' names in lower case, strings where there is none
   * @throws IllegalArgumentException if one can't; the message says where and what helps
   */
  void checkLiterals(Map<String, FieldType> types) {
    Known nothing = new Known(types, Map.of());
    condition.forEachTest(
        test -> {
          if (test instanceof Comparison comparison) {
            check(comparison, nothing.type(comparison.column()));
          }
        });
  }

  private static void check(Comparison comparison, FieldType type) {
    Literal literal = comparison.literal();
    String column = comparison.column().name();
    if (literal.kind() == Literal.Kind.NULL) {
      return;
    }
    if (type.equals(FieldType.STRING) && literal.kind() != Literal.Kind.TEXT) {
      throw invalid(
          literal,
          "column " + column + " has strings, and " + literal.text() + " is none",
          "write '" + literal.text() + "', or give the column a type");
    }
    if (literal.kind() == Literal.Kind.NUMBER && !PartitionType.isNumber(type)) {
      throw invalid(
          literal,
          "column "
              + column
              + " has type "
              + PartitionType.name(type)
              + ", and "
              + literal.text()
              + " is a number",
          "put it in quotes");
    }
    try {
      PartitionType.checkLiteral(type, literal.text());
    } catch (IllegalArgumentException e) {
      throw invalid(
          literal,
          "column " + column + " can't be compared: " + e.getMessage(),
          "give a value of that type");
    }
  }

  private static IllegalArgumentException invalid(Literal literal, String reason, String remedy) {
    String at = literal.position() == 0 ? "" : " at position " + literal.position();
    return new IllegalArgumentException(
        "Invalid condition" + at + ": " + reason + " (" + remedy + ")");
  }

  /**
   * Whether it can be true, given the values that are known.
   *
   * @throws IllegalArgumentException if a value is none of its column's type
   */
  boolean canBeTrue(Known known) {
    return condition.evaluate(known).canBeTrue();
  }

  private static PartitionFilter compare(String column, Operator operator, @Nullable Object value) {
    return new PartitionFilter(new Comparison(new Column(column, 0), operator, literal(value)));
  }

  private static Literal literal(@Nullable Object value) {
    if (value == null) {
      return new Literal(Literal.Kind.NULL, "null", 0);
    }
    if (value instanceof Boolean) {
      return new Literal(Literal.Kind.BOOLEAN, value.toString(), 0);
    }
    if (value instanceof Number) {
      return new Literal(
          Literal.Kind.NUMBER,
          value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString(),
          0);
    }
    return new Literal(Literal.Kind.TEXT, value.toString(), 0);
  }
}
