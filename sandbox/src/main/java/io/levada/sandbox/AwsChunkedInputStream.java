/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The content of a body in AWS's chunks ({@code aws-chunked}), whose chunks may be signed one by
 * one, and be followed by trailers with a checksum. What does not fit is refused.
 */
final class AwsChunkedInputStream extends InputStream {

  private static final int MAX_LINE_BYTES = 8 << 10;
  private static final String CHUNK_SIGNATURE = "chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  private final InputStream in;
  private final @Nullable ChunkSigner signer;
  private final @Nullable TrailingChecksum checksum;
  private final boolean hasTrailers;

  private MessageDigest chunk = Digests.sha256();
  private String chunkSignature = "";
  private long left;
  private boolean inside;
  private boolean ended;

  /**
   * Reads a body.
   *
   * @param signer null if the chunks are not signed
   * @param trailer the checksum that the body ends with; null for none
   */
  AwsChunkedInputStream(InputStream in, @Nullable ChunkSigner signer, @Nullable String trailer) {
    this.in = in;
    this.signer = signer;
    this.hasTrailers = trailer != null;
    this.checksum = trailer == null ? null : TrailingChecksum.of(trailer);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }

    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("The body ends inside a chunk");
    }

    left -= read;
    if (signer != null) {
      chunk.update(bytes, offset, read);
    }
    if (checksum != null) {
      checksum.update(bytes, offset, read);
    }
    return read;
  }

  private void nextChunk() throws IOException {
    if (inside) {
      if (!line().isEmpty()) {
        throw malformed("a chunk is longer than it says");
      }
      checkChunk();
    }

    inside = true;
    String[] head = line().split(";", 2);
    try {
      left = Long.parseLong(head[0].strip(), 16);
    } catch (NumberFormatException e) {
      throw malformed("it has no size where a chunk begins");
    }

    chunkSignature = head.length < 2 ? "" : head[1].strip().replace(CHUNK_SIGNATURE, "");
    if (left == 0) {
      checkChunk();
      readTrailers();
      ended = true;
    }
  }

  private void checkChunk() throws RefusedException {
    if (signer == null) {
      return;
    }

    String expected = signer.signChunk(Digests.hex(chunk.digest()));
    if (!Digests.same(expected, chunkSignature)) {
      throw mismatch("The signature of a chunk does not match.");
    }
  }

  private void readTrailers() throws IOException {
    StringBuilder signed = new StringBuilder();
    String signature = "";
    // Some clients leave out the empty line behind the last chunk.
    String trailer = HttpInput.readLine(in, MAX_LINE_BYTES);
    while (trailer != null && !trailer.isEmpty()) {
      int colon = trailer.indexOf(':');
      String name = trailer.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
      String value = trailer.substring(colon + 1).strip();
      if (name.equals(TRAILER_SIGNATURE)) {
        signature = value;
      } else {
        signed.append(name).append(':').append(value).append('\n');
        checkTrailer(name, value);
      }
      trailer = HttpInput.readLine(in, MAX_LINE_BYTES);
    }

    if (signer != null
        && hasTrailers
        && !Digests.same(signer.signTrailers(Digests.sha256Hex(signed.toString())), signature)) {
      throw mismatch("The signature of the trailers does not match.");
    }
  }

  private void checkTrailer(String name, String value) throws RefusedException {
    if (checksum != null && !checksum.allows(name, value)) {
      throw new RefusedException(
          400,
          "BadDigest",
          "The " + name + " you specified did not match the calculated checksum.");
    }
  }

  private String line() throws IOException {
    String line = HttpInput.readLine(in, MAX_LINE_BYTES);
    if (line == null) {
      throw new EOFException("The body ends between chunks");
    }

    return line;
  }

  private static RefusedException malformed(String why) {
    return new RefusedException(
        400, "InvalidRequest", "The body is not in the chunks that its headers promise: " + why);
  }

  private static RefusedException mismatch(String why) {
    return new RefusedException(403, "SignatureDoesNotMatch", why);
  }
}
