/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The beginning of a file's content, decompressed and, from UTF-16, made UTF-8.
 *
 * @param bytes without a byte order mark; not to be changed
 * @param isWhole whether there is no more
 * @param isUtf8 whether a byte order mark has told that the bytes are UTF-8; others are in whatever
 *     character set they are
 */
public record FileHead(byte[] bytes, boolean isWhole, boolean isUtf8) {

  /**
   * Reads about so many bytes of a file.
   *
   * @throws UnreadableFileException if it is damaged up to there, or of a format that is not read
   *     here
   */
  public static FileHead of(Storages storages, InputFile file, int length) throws IOException {
    try (OpenFile open = storages.of(file.location()).open(file.entry());
        Content content = Content.of(open)) {
      InputStream in = content.bytes();
      byte[] read = in.readNBytes(length + ByteOrderMark.UTF_8_BYTES);
      boolean marked = ByteOrderMark.isUtf8(read, read.length);
      int from = marked ? ByteOrderMark.UTF_8_BYTES : 0;
      int to = Math.min(read.length, from + length);
      boolean isWhole = to == read.length && in.read() < 0;
      byte[] bytes = Arrays.copyOfRange(read, from, to);
      return new FileHead(bytes, isWhole, marked || content.isDecoded());
    }
  }
}
