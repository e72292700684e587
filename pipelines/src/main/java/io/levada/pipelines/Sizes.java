/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers for people. */
public final class Sizes {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([kmgtpeKMGTPE]?[bB]?)");

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

  /**
   * Reads what a person writes for a size: {@code 500MB}, {@code 1.5 GB}, {@code 100}; a kB is 1000
   * bytes.
   *
   * @return the bytes, or empty if it is no size
   */
  public static OptionalLong parseBytes(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      return OptionalLong.empty();
    }

    BigDecimal bytes = new BigDecimal(size.group(1));
    int unit = "bkmgtpe".indexOf((size.group(2) + "b").toLowerCase(Locale.ROOT).charAt(0));
    try {
      return OptionalLong.of(bytes.movePointRight(3 * unit).longValueExact());
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
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
