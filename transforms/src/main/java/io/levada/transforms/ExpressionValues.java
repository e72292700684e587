/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The values of an expression, of rows of one schema. For one thread. */
interface ExpressionValues {

  /**
   * The value for a row.
   *
   * @param row its values, in an envelope or not, as the schema
   * @throws UnfitValueException if it has none
   */
  @Nullable Object of(List<Object> row) throws UnfitValueException;

  /** The values of the expression, which is one that {@link ColumnExpression#typeIn} takes. */
  static ExpressionValues of(ColumnExpression expression, Schema schema, ZoneId zone) {
    if (expression instanceof ColumnExpression.Column column) {
      int index = column.indexIn(schema);
      return row -> row.get(index);
    }
    if (expression instanceof ColumnExpression.Constant constant) {
      return row -> constant.value();
    }
    if (expression instanceof ColumnExpression.Join join) {
      List<ExpressionValues> parts =
          join.parts().stream().map(part -> of(part, schema, zone)).toList();
      return row -> joined(join.separator(), parts, row);
    }
    if (expression instanceof ColumnExpression.NumberText number) {
      ExpressionValues texts = of(number.of(), schema, zone);
      return row -> number((String) texts.of(row));
    }
    if (expression instanceof ColumnExpression.Part part) {
      TimeValues times = TimeValues.of(part.of(), schema, zone);
      return row -> {
        @Nullable ZonedDateTime time = times.of(row);
        return time == null ? null : number(part.part(), time);
      };
    }

    ColumnExpression.Format format = (ColumnExpression.Format) expression;
    TimeValues times = TimeValues.of(format.of(), schema, zone);
    DateTimeFormatter formatter = ColumnExpression.Format.formatter(format.pattern());
    return row -> {
      @Nullable ZonedDateTime time = times.of(row);
      return time == null ? null : formatter.format(time);
    };
  }

  private static @Nullable String joined(
      String separator, List<ExpressionValues> parts, List<Object> row) throws UnfitValueException {
    @Nullable StringBuilder text = null;
    for (ExpressionValues part : parts) {
      @Nullable Object value = part.of(row);
      if (value != null) {
        text = text == null ? new StringBuilder() : text.append(separator);
        text.append(PlainText.of(value));
      }
    }
    return text == null ? null : text.toString();
  }

  private static @Nullable String number(@Nullable String text) throws UnfitValueException {
    if (text == null) {
      return null;
    }
    @Nullable BigDecimal number = ValueCast.numberOf(text);
    if (number == null) {
      throw new UnfitValueException(RejectReason.BAD_CAST, "is no number");
    }
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    boolean isShort = Math.abs(stripped.scale()) <= ValueType.MAX_PRECISION;
    return isShort ? stripped.toPlainString() : stripped.toString();
  }

  private static Object number(ColumnExpression.TimePart part, ZonedDateTime time) {
    return switch (part) {
      case YEAR -> time.getYear();
      case MONTH -> time.getMonthValue();
      case DAY -> time.getDayOfMonth();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
      case EPOCH -> time.toEpochSecond();
      case EPOCH_MILLIS -> time.toInstant().toEpochMilli();
    };
  }

  /** The times that an expression's values are. */
  record TimeValues(ExpressionValues values, TimeOfValue times) {

    static TimeValues of(ColumnExpression expression, Schema schema, ZoneId zone) {
      ColumnKind kind = ColumnKind.of(expression.typeIn(schema));
      return new TimeValues(
          ExpressionValues.of(expression, schema, zone), new TimeOfValue(kind, zone));
    }

    @Nullable ZonedDateTime of(List<Object> row) throws UnfitValueException {
      @Nullable Object value = values.of(row);
      if (value == null) {
        return null;
      }

      @Nullable ZonedDateTime time = times.of(value);
      if (time == null) {
        throw new UnfitValueException(
            RejectReason.BAD_TIMESTAMP, "is not a date of the years 0001 to 9999");
      }
      return time;
    }
  }
}
