/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.time.LocalDate;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The strings of dates, made once for each day that comes up again. */
final class DateTexts {

  private static final int SLOTS = 512;

  private final boolean whole;
  private final boolean padded;
  private final @Nullable Entry[] cache = new @Nullable Entry[SLOTS];

  /**
   * @param whole whether a date is one string, or year, month and day
   */
  DateTexts(boolean whole, boolean padded) {
    this.whole = whole;
    this.padded = padded;
  }

  /** The strings of a day that is counted from 1970-01-01; not to be changed. */
  String[] of(long epochDay) {
    int slot = (int) epochDay & (SLOTS - 1);
    @Nullable Entry entry = cache[slot];
    if (entry == null || entry.epochDay() != epochDay) {
      entry = new Entry(epochDay, textsOf(LocalDate.ofEpochDay(epochDay)));
      cache[slot] = entry;
    }
    return entry.texts();
  }

  private String[] textsOf(LocalDate date) {
    if (whole) {
      return new String[] {date.toString()};
    }

    return new String[] {
      number(date.getYear(), 4), number(date.getMonthValue(), 2), number(date.getDayOfMonth(), 2)
    };
  }

  private String number(int value, int digits) {
    String text = Integer.toString(value);
    return padded ? "0".repeat(digits - text.length()) + text : text;
  }

  private record Entry(long epochDay, String[] texts) {}
}
