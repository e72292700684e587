/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The bytes of an open file from a position on. Behind the end of what is wanted it reads small
 * pieces, as only the rest of one record is needed. Remembers a failure of the storage, so that it
 * is not taken for damage in the file.
 */
final class StoredBytes extends PiecewiseBytes {

  private static final int PIECE_BYTES = 64 * 1024;

  private final OpenFile file;
  private final long wantedTo;
  private long position;
  private @Nullable IOException failure;

  StoredBytes(OpenFile file, long position, long wantedTo) {
    this.file = file;
    this.position = position;
    this.wantedTo = wantedTo;
  }

  long position() {
    return position;
  }

  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= file.entry().size()) {
      return -1;
    }

    long piece = position < wantedTo ? wantedTo - position : PIECE_BYTES;
    try {
      int count = file.read(position, bytes, from, (int) Math.min(piece, length));
      position += count;
      return count == 0 ? -1 : count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Enough for decompressors that ask whether there is more. */
  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, file.entry().size() - position));
  }
}
