/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.Locale;

/** Numbers for people. */
public final class Sizes {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Sizes() {}

  /** Such as {@code 5.3 MB}; a kB is 1000 bytes. */
  public static String ofBytes(long bytes) {
    if (bytes < 1000) {
      return String.format(Locale.ROOT, "%d B", bytes);
    }

    double size = bytes / 1000.0;
    int unit = 0;
    while (size >= 999.95 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }

  /** Such as {@code 39,244}. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 1 file} or {@code 1,200 files}. */
  public static String counted(long number, String noun) {
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
  }
}
