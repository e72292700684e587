/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A request's body, taken whole from the client: a small one in memory, a large one in a file. */
final class SpooledBody implements AutoCloseable {

  private static final int MAX_MEMORY_BYTES = 1 << 20;

  private final byte[] head;
  private final @Nullable Path rest;
  private final long bytes;

  private SpooledBody(byte[] head, @Nullable Path rest, long bytes) {
    this.head = head;
    this.rest = rest;
    this.bytes = bytes;
  }

  /**
   * Reads a body to its end.
   *
   * @throws RefusedException if it has another length than its headers say
   */
  static SpooledBody of(InputStream in, long expectedBytes) throws IOException {
    byte[] head = in.readNBytes(MAX_MEMORY_BYTES);
    Path rest = head.length < MAX_MEMORY_BYTES ? null : Files.createTempFile("sandbox-", ".body");
    SpooledBody body = null;
    try {
      long total = head.length + (rest == null ? 0 : writeRest(in, rest));
      if (total != expectedBytes) {
        throw new RefusedException(
            400,
            "IncompleteBody",
            "The request body has another length than its headers say: " + expectedBytes);
      }

      body = new SpooledBody(head, rest, total);
      return body;
    } finally {
      if (body == null && rest != null) {
        Files.delete(rest);
      }
    }
  }

  long bytes() {
    return bytes;
  }

  byte[] toBytes() throws IOException {
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }

  void writeTo(OutputStream out) throws IOException {
    try (InputStream in = open()) {
      in.transferTo(out);
    }
  }

  @Override
  public void close() throws IOException {
    if (rest != null) {
      Files.deleteIfExists(rest);
    }
  }

  private InputStream open() throws IOException {
    InputStream first = new ByteArrayInputStream(head);
    return rest == null ? first : new SequenceInputStream(first, Files.newInputStream(rest));
  }

  private static long writeRest(InputStream in, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      return in.transferTo(out);
    }
  }
}
