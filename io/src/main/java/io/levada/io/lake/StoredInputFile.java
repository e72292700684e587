/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Entry;
import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A stored file as Parquet's reader wants it, held to the identity it was listed with. */
final class StoredInputFile implements InputFile {

  private final Storages storages;
  private final Entry entry;

  StoredInputFile(Storages storages, Entry entry) {
    this.storages = storages;
    this.entry = entry;
  }

  @Override
  public long getLength() {
    return entry.size();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    RangedStream stream = new RangedStream(storages.of(entry.location()).open(entry));
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() {
        return stream.position;
      }

      @Override
      public void seek(long position) {
        stream.position = position;
      }
    };
  }

  @Override
  public String toString() {
    return entry.location().toString();
  }

  /** The file from a position on; checks at its end that the file has not changed. */
  private static final class RangedStream extends InputStream {
    private final OpenFile file;
    private long position;

    RangedStream(OpenFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }

      int count = file.read(position, bytes, from, length);
      position += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public void skipNBytes(long count) throws IOException {
      if (position + count > file.entry().size()) {
        throw new EOFException("Cannot skip behind the end of " + file.entry().location());
      }
      position += count;
    }

    @Override
    public void close() throws IOException {
      try {
        file.checkUnchanged();
      } finally {
        file.close();
      }
    }
  }
}
