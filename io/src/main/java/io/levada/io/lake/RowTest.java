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
import io.levada.rows.ColumnKind;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.joda.time.ReadableInstant;

/** A condition that is told of one row after the other: its literals are read once. */
sealed interface RowTest extends Serializable {

  /** SQL's truth. */
  enum Outcome {
    FALSE,
    NULL,
    TRUE;

    static Outcome of(boolean outcome) {
      return outcome ? TRUE : FALSE;
    }
  }

  /** What comes out for the values of a row. */
  Outcome of(List<Object> values);

  /**
   * The test of a condition.
   *
   * @param index of the column in the rows
   */
  static RowTest of(PartitionCondition condition, ToIntFunction<Column> index, Schema schema) {
    if (condition instanceof And and) {
      return new All(
          and.all().stream().map(part -> of(part, index, schema)).toArray(RowTest[]::new));
    }
    if (condition instanceof Or or) {
      return new Any(
          or.any().stream().map(part -> of(part, index, schema)).toArray(RowTest[]::new));
    }
    if (condition instanceof Not not) {
      return new Negated(of(not.condition(), index, schema));
    }
    if (condition instanceof IsNull isNull) {
      return new Absent(index.applyAsInt(isNull.column()));
    }

    Comparison comparison = (Comparison) condition;
    int column = index.applyAsInt(comparison.column());
    return comparison.literal().kind() == Literal.Kind.NULL
        ? new Unknown()
        : Compared.with(
            column, schema.getField(column).getType(), comparison.operator(), comparison.literal());
  }

  /** The least of all outcomes. */
  record All(RowTest[] tests) implements RowTest {
    @Override
    public Outcome of(List<Object> values) {
      Outcome least = Outcome.TRUE;
      for (RowTest test : tests) {
        Outcome outcome = test.of(values);
        if (outcome == Outcome.FALSE) {
          return Outcome.FALSE;
        }
        least = outcome.compareTo(least) < 0 ? outcome : least;
      }
      return least;
    }
  }

  /** The greatest of all outcomes. */
  record Any(RowTest[] tests) implements RowTest {
    @Override
    public Outcome of(List<Object> values) {
      Outcome greatest = Outcome.FALSE;
      for (RowTest test : tests) {
        Outcome outcome = test.of(values);
        if (outcome == Outcome.TRUE) {
          return Outcome.TRUE;
        }
        greatest = outcome.compareTo(greatest) > 0 ? outcome : greatest;
      }
      return greatest;
    }
  }

  /** The contrary; null stays null. */
  record Negated(RowTest test) implements RowTest {
    @Override
    public Outcome of(List<Object> values) {
      return switch (test.of(values)) {
        case TRUE -> Outcome.FALSE;
        case FALSE -> Outcome.TRUE;
        case NULL -> Outcome.NULL;
      };
    }
  }

  /** Whether a column is null. */
  record Absent(int column) implements RowTest {
    @Override
    public Outcome of(List<Object> values) {
      return Outcome.of(values.get(column) == null);
    }
  }

  /** A comparison with null. */
  record Unknown() implements RowTest {
    @Override
    public Outcome of(List<Object> values) {
      return Outcome.NULL;
    }
  }

  /**
   * A column compared with a literal.
   *
   * @param literal in the form in which values of the column's kind are compared
   */
  record Compared(int column, ColumnKind kind, Operator operator, Serializable literal)
      implements RowTest {

    static Compared with(int column, FieldType type, Operator operator, Literal literal) {
      ColumnKind kind = ColumnKind.of(type);
      String text = literal.text();
      Serializable value =
          switch (kind) {
            case STRING -> text.codePoints().toArray();
            case BOOLEAN -> Boolean.valueOf(text);
            case INT16, INT32, INT64, DECIMAL -> new BigDecimal(text);
            case FLOAT -> Float.parseFloat(text) + 0.0f;
            case DOUBLE -> Double.parseDouble(text) + 0.0;
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP, DATETIME ->
                (Instant) PartitionType.parse(FieldType.logicalType(SqlTypes.TIMESTAMP), text);
            case BYTES, NESTED -> throw new IllegalArgumentException("No order for " + kind);
          };
      return new Compared(column, kind, operator, value);
    }

    @Override
    public Outcome of(List<Object> values) {
      Object value = values.get(column);
      return value == null ? Outcome.NULL : Outcome.of(operator.holds(compare(value)));
    }

    private int compare(Object value) {
      return switch (kind) {
        case STRING -> Arrays.compare(((String) value).codePoints().toArray(), (int[]) literal);
        case BOOLEAN -> Boolean.compare((Boolean) value, (Boolean) literal);
        case INT16, INT32, INT64 ->
            BigDecimal.valueOf(((Number) value).longValue()).compareTo((BigDecimal) literal);
        case DECIMAL -> ((BigDecimal) value).compareTo((BigDecimal) literal);
        case FLOAT -> Float.compare((Float) value + 0.0f, (Float) literal);
        case DOUBLE -> Double.compare((Double) value + 0.0, (Double) literal);
        case DATE -> ((LocalDate) value).compareTo((LocalDate) literal);
        case TIMESTAMP -> ((Instant) value).compareTo((Instant) literal);
        case DATETIME ->
            Instant.ofEpochMilli(((ReadableInstant) value).getMillis())
                .compareTo((Instant) literal);
        case BYTES, NESTED -> throw new IllegalStateException("No order for " + kind);
      };
    }
  }
}
