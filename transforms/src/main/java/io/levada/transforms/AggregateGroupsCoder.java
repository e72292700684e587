/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;

/** Codes the groups of a column of one kind. */
final class AggregateGroupsCoder extends CustomCoder<AggregateGroups> {

  private final ColumnKind kind;
  private final AggregateTotalsCoder totalsCoder;

  AggregateGroupsCoder(ColumnKind kind) {
    this.kind = kind;
    this.totalsCoder = new AggregateTotalsCoder(kind);
  }

  @Override
  public void encode(AggregateGroups groups, OutputStream out) throws IOException {
    VarInt.encode(groups.size(), out);
    groups.<IOException>forEach(
        (group, totals) -> {
          ByteArrayCoder.of().encode(group, out);
          totalsCoder.encode(totals, out);
        });
  }

  @Override
  public AggregateGroups decode(InputStream in) throws IOException {
    AggregateGroups groups = new AggregateGroups(kind);
    int size = VarInt.decodeInt(in);
    for (int i = 0; i < size; i++) {
      byte[] group = ByteArrayCoder.of().decode(in);
      groups.put(group, totalsCoder.decode(in));
    }
    return groups;
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "Groups are coded in the order of their arrival");
  }
}
