/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.time.LocalDate;

/** Days since 1970-01-01, looked up instead of counted for the dates that nearly all data has. */
public final class EpochDay {

  private static final int FIRST_YEAR = 1900;
  private static final int YEARS = 200;
  private static final int[] FIRST_DAYS = firstDaysOfMonths();

  private EpochDay() {}

  private static int[] firstDaysOfMonths() {
    int[] days = new int[12 * YEARS];
    for (int i = 0; i < days.length; i++) {
      days[i] = Math.toIntExact(LocalDate.of(FIRST_YEAR + i / 12, i % 12 + 1, 1).toEpochDay());
    }
    return days;
  }

  public static long of(LocalDate date) {
    return of(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  /** The day of a date that exists; of another it is undefined. */
  public static long of(int year, int month, int day) {
    if (year < FIRST_YEAR || year >= FIRST_YEAR + YEARS) {
      return LocalDate.of(year, month, day).toEpochDay();
    }
    return FIRST_DAYS[12 * (year - FIRST_YEAR) + month - 1] + day - 1L;
  }
}
