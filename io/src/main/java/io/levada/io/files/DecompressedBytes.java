/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A compressed file's content. Whatever a decompressor throws at bytes that are wrong becomes an
 * {@link UnreadableFileException}; its end is a proof that the file is whole.
 */
final class DecompressedBytes extends PiecewiseBytes {

  private static final int BUFFER_BYTES = 128 * 1024;

  private final OpenFile file;
  private final Compression compression;
  private final StoredBytes stored;
  private final InputStream content;
  private long position;

  /**
   * @param plain all of the stored bytes
   * @param stored where they come from
   */
  DecompressedBytes(OpenFile file, Compression compression, StoredBytes stored, InputStream plain)
      throws IOException {
    this.file = file;
    this.compression = compression;
    this.stored = stored;
    try {
      this.content = compression.open(new BufferedInputStream(plain, BUFFER_BYTES));
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  /** How many bytes of content were read so far. */
  long position() {
    return position;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      int count = content.read(bytes, from, length);
      position += Math.max(0, count);
      return count;
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private IOException failure(Exception cause) throws IOException {
    if (stored.failure() != null) {
      return stored.failure();
    }

    file.checkUnchanged();
    boolean endsEarly = cause instanceof EOFException || stored.position() == file.entry().size();
    return new UnreadableFileException(
        file.entry().location(),
        "its "
            + compression.word()
            + " data is "
            + (endsEarly ? "truncated or damaged" : "damaged")
            + " before byte "
            + stored.position()
            + " of "
            + file.entry().size()
            + ", behind "
            + position
            + " decompressed bytes: "
            + reason(cause),
        cause);
  }

  private static String reason(Exception cause) {
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getMessage().replaceAll("\\s+", " ");
  }
}
