/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Blocks of records as a reader cuts them. */
final class Blocks {

  private Blocks() {}

  /** A block of records with a line end behind each. */
  static RecordBlock of(int file, long offset, String... records) {
    return of(file, offset, null, records);
  }

  static RecordBlock of(int file, long offset, @Nullable ReadCount count, String... records) {
    return of(
        file,
        offset,
        count,
        Arrays.stream(records).map(r -> r.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  static RecordBlock of(int file, long offset, @Nullable ReadCount count, byte[]... records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] bounds = new int[2 * records.length];
    for (int i = 0; i < records.length; i++) {
      bounds[2 * i] = bytes.size();
      bytes.writeBytes(records[i]);
      bounds[2 * i + 1] = bytes.size();
      bytes.write('\n');
    }
    return new RecordBlock(file, offset, bytes.toByteArray(), bounds, count);
  }
}
