/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import io.levada.rows.ColumnNames;
import io.levada.rows.Envelope;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;

/** What a column is made of: another column, a constant, or what a function makes of them. */
public sealed interface ColumnExpression extends Serializable {

  /** The names of the columns that it takes, as they were given. */
  Set<String> columns();

  /**
   * The type of its values in rows of a schema.
   *
   * @throws IllegalArgumentException if the rows lack a column, or one is of a type that the
   *     function can't take
   */
  FieldType typeIn(Schema schema);

  /** A column of that name, which is {@linkplain ColumnNames#find found} as people give it. */
  static ColumnExpression column(String name) {
    return new Column(name);
  }

  /**
   * The same value in each row.
   *
   * @param value a string, a {@code Long}, a {@code BigDecimal} of 38 digits at most, or a boolean
   * @throws IllegalArgumentException if it is something else
   */
  static ColumnExpression constant(Object value) {
    return new Constant(value);
  }

  /**
   * The values as text, with a separator between two: as SQL's {@code concat_ws}, nulls are skipped
   * together with their separator, and where all are null the result is null.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ColumnExpression join(String separator, List<ColumnExpression> parts) {
    return new Join(separator, List.copyOf(parts));
  }

  /** A part of a date or time, as a whole number. */
  static ColumnExpression part(TimePart part, ColumnExpression of) {
    return new Part(part, of);
  }

  /**
   * A date or time as text.
   *
   * @param pattern of {@link DateTimeFormatter#ofPattern(String)}, such as {@code yyyy-MM}
   * @throws IllegalArgumentException if it is none
   */
  static ColumnExpression format(String pattern, ColumnExpression of) {
    return new Format(pattern, of);
  }

  /**
   * The number that a text states, as the one text that equal numbers have: {@code 1200.5} for
   * {@code "+1200.50"}. It is for numbers of any size and number of digits; those that no column of
   * numbers holds.
   */
  static ColumnExpression number(ColumnExpression of) {
    return new NumberText(of);
  }

  /** The parts of a date or time that are numbers. */
  enum TimePart {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    /** Whole seconds since 1970-01-01T00:00Z, as the time to live of DynamoDB has it. */
    EPOCH,
    /** Whole milliseconds since 1970-01-01T00:00Z. */
    EPOCH_MILLIS
  }

  /** As {@link #column}. */
  record Column(String name) implements ColumnExpression {
    @Override
    public Set<String> columns() {
      return Set.of(name);
    }

    @Override
    public FieldType typeIn(Schema schema) {
      return schema.getField(indexIn(schema)).getType().withNullable(true);
    }

    int indexIn(Schema schema) {
      List<String> columns = Envelope.dataOf(schema).getFieldNames();
      return schema.indexOf(
          ColumnNames.find(columns, name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Cannot find column " + name + " (the columns are " + columns + ")")));
    }
  }

  /** As {@link #constant}. */
  record Constant(Object value) implements ColumnExpression {
    public Constant {
      boolean known = value instanceof String || value instanceof Long || value instanceof Boolean;
      boolean fits =
          value instanceof BigDecimal decimal
              && decimal.scale() >= 0
              && Math.max(decimal.precision(), decimal.scale()) <= ValueType.MAX_PRECISION;
      if (!known && !fits) {
        throw new IllegalArgumentException(
            "Invalid constant: "
                + value
                + " (take a string, a boolean, or a number of "
                + ValueType.MAX_PRECISION
                + " digits at most)");
      }
    }

    @Override
    public Set<String> columns() {
      return Set.of();
    }

    @Override
    public FieldType typeIn(Schema schema) {
      if (value instanceof BigDecimal decimal) {
        int precision = Math.max(decimal.precision(), decimal.scale());
        return FieldType.logicalType(FixedPrecisionNumeric.of(precision, decimal.scale()))
            .withNullable(true);
      }

      FieldType type =
          value instanceof Long
              ? FieldType.INT64
              : value instanceof Boolean ? FieldType.BOOLEAN : FieldType.STRING;
      return type.withNullable(true);
    }
  }

  /** As {@link #join}. */
  record Join(String separator, List<ColumnExpression> parts) implements ColumnExpression {
    public Join {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("Cannot join no columns (name at least one)");
      }
    }

    @Override
    public Set<String> columns() {
      Set<String> columns = new TreeSet<>();
      parts.forEach(part -> columns.addAll(part.columns()));
      return columns;
    }

    @Override
    public FieldType typeIn(Schema schema) {
      for (ColumnExpression part : parts) {
        ColumnKind kind = ColumnKind.of(part.typeIn(schema));
        if (kind == ColumnKind.BYTES || kind == ColumnKind.NESTED) {
          throw new IllegalArgumentException(
              "Cannot join "
                  + part.columns()
                  + ": bytes, lists, maps and structs have no plain text form");
        }
      }
      return FieldType.STRING.withNullable(true);
    }
  }

  /** As {@link #part}. */
  record Part(TimePart part, ColumnExpression of) implements ColumnExpression {
    @Override
    public Set<String> columns() {
      return of.columns();
    }

    @Override
    public FieldType typeIn(Schema schema) {
      TimeOfValue.checkType(of, schema);
      FieldType type =
          part == TimePart.EPOCH || part == TimePart.EPOCH_MILLIS
              ? FieldType.INT64
              : FieldType.INT32;
      return type.withNullable(true);
    }
  }

  /** As {@link #format}. */
  record Format(String pattern, ColumnExpression of) implements ColumnExpression {
    public Format {
      formatter(pattern);
    }

    static DateTimeFormatter formatter(String pattern) {
      try {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        if (formatter.format(Instant.EPOCH.atZone(ZoneOffset.UTC)).isEmpty()) {
          throw new IllegalArgumentException("it shows nothing");
        }
        return formatter;
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalArgumentException(
            "Invalid date pattern: '" + pattern + "' (take one such as yyyy-MM-dd)", e);
      }
    }

    @Override
    public Set<String> columns() {
      return of.columns();
    }

    @Override
    public FieldType typeIn(Schema schema) {
      TimeOfValue.checkType(of, schema);
      return FieldType.STRING.withNullable(true);
    }
  }

  /** As {@link #number}. */
  record NumberText(ColumnExpression of) implements ColumnExpression {
    @Override
    public Set<String> columns() {
      return of.columns();
    }

    @Override
    public FieldType typeIn(Schema schema) {
      if (ColumnKind.of(of.typeIn(schema)) != ColumnKind.STRING) {
        throw new IllegalArgumentException(
            "Cannot read the number in " + of.columns() + ": it is no text");
      }
      return FieldType.STRING.withNullable(true);
    }
  }
}
