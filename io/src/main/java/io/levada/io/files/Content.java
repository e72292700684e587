/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a whole file holds: its stored bytes decompressed and made UTF-8. What the file is, is told
 * by the beginning of what is read anyway.
 */
final class Content implements Closeable {

  /** A first request that small files need only one of. */
  private static final int FIRST_BYTES = 64 * 1024;

  private final OpenFile file;
  private final StoredBytes stored;
  private final PeekedBytes plain;
  private final Compression compression;
  private @Nullable DecompressedBytes decompressed;
  private @Nullable Utf16Bytes decoded;
  private @Nullable PeekedBytes text;
  private @Nullable Shape shape;

  private Content(OpenFile file, StoredBytes stored, PeekedBytes plain, Compression compression) {
    this.file = file;
    this.stored = stored;
    this.plain = plain;
    this.compression = compression;
  }

  /**
   * @throws UnreadableFileException if the file is of a format that is not read here
   */
  static Content of(OpenFile file) throws IOException {
    StoredBytes stored = new StoredBytes(file, 0, file.entry().size());
    PeekedBytes plain = new PeekedBytes(stored);
    int length = plain.peek(firstBytes(file));
    refuseForeign(file, plain, length);
    return new Content(file, stored, plain, Compression.of(plain.head(), length));
  }

  private static int firstBytes(OpenFile file) {
    return (int) Math.max(Compression.HEAD_BYTES, Math.min(FIRST_BYTES, file.entry().size()));
  }

  private static void refuseForeign(OpenFile file, PeekedBytes bytes, int length)
      throws UnreadableFileException {
    String foreign = ForeignFormat.of(bytes.head(), length);
    if (foreign != null) {
      throw new UnreadableFileException(
          file.entry().location(),
          "it is " + foreign + ", not plain, gzip, bzip2 or zstd text in UTF-8 or UTF-16");
    }
  }

  Compression compression() {
    return compression;
  }

  /** Whether what is stored is not the text itself, byte for byte. */
  boolean isConverted() throws IOException {
    text();
    return decompressed != null || decoded != null;
  }

  /** Whether what is stored, decompressed, is no UTF-8 but was made it. */
  boolean isDecoded() throws IOException {
    text();
    return decoded != null;
  }

  /**
   * Whether the file can be read in ranges. A compressed one is not decompressed for the answer.
   *
   * @throws UnreadableFileException if the file is of a format that is not read here
   */
  boolean isDivisible() throws IOException {
    return compression == Compression.NONE && !isConverted() && shape() == Shape.LINES;
  }

  /**
   * @throws UnreadableFileException if the file is damaged or of a format that is not read here
   */
  Shape shape() throws IOException {
    if (shape == null) {
      PeekedBytes bytes = text();
      shape = ShapeLook.of(bytes);
      if (!bytes.isWhole() && bytes.isBlank()) {
        shape = shapeBehindBlank();
      }
    }
    return shape;
  }

  /** Where white space fills all that is looked at, the file is read twice up to its end. */
  private Shape shapeBehindBlank() throws IOException {
    try (Content again = Content.of(file)) {
      PeekedBytes bytes = again.text();
      if (ByteOrderMark.isUtf8(bytes.head(), bytes.peek(ByteOrderMark.UTF_8_BYTES))) {
        bytes.skipNBytes(ByteOrderMark.UTF_8_BYTES);
      }
      return ShapeLook.of(new PeekedBytes(new BehindBlank(bytes)));
    }
  }

  /**
   * All of it.
   *
   * @throws UnreadableFileException if the file is damaged or of a format that is not read here
   */
  InputStream bytes() throws IOException {
    return text();
  }

  StoredBytes stored() {
    return stored;
  }

  /** How many bytes of content were made so far. */
  long position() {
    if (decoded != null) {
      return decoded.position();
    }
    return decompressed != null ? decompressed.position() : stored.position();
  }

  @Override
  public void close() throws IOException {
    if (decompressed != null) {
      decompressed.close();
    }
  }

  private PeekedBytes text() throws IOException {
    if (text == null) {
      PeekedBytes bytes = plain;
      if (compression != Compression.NONE) {
        decompressed = new DecompressedBytes(file, compression, stored, plain);
        bytes = new PeekedBytes(decompressed);
      }
      text = decode(bytes);
    }
    return text;
  }

  private PeekedBytes decode(PeekedBytes bytes) throws IOException {
    int length = bytes.peek(Compression.HEAD_BYTES);
    refuseForeign(file, bytes, length);
    boolean bigEndian = ByteOrderMark.isUtf16BigEndian(bytes.head(), length);
    if (!bigEndian && !ByteOrderMark.isUtf16LittleEndian(bytes.head(), length)) {
      return bytes;
    }

    decoded = new Utf16Bytes(bytes, bigEndian);
    return new PeekedBytes(decoded);
  }
}
