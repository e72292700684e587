/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;

/**
 * Rows of one file that a filter has left out. It is emitted in the same bundle in which they were,
 * so that a run proves that each of them is told of once.
 *
 * @param file index of the file in the run's listing, or {@link SourcePosition#NO_FILE}
 * @param rows those that were left out
 */
public record FilterCount(int file, Tally rows) implements Note, Serializable {

  static final byte KIND = 'F';

  @Override
  public byte kind() {
    return KIND;
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(file);
    rows.writeTo(out);
  }

  static FilterCount readFrom(DataInputStream in) throws IOException {
    return new FilterCount(in.readInt(), Tally.readFrom(in));
  }
}
