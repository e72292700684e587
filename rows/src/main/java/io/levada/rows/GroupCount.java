/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;

/**
 * What an aggregation made of the rows that it took. It is added up with the totals themselves and
 * emitted in the same bundle as the rows that are made of them, so that a run proves on both sides
 * of the aggregation that nothing was lost and nothing doubled.
 *
 * @param in the rows that the groups are made of, by their positions
 * @param out the rows that were made of the groups, by the positions that they have instead: of no
 *     file, and a hash of the group
 */
public record GroupCount(Tally in, Tally out) implements Note, Serializable {

  public static final GroupCount ZERO = new GroupCount(Tally.ZERO, Tally.ZERO);

  static final byte KIND = 'G';

  public GroupCount plus(GroupCount other) {
    return new GroupCount(in.plus(other.in), out.plus(other.out));
  }

  @Override
  public byte kind() {
    return KIND;
  }

  @Override
  public void writeTo(DataOutputStream target) throws IOException {
    in.writeTo(target);
    out.writeTo(target);
  }

  static GroupCount readFrom(DataInputStream source) throws IOException {
    return new GroupCount(Tally.readFrom(source), Tally.readFrom(source));
  }
}
