/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A local file, whose size and time of modification are looked at before and after it is read. */
final class LocalOpenFile implements OpenFile {

  private final LocalStorage storage;
  private final Entry entry;
  private final FileChannel channel;

  LocalOpenFile(LocalStorage storage, Entry entry, FileChannel channel) {
    this.storage = storage;
    this.entry = entry;
    this.channel = channel;
  }

  @Override
  public Entry entry() {
    return entry;
  }

  @Override
  public int read(long position, byte[] buffer, int from, int length) throws IOException {
    int wanted = (int) Math.max(0, Math.min(length, entry.size() - position));
    ByteBuffer target = ByteBuffer.wrap(buffer, from, wanted);
    try {
      while (target.hasRemaining()) {
        if (channel.read(target, position + wanted - target.remaining()) < 0) {
          throw new ChangedWhileReadingException(entry, "shorter");
        }
      }
    } catch (IOException e) {
      throw StorageException.of("read", entry.location(), e);
    }
    return wanted;
  }

  @Override
  public void checkUnchanged() throws IOException {
    storage.checkUnchanged(entry);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
