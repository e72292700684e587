/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.SlotStep;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Room on disk for the rows of one slot that do not fit into memory: files in the JVM's temporary
 * folder, up to a quota, gone when the slot is written.
 */
final class SpillFolder implements SlotStep.Workspace, AutoCloseable {

  /** Part of the disk's free space that one slot may take when it starts. */
  private static final double QUOTA_OF_FREE_SPACE = 0.8;

  private static final int BUFFER_BYTES = 64 << 10;

  private final long memoryBytes;
  private final long quotaBytes;
  private Path folder;
  private long usedBytes;
  private long freeBytesAtStart = -1;
  private final Set<DiskSpill> spills = new HashSet<>();
  private int made;

  /** Room with a quota of most of what is free. */
  static SpillFolder withMemory(long memoryBytes) {
    return new SpillFolder(memoryBytes, -1);
  }

  /**
   * @param memoryBytes what a step may hold in memory
   * @param quotaBytes what may be on disk at a time, or -1 for most of what is free
   */
  SpillFolder(long memoryBytes, long quotaBytes) {
    this.memoryBytes = memoryBytes;
    this.quotaBytes = quotaBytes;
  }

  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public SlotStep.Spill newSpill() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("levada-spill-");
    }
    DiskSpill spill = new DiskSpill(folder.resolve("spill-" + made++));
    spills.add(spill);
    return spill;
  }

  @Override
  public void close() throws IOException {
    if (folder == null) {
      return;
    }

    for (DiskSpill spill : spills) {
      spill.remove();
    }
    Files.deleteIfExists(folder);
  }

  private void take(long bytes) throws IOException {
    usedBytes += bytes;
    if (usedBytes > limitBytes()) {
      throw new IOException(
          "Cannot spill "
              + usedBytes
              + " bytes of one slot to "
              + folder
              + ": the quota is "
              + limitBytes()
              + " (give the workers more disk or memory, or point java.io.tmpdir to a larger disk)");
    }
  }

  private long limitBytes() {
    if (quotaBytes >= 0) {
      return quotaBytes;
    }
    if (freeBytesAtStart < 0) {
      freeBytesAtStart = folder.toFile().getUsableSpace();
    }
    return (long) (freeBytesAtStart * QUOTA_OF_FREE_SPACE);
  }

  private final class DiskSpill implements SlotStep.Spill {
    private final Path file;
    private OutputStream sink;
    private OutputStream out;
    private InputStream in;
    private long written;

    DiskSpill(Path file) {
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (out == null) {
        sink = Files.newOutputStream(file);
        out = new BufferedOutputStream(sink, BUFFER_BYTES);
      }
      out.write(bytes, from, length);
      written += length;
      take(length);
    }

    @Override
    public Iterator<byte[]> read() throws IOException {
      if (out == null) {
        return Collections.emptyIterator();
      }

      out.close();
      out = null;
      in = Files.newInputStream(file);
      return new RowChunks(in);
    }

    @Override
    public boolean isEmpty() {
      return written == 0;
    }

    @Override
    public void discard() {
      usedBytes -= written;
      written = 0;
      try {
        remove();
        spills.remove(this);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete the spill file " + file, e);
      }
    }

    /** What is still buffered is not wanted any more, and a full disk would not take it. */
    private void remove() throws IOException {
      Files.deleteIfExists(file);
      if (sink != null) {
        sink.close();
      }
      if (in != null) {
        in.close();
      }
    }
  }

  /** Cuts a file of rows into chunks of whole ones. */
  private static final class RowChunks implements Iterator<byte[]> {
    private final DataInputStream in;
    private byte[] next;

    RowChunks(InputStream in) {
      this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
      this.next = readChunk();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public byte[] next() {
      if (next == null) {
        throw new NoSuchElementException();
      }

      byte[] chunk = next;
      next = readChunk();
      return chunk;
    }

    private byte[] readChunk() {
      try {
        byte[] chunk = new byte[BUFFER_BYTES];
        int length = 0;
        while (length < BUFFER_BYTES) {
          in.mark(Integer.BYTES);
          int row = readLength();
          if (row < 0 || (length > 0 && length + row > BUFFER_BYTES)) {
            in.reset();
            break;
          }
          if (chunk.length < length + row) {
            chunk = Arrays.copyOf(chunk, length + row);
          }
          ByteBuffer.wrap(chunk).putInt(length, row);
          in.readFully(chunk, length + Integer.BYTES, row - Integer.BYTES);
          length += row;
        }
        if (length == 0) {
          in.close();
          return null;
        }
        return Arrays.copyOf(chunk, length);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read a spill file", e);
      }
    }

    private int readLength() throws IOException {
      try {
        return in.readInt();
      } catch (EOFException e) {
        return -1;
      }
    }
  }
}
