/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The checksum that comes behind a body, if it is of a kind that Java has. */
final class TrailingChecksum {

  private final String header;
  private final @Nullable Checksum crc;
  private final @Nullable MessageDigest digest;

  private TrailingChecksum(String header, @Nullable Checksum crc, @Nullable MessageDigest digest) {
    this.header = header;
    this.crc = crc;
    this.digest = digest;
  }

  /** The checksum of a header's name; null if it can't be checked. */
  static @Nullable TrailingChecksum of(String header) {
    return switch (header) {
      case "x-amz-checksum-crc32" -> new TrailingChecksum(header, new CRC32(), null);
      case "x-amz-checksum-crc32c" -> new TrailingChecksum(header, new CRC32C(), null);
      case "x-amz-checksum-sha1" -> new TrailingChecksum(header, null, Digests.digest("SHA-1"));
      case "x-amz-checksum-sha256" -> new TrailingChecksum(header, null, Digests.sha256());
      default -> null;
    };
  }

  void update(byte[] bytes, int offset, int length) {
    if (crc != null) {
      crc.update(bytes, offset, length);
    }
    if (digest != null) {
      digest.update(bytes, offset, length);
    }
  }

  /** Whether a trailer is another one, or has the checksum of what was read. */
  boolean allows(String name, String value) {
    return !name.equals(header) || value.equals(Base64.getEncoder().encodeToString(sum()));
  }

  private byte[] sum() {
    if (digest != null) {
      return digest.digest();
    }

    return ByteBuffer.allocate(4).putInt(crc == null ? 0 : (int) crc.getValue()).array();
  }
}
