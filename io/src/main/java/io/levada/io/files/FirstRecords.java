/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Storages;
import io.levada.rows.RecordBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The first records of an input, for a person who wants to see what is in it. */
public final class FirstRecords {

  /** Of a larger record only the beginning is held. */
  private static final int MAX_RECORD_BYTES = 16 * 1024 * 1024;

  /** More is not held, however few records it has. */
  private static final long ENOUGH_BYTES = 64L * 1024 * 1024;

  private FirstRecords() {}

  /**
   * Blocks from the start of the first file on, until they have so many records, or 64 MiB, or
   * there are no more; the last block may have some more.
   *
   * @throws UnreadableFileException if a file is damaged up to there
   */
  public static List<RecordBlock> of(Storages storages, List<InputFile> files, int records)
      throws IOException {
    List<RecordBlock> blocks = new ArrayList<>();
    int found = 0;
    long bytes = 0;
    for (InputFile file : files) {
      try (BlockReader reader =
          BlockReader.open(storages, FileRange.whole(file), MAX_RECORD_BYTES)) {
        boolean atEnd = false;
        while (!atEnd) {
          if (found >= records || bytes >= ENOUGH_BYTES) {
            return blocks;
          }
          RecordBlock block = reader.next();
          atEnd = block == null;
          if (block != null) {
            found += block.recordCount();
            bytes += block.bytes().length;
            blocks.add(block);
          }
        }
      }
    }
    return blocks;
  }
}
