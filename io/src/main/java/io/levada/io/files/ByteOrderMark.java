/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

/** The marks by which text tells its encoding. */
final class ByteOrderMark {

  static final int UTF_8_BYTES = 3;
  static final int UTF_16_BYTES = 2;

  private ByteOrderMark() {}

  static boolean isUtf8(byte[] head, int length) {
    return length >= UTF_8_BYTES
        && head[0] == (byte) 0xef
        && head[1] == (byte) 0xbb
        && head[2] == (byte) 0xbf;
  }

  static boolean isUtf16BigEndian(byte[] head, int length) {
    return length >= UTF_16_BYTES && head[0] == (byte) 0xfe && head[1] == (byte) 0xff;
  }

  /** To be asked only of what is not UTF-32, whose mark may begin so too. */
  static boolean isUtf16LittleEndian(byte[] head, int length) {
    return length >= UTF_16_BYTES && head[0] == (byte) 0xff && head[1] == (byte) 0xfe;
  }
}
