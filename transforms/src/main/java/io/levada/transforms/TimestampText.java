/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EpochDay;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads points in time. Understood are
 *
 * <ul>
 *   <li>{@code yyyy-MM-dd}, midnight;
 *   <li>a date, one of {@code T}, {@code t} and space, and {@code HH:mm} or {@code HH:mm:ss} or
 *       {@code HH:mm:ss.f} with 1 to 9 digits, of which those beyond microseconds are dropped; then
 *       nothing, {@code Z}, {@code z}, or an offset as {@code +02:00}, {@code +0200} or {@code
 *       +02};
 *   <li>9 to 18 digits and nothing else, and numbers: seconds since 1970-01-01T00:00Z, or from
 *       {@value #FIRST_MILLIS} upwards (and its negative downwards) milliseconds.
 * </ul>
 *
 * <p>A time without an offset is one of the zone; where clocks skip it, the time as much later as
 * they skip, and where they show it twice, the first of the two. Years are 0001 to 9999, also in
 * UTC. There is no hour 24 and no second 60.
 *
 * <p>Not safe for use by several threads.
 */
final class TimestampText {

  /** Returned for what is not a point in time. */
  static final long INVALID = Long.MIN_VALUE;

  /** The smallest number that is milliseconds: as those in 1973, as seconds in 5138. */
  static final long FIRST_MILLIS = 100_000_000_000L;

  static final long MICROS_PER_SECOND = 1_000_000;

  private static final int SECONDS_PER_DAY = 86_400;
  private static final long FIRST_SECOND = LocalDate.of(1, 1, 1).toEpochDay() * SECONDS_PER_DAY;
  private static final long LAST_SECOND =
      LocalDate.of(9999, 12, 31).toEpochDay() * SECONDS_PER_DAY + SECONDS_PER_DAY - 1;

  private static final int MICROS_DIGITS = 6;
  private static final int DATE_LENGTH = 10;
  private static final int NO_DATE = 0;
  private static final int MAX_LENGTH = "yyyy-MM-ddTHH:mm:ss.123456789+hh:mm".length();
  private static final int MIN_DIGITS = 9;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_NUMBER_LENGTH = 40;

  private final ZoneId zone;
  private final boolean fixedZone;
  private final long zoneSeconds;
  private final char[] buffer = new char[MAX_LENGTH];

  TimestampText(ZoneId zone) {
    this.zone = zone;
    this.fixedZone = zone.getRules().isFixedOffset();
    this.zoneSeconds =
        fixedZone ? zone.getRules().getOffset(LocalDateTime.MIN).getTotalSeconds() : 0;
  }

  /** Microseconds since 1970-01-01T00:00Z, or {@link #INVALID}. */
  long micros(String text) {
    int length = text.length();
    if (length > MAX_LENGTH) {
      return INVALID;
    }

    text.getChars(0, length, buffer, 0);
    return micros(buffer, 0, length);
  }

  /** As {@link #micros(String)}. */
  long micros(char[] text, int from, int length) {
    if (length < DATE_LENGTH || text[from + 4] != '-') {
      return ofDigits(text, from, length);
    }

    long day = epochDay(text, from);
    if (day == INVALID) {
      return INVALID;
    }
    if (length == DATE_LENGTH) {
      return local(day * SECONDS_PER_DAY, 0);
    }
    return time(day, text, from + DATE_LENGTH, from + length);
  }

  private long time(long day, char[] text, int from, int end) {
    char separator = text[from];
    if ((separator != 'T' && separator != ' ' && separator != 't')
        || end - from < "THH:mm".length()
        || text[from + 3] != ':') {
      return INVALID;
    }

    int hour = twoDigits(text, from + 1);
    int minute = twoDigits(text, from + 4);
    int second = 0;
    int micros = 0;
    int at = from + 6;
    if (at + 2 < end && text[at] == ':') {
      second = twoDigits(text, at + 1);
      at += 3;
      if (at < end && text[at] == '.') {
        int start = ++at;
        int unit = 100_000;
        while (at < end && isDigit(text[at])) {
          micros += (text[at] - '0') * unit;
          unit /= 10;
          at++;
        }
        if (at == start || at - start > 9) {
          return INVALID;
        }
      }
    }
    if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
      return INVALID;
    }

    int secondOfDay = hour * 3600 + minute * 60 + second;
    long seconds = day * SECONDS_PER_DAY + secondOfDay;
    if (at == end) {
      return local(seconds, micros);
    }
    if (text[at] == 'Z' || text[at] == 'z') {
      return at + 1 == end ? micros(seconds, micros) : INVALID;
    }
    long offset = offset(text, at, end);
    return offset == INVALID ? INVALID : micros(seconds - offset, micros);
  }

  private static long offset(char[] text, int from, int end) {
    int length = end - from;
    boolean colon = length == 6 && text[from + 3] == ':';
    if ((text[from] != '+' && text[from] != '-') || (length != 3 && length != 5 && !colon)) {
      return INVALID;
    }

    int hours = twoDigits(text, from + 1);
    int minutes = length == 3 ? 0 : twoDigits(text, end - 2);
    int seconds = hours * 3600 + minutes * 60;
    if ((hours | minutes) < 0 || minutes > 59 || seconds > ZoneOffset.MAX.getTotalSeconds()) {
      return INVALID;
    }
    return text[from] == '-' ? -seconds : seconds;
  }

  private long local(long seconds, int micros) {
    if (fixedZone) {
      return micros(seconds - zoneSeconds, micros);
    }

    LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return micros(ZonedDateTime.ofLocal(local, zone, null).toEpochSecond(), micros);
  }

  /** Whether the text is a date in one of the forms above, with a time of day. */
  boolean isTime(char[] text, int from, int length) {
    return length > DATE_LENGTH && text[from + 4] == '-' && micros(text, from, length) != INVALID;
  }

  /** As {@link #isTime}, and it has no digits behind its microseconds that would be lost. */
  boolean isExactTime(char[] text, int from, int length) {
    if (!isTime(text, from, length)) {
      return false;
    }

    int end = from + length;
    int point = from + DATE_LENGTH;
    while (point < end && text[point] != '.') {
      point++;
    }
    for (int i = point + 1 + MICROS_DIGITS; i < end && text[i] >= '0' && text[i] <= '9'; i++) {
      if (text[i] != '0') {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is a date {@code yyyy-MM-dd}. */
  boolean isDate(char[] text, int from, int length) {
    return length == DATE_LENGTH && date(text, from) != NO_DATE;
  }

  /** The day of a text {@code yyyy-MM-dd}, or null. */
  @Nullable LocalDate day(char[] text, int from, int length) {
    int date = length == DATE_LENGTH ? date(text, from) : NO_DATE;
    return date == NO_DATE ? null : LocalDate.of(date / 10_000, date / 100 % 100, date % 100);
  }

  /** Days since 1970-01-01, or {@link #INVALID}. */
  private static long epochDay(char[] text, int from) {
    int date = date(text, from);
    return date == NO_DATE ? INVALID : EpochDay.of(date / 10_000, date / 100 % 100, date % 100);
  }

  /** Year, month and day as eight digits of one number, or {@link #NO_DATE}. */
  private static int date(char[] text, int from) {
    int century = twoDigits(text, from);
    int years = twoDigits(text, from + 2);
    int month = twoDigits(text, from + 5);
    int day = twoDigits(text, from + 8);
    if (text[from + 4] != '-' || text[from + 7] != '-' || (century | years | month | day) < 0) {
      return NO_DATE;
    }

    int year = century * 100 + years;
    boolean exists =
        year > 0
            && month > 0
            && month <= 12
            && day > 0
            && (day <= 28 || day <= daysOf(month, year));
    return exists ? year * 10_000 + month * 100 + day : NO_DATE;
  }

  private static int daysOf(int month, int year) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static long ofDigits(char[] text, int from, int length) {
    if (length < MIN_DIGITS || length > MAX_DIGITS) {
      return INVALID;
    }

    long number = 0;
    for (int i = from; i < from + length; i++) {
      if (!isDigit(text[i])) {
        return INVALID;
      }
      number = number * 10 + text[i] - '0';
    }
    return microsOfEpoch(number);
  }

  /** The microseconds of a number of seconds or milliseconds, or {@link #INVALID}. */
  static long microsOfEpoch(long number) {
    if (isSeconds(number)) {
      return micros(number, 0);
    }

    return micros(Math.floorDiv(number, 1000L), (int) Math.floorMod(number, 1000L) * 1000);
  }

  /** As {@link #microsOfEpoch(long)}, of a number that may have a fraction or an exponent. */
  static long microsOfEpoch(String number) {
    if (number.length() > MAX_NUMBER_LENGTH) {
      return INVALID;
    }

    BigDecimal value;
    try {
      value = new BigDecimal(number);
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits.
      return INVALID;
    }
    // Rescaling a number such as 1e999999999 would take all memory.
    if (Math.abs((long) value.precision() - value.scale()) > MAX_NUMBER_LENGTH) {
      return INVALID;
    }
    long whole = value.setScale(0, RoundingMode.DOWN).longValue();
    BigDecimal micros = value.movePointRight(isSeconds(whole) ? 6 : 3);
    if (micros.precision() - micros.scale() > MAX_DIGITS) {
      return INVALID;
    }
    long rounded = micros.setScale(0, RoundingMode.FLOOR).longValueExact();
    return micros(Math.floorDiv(rounded, MICROS_PER_SECOND), 0) == INVALID ? INVALID : rounded;
  }

  private static boolean isSeconds(long number) {
    return -FIRST_MILLIS < number && number < FIRST_MILLIS;
  }

  private static long micros(long seconds, int micros) {
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
      return INVALID;
    }

    return seconds * MICROS_PER_SECOND + micros;
  }

  static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The number at this place, or a negative one. */
  private static int twoDigits(char[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return (tens | ones) < 0 || tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
  }
}
