/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * The mean of a number column for each group of rows: by default of {@code salario} by {@code
 * idade}, {@code ativo}, {@code ano} and {@code mes}, as {@code salario_medio}.
 *
 * <pre>{@code
 * PCollection<Row> means =
 *     people.apply("Mean salary", AggregateSalary.create().by("ano", "mes").withCount("pessoas"));
 * // one row for each ano and mes: ano, mes, salario_medio, pessoas
 * }</pre>
 *
 * <p>Sums are exact, whatever the column's type, and a mean is the exact sum divided by the count
 * and rounded once, half to even: the same bits on every runner, in every order. It is NaN if a
 * value is, or if both infinities are among them.
 *
 * <p>Nulls are no values: a group without a value has a null mean, sum, minimum and maximum and a
 * count of 0. Rows belong together if their group columns are equal, a null being equal to a null;
 * instants compare in microseconds, and 0.0 is -0.0.
 *
 * <p>Input: rows with a schema, bounded or not, in any windows that {@link Combine#perKey} takes,
 * without an {@link Envelope}: the sums of rows have no position, and notes have no group. The
 * column is an INT16, INT32, INT64, FLOAT, DOUBLE or DECIMAL. Output: a row for each group and
 * window, in no order: the group columns with their types, the mean (DOUBLE), and then, of those
 * that are asked for, the count, sum, minimum and maximum.
 */
public final class AggregateSalary extends PTransform<PCollection<Row>, PCollection<Row>> {

  private final List<String> groupColumns;
  private final String column;

  /** The names of the measures, in the order of the output. */
  private final EnumMap<AggregateMeasure, String> measures;

  /** The mean of {@code salario} by {@code idade}, {@code ativo}, {@code ano} and {@code mes}. */
  public static AggregateSalary create() {
    EnumMap<AggregateMeasure, String> mean = new EnumMap<>(AggregateMeasure.class);
    mean.put(AggregateMeasure.MEAN, "salario_medio");
    return new AggregateSalary(List.of("idade", "ativo", "ano", "mes"), "salario", mean);
  }

  private AggregateSalary(
      List<String> groupColumns, String column, EnumMap<AggregateMeasure, String> measures) {
    this.groupColumns = List.copyOf(groupColumns);
    this.column = column;
    this.measures = measures;
  }

  /** Groups by the columns; without any, all rows are one group. */
  public AggregateSalary by(String... columns) {
    return by(List.of(columns));
  }

  /** Groups by the columns; without any, all rows are one group. */
  public AggregateSalary by(List<String> columns) {
    return new AggregateSalary(columns, column, measures);
  }

  /** Takes the values from the column. */
  public AggregateSalary of(String column) {
    return new AggregateSalary(groupColumns, column, measures);
  }

  /** Names the mean. */
  public AggregateSalary to(String name) {
    return with(AggregateMeasure.MEAN, name);
  }

  /** Adds the number of values (INT64), nulls not counted. */
  public AggregateSalary withCount(String name) {
    return with(AggregateMeasure.COUNT, name);
  }

  /**
   * Adds the sum: of integers an INT64, of FLOAT and DOUBLE a DOUBLE that is rounded once, of
   * decimals a decimal with 38 digits and the column's scale. The run fails if it does not fit.
   */
  public AggregateSalary withSum(String name) {
    return with(AggregateMeasure.SUM, name);
  }

  /** Adds the least value, in the column's type. NaN is greater than all numbers. */
  public AggregateSalary withMin(String name) {
    return with(AggregateMeasure.MIN, name);
  }

  /** Adds the greatest value, in the column's type. NaN is greater than all numbers. */
  public AggregateSalary withMax(String name) {
    return with(AggregateMeasure.MAX, name);
  }

  private AggregateSalary with(AggregateMeasure measure, String name) {
    EnumMap<AggregateMeasure, String> more = new EnumMap<>(measures);
    more.put(measure, name);
    return new AggregateSalary(groupColumns, column, more);
  }

  /**
   * @throws IllegalArgumentException if the rows have no schema, have an envelope or lack a column,
   *     the column has no numbers, or two columns of the output would have the same name
   */
  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    checkInput(rows);
    Schema input = rows.getSchema();
    Schema output = outputSchema(input);
    AggregateGroupsFn groups = new AggregateGroupsFn(kindOf(input.getField(column)));
    RowCodec groupCodec = groupCodec(input);
    int[] groupFields = groupColumns.stream().mapToInt(input::indexOf).toArray();

    return rows.apply(
            "Add up within bundles",
            ParDo.of(new AggregateBundle(groupCodec, groupFields, input.indexOf(column), groups)))
        .setCoder(KvCoder.of(VarIntCoder.of(), groups.coder()))
        .apply("Add up by group", Combine.perKey(groups))
        .apply(
            "Make rows",
            ParDo.of(
                new AggregateToRow(groupCodec, output, column, List.copyOf(measures.keySet()))))
        .setRowSchema(output);
  }

  private void checkInput(PCollection<Row> rows) {
    if (!rows.hasSchema()) {
      throw new IllegalArgumentException(
          "Cannot aggregate " + rows.getName() + ": it has no schema (call setRowSchema on it)");
    }
    if (Envelope.isIn(rows.getSchema())) {
      throw new IllegalArgumentException(
          "Cannot aggregate "
              + rows.getName()
              + ": its rows are in an envelope (take the notes out and select the data columns)");
    }
    for (String name : groupColumns) {
      checkColumn(name, rows.getSchema());
    }
    checkColumn(column, rows.getSchema());
  }

  private static void checkColumn(String name, Schema schema) {
    if (!schema.hasField(name)) {
      throw new IllegalArgumentException(
          "Cannot find column " + name + " (the columns are " + schema.getFieldNames() + ")");
    }
  }

  private static ColumnKind kindOf(Field column) {
    ColumnKind kind = ColumnKind.of(column.getType());
    return switch (kind) {
      case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> kind;
      case STRING, BYTES, BOOLEAN, DATE, TIMESTAMP, DATETIME, NESTED ->
          throw new IllegalArgumentException(
              "Cannot aggregate column "
                  + column.getName()
                  + " of kind "
                  + kind
                  + " (take a column of numbers)");
    };
  }

  private Schema outputSchema(Schema input) {
    Schema.Builder output = Schema.builder().addFields(groupSchema(input).getFields());
    Set<String> names = new HashSet<>(groupColumns);
    measures.forEach(
        (measure, name) -> {
          if (!names.add(name)) {
            throw new IllegalArgumentException(
                "Invalid name " + name + ": two columns of the output would have it");
          }
          output.addField(Field.of(name, measure.typeFor(input.getField(column).getType())));
        });
    return output.build();
  }

  private RowCodec groupCodec(Schema input) {
    return RowCodec.of(groupSchema(input), RowLayout.none().withKey(groupColumns));
  }

  private Schema groupSchema(Schema input) {
    return Schema.builder().addFields(groupColumns.stream().map(input::getField).toList()).build();
  }
}
