/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Formats that are certainly no records of text. To cut them at their chance line ends would give a
 * flood of rejects where one message helps.
 */
final class ForeignFormat {

  private record Magic(String name, byte[] bytes) {

    boolean opens(byte[] head, int length) {
      if (length < bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if (head[i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Magic> KNOWN =
      List.of(
          magic("xz-compressed", 0xfd, '7', 'z', 'X', 'Z', 0),
          magic("lz4-compressed", 0x04, 0x22, 0x4d, 0x18),
          magic("compressed by compress (.Z)", 0x1f, 0x9d),
          magic("snappy-framed", 0xff, 0x06, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'),
          magic("a zip archive", 'P', 'K', 3, 4),
          magic("a 7z archive", '7', 'z', 0xbc, 0xaf, 0x27, 0x1c),
          magic("a Parquet file", "PAR1".getBytes(StandardCharsets.US_ASCII)),
          magic("an ORC file", 'O', 'R', 'C', 0x0a),
          magic("an Avro file", 'O', 'b', 'j', 1),
          magic("UTF-32 text", 0xff, 0xfe, 0, 0),
          magic("UTF-32 text", 0, 0, 0xfe, 0xff));

  private ForeignFormat() {}

  /** What the file is, or null if it may be text. */
  static @Nullable String of(byte[] head, int length) {
    for (Magic magic : KNOWN) {
      if (magic.opens(head, length)) {
        return magic.name();
      }
    }
    return null;
  }

  private static Magic magic(String name, int... bytes) {
    byte[] magic = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      magic[i] = (byte) bytes[i];
    }
    return new Magic(name, magic);
  }

  private static Magic magic(String name, byte[] bytes) {
    return new Magic(name, bytes);
  }
}
