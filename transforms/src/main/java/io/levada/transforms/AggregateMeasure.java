/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column that {@link AggregateSalary} makes of each group's rows, such as {@code
 * mean("salario").as("salario_medio")}.
 */
public final class AggregateMeasure implements Serializable {

  private final @Nullable AggregateFunction function;
  private final @Nullable String column;
  private final String name;

  private AggregateMeasure(
      @Nullable AggregateFunction function, @Nullable String column, String name) {
    this.function = function;
    this.column = column;
    this.name = name;
  }

  private static AggregateMeasure of(AggregateFunction function, String column) {
    Objects.requireNonNull(column, "column");
    String name = function.name().toLowerCase(Locale.ROOT) + "_" + column;
    return new AggregateMeasure(function, column, name);
  }

  /** The mean of a column of numbers (DOUBLE): the exact sum by the count, rounded once. */
  public static AggregateMeasure mean(String column) {
    return of(AggregateFunction.MEAN, column);
  }

  /** The number of values of a column (INT64), nulls not counted. */
  public static AggregateMeasure count(String column) {
    return of(AggregateFunction.COUNT, column);
  }

  /** The number of rows (INT64). */
  public static AggregateMeasure rows() {
    return new AggregateMeasure(null, null, "rows");
  }

  /**
   * The sum of a column: of integers an INT64, of FLOAT and DOUBLE a DOUBLE that is rounded once,
   * of decimals a decimal with 38 digits and the column's scale. The run fails if it does not fit.
   */
  public static AggregateMeasure sum(String column) {
    return of(AggregateFunction.SUM, column);
  }

  /** The least value of a column of numbers, in its type. NaN is greater than all numbers. */
  public static AggregateMeasure min(String column) {
    return of(AggregateFunction.MIN, column);
  }

  /** The greatest value of a column of numbers, in its type. NaN is greater than all numbers. */
  public static AggregateMeasure max(String column) {
    return of(AggregateFunction.MAX, column);
  }

  /** The same under another name; by default it is {@code mean_salario}, or {@code rows}. */
  public AggregateMeasure as(String name) {
    return new AggregateMeasure(function, column, name);
  }

  /** The column that it is made of, or null if it is the number of rows. */
  public @Nullable String column() {
    return column;
  }

  /** What the column is named that it makes. */
  public String name() {
    return name;
  }

  boolean isOfRows() {
    return function == null;
  }

  /** What is made of the column; only if it is not the number of rows. */
  AggregateFunction function() {
    return function;
  }
}
