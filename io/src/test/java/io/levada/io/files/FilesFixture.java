/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Storages;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes input files and reads them as a reader does. */
final class FilesFixture {

  static final int MAX_RECORD_BYTES = ReadRecords.DEFAULT_MAX_RECORD_BYTES;

  /** A record as text, with where it starts. */
  record Found(long offset, String text) implements Serializable {}

  private FilesFixture() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  static InputFile write(Path folder, String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content);
    return InputFiles.list(file.toString()).get(0);
  }

  static List<RecordBlock> read(FileRange range) throws IOException {
    return read(range, MAX_RECORD_BYTES);
  }

  static List<RecordBlock> read(FileRange range, int maxRecordBytes) throws IOException {
    List<RecordBlock> blocks = new ArrayList<>();
    try (BlockReader reader = BlockReader.open(Storages.withoutStaging(), range, maxRecordBytes)) {
      for (RecordBlock block = reader.next(); block != null; block = reader.next()) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  static List<Found> records(List<RecordBlock> blocks) {
    List<Found> found = new ArrayList<>();
    for (RecordBlock block : blocks) {
      for (int i = 0; i < block.recordCount(); i++) {
        int start = block.start(i);
        String text =
            new String(block.bytes(), start, block.end(i) - start, StandardCharsets.UTF_8);
        found.add(new Found(block.offsetOf(i), text));
      }
    }
    return found;
  }

  static List<String> texts(List<RecordBlock> blocks) {
    return records(blocks).stream().map(Found::text).toList();
  }

  static List<String> textsOf(InputFile file) throws IOException {
    return texts(read(FileRange.whole(file)));
  }

  static List<ReadCount> counts(List<RecordBlock> blocks) {
    List<ReadCount> counts = new ArrayList<>();
    for (RecordBlock block : blocks) {
      if (block.readCount() != null) {
        counts.add(block.readCount());
      }
    }
    return counts;
  }
}
