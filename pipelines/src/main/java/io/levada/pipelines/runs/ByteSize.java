/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512}, {@code 64KB}, {@code 256MB}, {@code 1.5 GB}. */
public final class ByteSize {

  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?) ?([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);

  private static final String UNITS = " KMGT";

  private ByteSize() {}

  /**
   * The number of bytes; units are powers of 1,024.
   *
   * @param option the option's name, for the message
   * @throws UsageException if the text is no size
   */
  public static long parse(String option, String text) {
    Matcher size = SIZE.matcher(text.trim());
    if (!size.matches()) {
      throw new UsageException(
          "Invalid " + option + ": " + text + " (expected a size such as 64MB or 1GB)");
    }

    String unit = size.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit.charAt(0));
    return (long) (Double.parseDouble(size.group(1)) * (1L << (10 * power)));
  }
}
