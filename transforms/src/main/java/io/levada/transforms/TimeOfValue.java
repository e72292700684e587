/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.apache.beam.sdk.schemas.Schema;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.ReadableInstant;

/** The time in a zone of a column's values. Not safe for use by several threads. */
final class TimeOfValue {

  private static final int FIRST_YEAR = 1;
  private static final int LAST_YEAR = 9999;

  private final ColumnKind kind;
  private final ZoneId zone;
  private final TimestampText timestamps;

  TimeOfValue(ColumnKind kind, ZoneId zone) {
    this.kind = kind;
    this.zone = zone;
    this.timestamps = new TimestampText(zone);
  }

  /**
   * Refuses what has values that can be no times.
   *
   * @throws IllegalArgumentException if it has
   */
  static void checkType(ColumnExpression of, Schema schema) {
    ColumnKind kind = ColumnKind.of(of.typeIn(schema));
    if (!isTime(kind)) {
      throw new IllegalArgumentException(
          "Cannot take a part of the date of "
              + of.columns()
              + ": it is neither a timestamp nor a date, string, int or long");
    }
  }

  /** Whether values of the kind can be times. */
  static boolean isTime(ColumnKind kind) {
    return switch (kind) {
      case TIMESTAMP, DATETIME, DATE, STRING, INT64, INT32 -> true;
      default -> false;
    };
  }

  /** The time, of the years 0001 to 9999, or null if the value is none. */
  @Nullable ZonedDateTime of(Object value) {
    try {
      ZonedDateTime time =
          switch (kind) {
            case DATE -> ((LocalDate) value).atStartOfDay(zone);
            case TIMESTAMP -> ((Instant) value).atZone(zone);
            case DATETIME ->
                Instant.ofEpochMilli(((ReadableInstant) value).getMillis()).atZone(zone);
            case STRING -> ofMicros(timestamps.micros((String) value));
            default -> ofMicros(TimestampText.microsOfEpoch(((Number) value).longValue()));
          };
      return time == null || time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR
          ? null
          : time;
    } catch (DateTimeException e) {
      return null; // as far away as no clock shows it
    }
  }

  private @Nullable ZonedDateTime ofMicros(long micros) {
    return micros == TimestampText.INVALID ? null : TimestampText.toInstant(micros).atZone(zone);
  }
}
