/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import org.joda.time.ReadableInstant;

/** The date in a zone of a column's values. Not safe for use by several threads. */
final class DateOfValue {

  private static final int SECONDS_PER_DAY = 86_400;
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  private final ColumnKind kind;
  private final ZoneRules rules;
  private final boolean fixedZone;
  private final int zoneSeconds;
  private final TimestampText timestamps;

  DateOfValue(ColumnKind kind, ZoneId zone) {
    this.kind = kind;
    this.rules = zone.getRules();
    this.fixedZone = rules.isFixedOffset();
    this.zoneSeconds = rules.getOffset(Instant.EPOCH).getTotalSeconds();
    this.timestamps = new TimestampText(zone);
  }

  /** Days since 1970-01-01 in the zone, or {@link TimestampText#INVALID}. */
  long epochDay(Object value) {
    return switch (kind) {
      case DATE -> inRange(((LocalDate) value).toEpochDay());
      case TIMESTAMP -> dayOf(((Instant) value).getEpochSecond());
      case DATETIME -> dayOf(Math.floorDiv(((ReadableInstant) value).getMillis(), 1000L));
      case STRING -> dayOfMicros(timestamps.micros((String) value));
      default -> dayOfMicros(TimestampText.microsOfEpoch(((Number) value).longValue()));
    };
  }

  private long dayOfMicros(long micros) {
    return micros == TimestampText.INVALID
        ? micros
        : dayOf(Math.floorDiv(micros, TimestampText.MICROS_PER_SECOND));
  }

  private long dayOf(long second) {
    int offset =
        fixedZone ? zoneSeconds : rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    return inRange(Math.floorDiv(second + offset, SECONDS_PER_DAY));
  }

  private static long inRange(long day) {
    return day < FIRST_DAY || day > LAST_DAY ? TimestampText.INVALID : day;
  }
}
