/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.RowFold;
import io.levada.rows.RowLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Measures of number columns for each group of rows: by default the mean of {@code salario} by
 * {@code idade}, {@code ativo}, {@code ano} and {@code mes}, as {@code salario_medio}.
 *
 * <pre>{@code
 * PCollection<Row> measures =
 *     people.apply(
 *         "Aggregate salary",
 *         AggregateSalary.create()
 *             .by("ano", "mes")
 *             .measuring(mean("salario").as("salario_medio"), max("bonus"), rows().as("pessoas")));
 * // one row for each ano and mes: ano, mes, salario_medio, max_bonus, pessoas
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
 * <p>Input: rows with a schema, bounded or not, in any windows that {@link GroupByKey} takes, with
 * or without an {@link Envelope}. Columns of which more than the count is asked for are INT16,
 * INT32, INT64, FLOAT, DOUBLE or DECIMAL. Output: a row for each group and window, in no order: the
 * group columns with their types, then the measures in the order in which they are asked for.
 *
 * <p>With an envelope, notes pass, through the same shuffle. Each group knows the tally of the rows
 * it is made of; a row that is made of a group is of no file, and its offset is a hash of the
 * group; and with the rows of a shard, in the same bundle, goes a {@link io.levada.rows.GroupCount}
 * of the rows that it took and those that it made.
 */
public final class AggregateSalary extends PTransform<PCollection<Row>, PCollection<Row>> {

  private final List<String> groupColumns;
  private final List<AggregateMeasure> measures;

  /** The mean of {@code salario} by {@code idade}, {@code ativo}, {@code ano} and {@code mes}. */
  public static AggregateSalary create() {
    return new AggregateSalary(
        List.of("idade", "ativo", "ano", "mes"),
        List.of(AggregateMeasure.mean("salario").as("salario_medio")));
  }

  private AggregateSalary(List<String> groupColumns, List<AggregateMeasure> measures) {
    this.groupColumns = List.copyOf(groupColumns);
    this.measures = List.copyOf(measures);
  }

  /** Groups by the columns; without any, all rows are one group. */
  public AggregateSalary by(String... columns) {
    return by(List.of(columns));
  }

  /** Groups by the columns; without any, all rows are one group. */
  public AggregateSalary by(List<String> columns) {
    return new AggregateSalary(columns, measures);
  }

  /** Takes these measures instead. */
  public AggregateSalary measuring(AggregateMeasure... measures) {
    return measuring(List.of(measures));
  }

  /** Takes these measures instead. */
  public AggregateSalary measuring(List<AggregateMeasure> measures) {
    return new AggregateSalary(groupColumns, measures);
  }

  /**
   * @throws IllegalArgumentException if the rows have no schema or lack a column, a column has no
   *     numbers, or two columns of the output would have the same name
   */
  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    if (!rows.hasSchema()) {
      throw new IllegalArgumentException(
          "Cannot aggregate " + rows.getName() + ": it has no schema (call setRowSchema on it)");
    }
    Schema input = rows.getSchema();
    check(input);
    boolean enveloped = Envelope.isIn(input);
    AggregateBundle bundle =
        new AggregateBundle(groupCodec(input), groupFields(input), columns(input), enveloped);

    return rows.apply("Add up within bundles", ParDo.of(bundle))
        .setCoder(AggregateFolded.CODER)
        .apply("Aggregate groups", folded(input));
  }

  /**
   * The first half of the aggregation, for a source that folds its rows where it reads them; what
   * it gives goes to {@link #folded}.
   *
   * @param rows the columns that are read, without an envelope
   * @throws IllegalArgumentException as {@link #expand}
   */
  public RowFold fold(Schema rows) {
    // As the rows in an envelope are, whose groups these are.
    Schema nullable = Envelope.dataOf(Envelope.around(rows));
    check(nullable);
    return new AggregateFold(groupCodec(nullable), groupFields(nullable), columns(nullable));
  }

  /**
   * The second half of the aggregation, of rows that were folded.
   *
   * @param rows the columns of the rows, with an envelope if they had one
   */
  public PTransform<PCollection<KV<Integer, byte[]>>, PCollection<Row>> folded(Schema rows) {
    int[] columnOfMeasure =
        measures.stream().mapToInt(measure -> columnNames().indexOf(measure.column())).toArray();
    return new AggregateFolded(
        new AggregateToRow(
            groupCodec(rows), outputSchema(rows), columns(rows), measures, columnOfMeasure),
        outputSchema(rows));
  }

  private int[] groupFields(Schema input) {
    return groupColumns.stream().mapToInt(input::indexOf).toArray();
  }

  private List<AggregateColumn> columns(Schema input) {
    return columnNames().stream().map(name -> column(name, input)).toList();
  }

  /** The columns of which measures are taken. */
  private List<String> columnNames() {
    return measures.stream()
        .map(AggregateMeasure::column)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private void check(Schema input) {
    Schema schema = Envelope.dataOf(input);
    groupColumns.forEach(name -> checkColumn(name, schema));
    for (AggregateMeasure measure : measures) {
      if (!measure.isOfRows()) {
        checkColumn(measure.column(), schema);
        checkKind(measure, schema.getField(measure.column()));
      }
    }
  }

  private static void checkColumn(String name, Schema schema) {
    if (!schema.hasField(name)) {
      throw new IllegalArgumentException(
          "Cannot find column " + name + " (the columns are " + schema.getFieldNames() + ")");
    }
  }

  private static void checkKind(AggregateMeasure measure, Field column) {
    ColumnKind kind = ColumnKind.of(column.getType());
    if (measure.function().isOfNumbers() && !isOfNumbers(kind)) {
      throw new IllegalArgumentException(
          "Cannot aggregate column "
              + column.getName()
              + " of kind "
              + kind
              + " (take a column of numbers)");
    }
  }

  private static boolean isOfNumbers(ColumnKind kind) {
    return switch (kind) {
      case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> true;
      case STRING, BYTES, BOOLEAN, DATE, TIMESTAMP, DATETIME, NESTED -> false;
    };
  }

  /** A column with all that the measures of it ask for. */
  private AggregateColumn column(String name, Schema input) {
    List<AggregateFunction> asked =
        measures.stream()
            .filter(measure -> name.equals(measure.column()))
            .map(AggregateMeasure::function)
            .toList();
    return new AggregateColumn(
        input.indexOf(name),
        ColumnKind.of(input.getField(name).getType()),
        asked.stream().anyMatch(function -> function.isOfSum),
        asked.stream().anyMatch(function -> function.isOfBounds));
  }

  private Schema outputSchema(Schema input) {
    Schema.Builder output = Schema.builder().addFields(groupSchema(input).getFields());
    Set<String> names = new HashSet<>(groupColumns);
    for (AggregateMeasure measure : measures) {
      if (!names.add(measure.name())) {
        throw new IllegalArgumentException(
            "Invalid name " + measure.name() + ": two columns of the output would have it");
      }
      output.addField(measure.name(), typeOf(measure, input));
    }
    return Envelope.isIn(input) ? Envelope.around(output.build()) : output.build();
  }

  private static FieldType typeOf(AggregateMeasure measure, Schema input) {
    return measure.isOfRows()
        ? FieldType.INT64
        : measure.function().typeFor(input.getField(measure.column()).getType());
  }

  private RowCodec groupCodec(Schema input) {
    return RowCodec.of(groupSchema(input), RowLayout.none().withKey(groupColumns));
  }

  private Schema groupSchema(Schema input) {
    return Schema.builder().addFields(groupColumns.stream().map(input::getField).toList()).build();
  }
}
