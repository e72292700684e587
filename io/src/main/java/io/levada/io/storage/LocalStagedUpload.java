/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Writes a file in the staging folder. */
final class LocalStagedUpload extends StagedUpload {

  private static final int BUFFER_BYTES = 32 * 1024;

  private final Location location;
  private final Path staged;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long position;
  private boolean ended;

  LocalStagedUpload(Location location, Path staged) throws IOException {
    this.location = location;
    this.staged = staged;
    this.channel =
        FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put((byte) value);
    position++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length > buffer.remaining()) {
      flush();
    }
    if (length > buffer.remaining()) {
      writeFully(ByteBuffer.wrap(bytes, from, length));
    } else {
      buffer.put(bytes, from, length);
    }
    position += length;
  }

  @Override
  public void flush() throws IOException {
    writeFully(buffer.flip());
    buffer.clear();
  }

  @Override
  public StagedFile finish() throws IOException {
    if (ended) {
      throw new IllegalStateException("The staged file of " + location + " has ended");
    }

    flush();
    try {
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw failure(e);
    }
    ended = true;
    return new StagedFile(location, staged.toString(), position);
  }

  @Override
  public void abort() throws IOException {
    if (ended) {
      return;
    }

    ended = true;
    try {
      channel.close();
      Files.deleteIfExists(staged);
    } catch (IOException e) {
      throw StorageException.of("remove staged file", staged, e);
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private IOException failure(IOException cause) {
    return StorageException.of("write staged file", staged, cause);
  }
}
