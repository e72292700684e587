/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Names runs: {@code 20260131T235959987Z-1a2b3c4d5e6f}, the millisecond of the start and 48 random
 * bits. Names sort by start; no two processes make the same one, whatever scheduler has started
 * them.
 */
public final class RunId {

  private static final DateTimeFormatter MILLISECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private RunId() {}

  public static String at(Instant start) {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return MILLISECOND.format(start) + "-" + HexFormat.of().formatHex(random);
  }
}
