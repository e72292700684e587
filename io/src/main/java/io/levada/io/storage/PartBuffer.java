/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bytes on their way to one part of an upload. It grows with what is written, as many files may be
 * open and most of them are small, and it can be read again, as a request may be repeated.
 */
final class PartBuffer {

  private static final int CHUNK_BYTES = 64 * 1024;

  private final List<byte[]> chunks = new ArrayList<>();
  private long size;

  long size() {
    return size;
  }

  void write(byte[] bytes, int from, int length) {
    int written = 0;
    while (written < length) {
      int inChunk = (int) (size % CHUNK_BYTES);
      if (inChunk == 0) {
        chunks.add(new byte[CHUNK_BYTES]);
      }
      int count = Math.min(length - written, CHUNK_BYTES - inChunk);
      System.arraycopy(bytes, from + written, chunks.get(chunks.size() - 1), inChunk, count);
      written += count;
      size += count;
    }
  }

  InputStream content() {
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      streams.add(new ByteArrayInputStream(chunks.get(i), 0, bytesIn(i)));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  void clear() {
    chunks.clear();
    size = 0;
  }

  private int bytesIn(int chunk) {
    return (int) Math.min(CHUNK_BYTES, size - (long) chunk * CHUNK_BYTES);
  }
}
