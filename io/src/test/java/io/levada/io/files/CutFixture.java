/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.rows.RecordBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cuts content in memory. */
final class CutFixture {

  /** Where a record starts and ends. */
  record Extent(long start, long end) {}

  /** Gives no more than so many bytes at a time. */
  static final class InPieces extends InputStream {
    private final InputStream in;
    private final int pieceBytes;

    InPieces(byte[] content, int pieceBytes) {
      this.in = new ByteArrayInputStream(content);
      this.pieceBytes = pieceBytes;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, Math.min(length, pieceBytes));
    }
  }

  private CutFixture() {}

  static RecordCutter values(byte[] content, Shape shape, int pieceBytes, int maxRecordBytes) {
    InputStream in = new InPieces(content, pieceBytes);
    return new ValueCutter(in, 0, shape == Shape.ARRAY, maxRecordBytes, content.length);
  }

  /** Lines from one byte on to another. */
  static RecordCutter lines(byte[] content, long from, long to, int maxRecordBytes) {
    Entry entry = new Entry(Location.of("/a"), content.length, "", Instant.EPOCH);
    FileRange range = new FileRange(new InputFile(0, entry), from, to);
    int readFrom = (int) Math.max(0, from - 1);
    InputStream in = new ByteArrayInputStream(content, readFrom, content.length - readFrom);
    return new LineCutter(in, range, to, maxRecordBytes, to - from);
  }

  static List<RecordBlock> blocks(RecordCutter cutter) throws IOException {
    List<RecordBlock> blocks = new ArrayList<>();
    for (RecordBlock block = cutter.next(); block != null; block = cutter.next()) {
      blocks.add(block);
    }
    return blocks;
  }

  static List<Extent> extents(RecordCutter cutter) throws IOException {
    List<Extent> extents = new ArrayList<>();
    for (RecordBlock block : blocks(cutter)) {
      for (int i = 0; i < block.recordCount(); i++) {
        long start = block.offsetOf(i);
        long length = block.cut() == null ? block.end(i) - block.start(i) : block.cut().length();
        extents.add(new Extent(start, start + length));
      }
    }
    return extents;
  }

  /** The records' texts. */
  static List<String> cut(Shape shape, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return FilesFixture.texts(
        blocks(values(bytes, shape, Integer.MAX_VALUE, FilesFixture.MAX_RECORD_BYTES)));
  }
}
