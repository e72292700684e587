/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Names runs: {@code 20260131T235959987Z-1a2b3c4d5e6f}, the millisecond of the start and 48 random
 * bits. Names sort by start; no two processes make the same one, whatever scheduler has started
 * them.
 */
public final class RunId {

  private static final DateTimeFormatter MILLISECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private RunId() {}

  /** A name for a run that starts then. */
  public static String at(Instant start) {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return MILLISECOND.format(start) + "-" + HexFormat.of().formatHex(random);
  }

  /**
   * A name that sorts behind another: for the clock of the machine that has made that one may be
   * ahead.
   *
   * @param newest the greatest name of the runs before, or null if there is none
   */
  public static String behind(@Nullable String newest, Instant start) {
    String name = at(start);
    if (newest == null || name.compareTo(newest) > 0) {
      return name;
    }

    try {
      String millisecond = newest.substring(0, Math.max(newest.indexOf('-'), 0));
      return at(MILLISECOND.parse(millisecond, Instant::from).plusMillis(1));
    } catch (DateTimeParseException e) {
      return name; // that one was named otherwise, and there is nothing to be behind of
    }
  }
}
