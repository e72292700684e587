/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A name as that of a folder, on every file system: of lower case letters, digits, {@code _},
 * {@code -} and {@code %}, and not too long. Others are escaped, as in web addresses; a long name
 * ends with its hash, so it does not tell all, but is that name's alone.
 */
final class LocalName {

  private static final int MAX_LENGTH = 150;
  private static final int HASH_BYTES = 12;

  private LocalName() {}

  static String of(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        safe.append((char) b);
      } else {
        safe.append(String.format("%%%02X", b & 0xff));
      }
    }
    return safe.length() <= MAX_LENGTH
        ? safe.toString()
        : safe.substring(0, MAX_LENGTH) + "~" + hash(name);
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
  }

  private static String hash(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
