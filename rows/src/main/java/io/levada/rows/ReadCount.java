/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;

/**
 * What one reader took of one file. It is counted where the file is cut into records and emitted in
 * the same bundle as they are, so that what arrives after the shuffle can be held against it.
 *
 * <p>The counts of a file tile it: sorted, each {@code from} is the {@code to} before it, the first
 * is 0 and the last the file's length. A reader in whose part of the file no record starts gives an
 * empty count, which may stand anywhere.
 *
 * @param file index of the file in the run's listing
 * @param from the first byte (for Parquet: row) that belongs to the reader: where its first record
 *     starts
 * @param to the byte behind its last record, which is where the next reader's first one starts
 * @param reachedEnd whether the reader has seen the file's end, which a compressed file proves only
 *     by its trailer
 * @param records the records it cut
 */
public record ReadCount(int file, long from, long to, boolean reachedEnd, Tally records)
    implements Note, Serializable {

  static final byte KIND = 'C';

  public ReadCount {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("Invalid read range: [" + from + ", " + to + ")");
    }
  }

  @Override
  public byte kind() {
    return KIND;
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(file);
    out.writeLong(from);
    out.writeLong(to);
    out.writeBoolean(reachedEnd);
    records.writeTo(out);
  }

  /** What {@link #writeTo} wrote. */
  public static ReadCount readFrom(DataInputStream in) throws IOException {
    return new ReadCount(
        in.readInt(), in.readLong(), in.readLong(), in.readBoolean(), Tally.readFrom(in));
  }
}
