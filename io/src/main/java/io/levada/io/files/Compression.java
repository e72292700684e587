/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a file is compressed, told by its first bytes and never by its name. */
enum Compression {
  NONE("plain") {
    @Override
    InputStream open(InputStream stored) {
      return stored;
    }
  },
  GZIP("gzip") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new GzipCompressorInputStream(stored, ALL_MEMBERS);
    }
  },
  BZIP2("bzip2") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new BZip2CompressorInputStream(stored, ALL_MEMBERS);
    }
  },
  ZSTD("zstd") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new ZstdInputStreamNoFinalizer(stored);
    }
  };

  /** How many bytes {@link #of} wants to see. */
  static final int HEAD_BYTES = 10;

  /** A compressed file is a sequence of whole compressed files: {@code cat a.gz b.gz > c.gz}. */
  private static final boolean ALL_MEMBERS = true;

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
  private static final byte[] BZIP2_END = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};

  private final String word;

  Compression(String word) {
    this.word = word;
  }

  /**
   * A file that ends within what would tell its compression counts as compressed, as long as those
   * bytes are no text: it is truncated.
   *
   * @param head the file's first bytes
   * @param length how many there are: {@link #HEAD_BYTES}, or all of the file
   */
  static Compression of(byte[] head, int length) {
    if (length >= 1 && startsWith(head, 0, length, GZIP_MAGIC)) {
      return GZIP;
    }
    if ((length >= 2 && startsWith(head, 0, length, ZSTD_MAGIC)) || isZstdSkippable(head, length)) {
      return ZSTD;
    }
    if (length >= 4 && isBzip2(head, length)) {
      return BZIP2;
    }
    return NONE;
  }

  /** The decompressed bytes; a clean end proves that the file is whole. */
  abstract InputStream open(InputStream stored) throws IOException;

  String word() {
    return word;
  }

  private static boolean isZstdSkippable(byte[] head, int length) {
    return length >= 4
        && (head[0] & 0xf0) == 0x50
        && head[1] == 0x2a
        && head[2] == 0x4d
        && head[3] == 0x18;
  }

  private static boolean isBzip2(byte[] head, int length) {
    return head[0] == 'B'
        && head[1] == 'Z'
        && head[2] == 'h'
        && head[3] >= '1'
        && head[3] <= '9'
        && (startsWith(head, 4, length, BZIP2_BLOCK) || startsWith(head, 4, length, BZIP2_END));
  }

  private static boolean startsWith(byte[] head, int from, int length, byte[] magic) {
    for (int i = 0; i < magic.length && from + i < length; i++) {
      if (head[from + i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
