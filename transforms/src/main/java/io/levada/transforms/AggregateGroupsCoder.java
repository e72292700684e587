/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Tally;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;

/** Codes groups with totals of the columns. */
final class AggregateGroupsCoder extends CustomCoder<AggregateGroups> {

  private final List<AggregateColumn> columns;
  private final List<AggregateTotalsCoder> totalsCoders;

  AggregateGroupsCoder(List<AggregateColumn> columns) {
    this.columns = List.copyOf(columns);
    this.totalsCoders = columns.stream().map(AggregateTotalsCoder::new).toList();
  }

  @Override
  public void encode(AggregateGroups groups, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    VarInt.encode(groups.size(), data);
    groups.<IOException>forEach((name, group) -> encode(name, group, data));
    VarInt.encode(groups.notes().size(), data);
    for (byte[] note : groups.notes()) {
      ByteArrayCoder.of().encode(note, data);
    }
  }

  private void encode(byte[] name, AggregateGroup group, DataOutputStream out) throws IOException {
    ByteArrayCoder.of().encode(name, out);
    group.rows().writeTo(out);
    for (int i = 0; i < columns.size(); i++) {
      totalsCoders.get(i).encode(group.totals(i), out);
    }
  }

  @Override
  public AggregateGroups decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    AggregateGroups groups = new AggregateGroups(columns);
    for (int left = VarInt.decodeInt(data); left > 0; left--) {
      byte[] name = ByteArrayCoder.of().decode(data);
      groups.put(name, decodeGroup(data));
    }
    for (int left = VarInt.decodeInt(data); left > 0; left--) {
      groups.addNote(ByteArrayCoder.of().decode(data));
    }
    return groups;
  }

  private AggregateGroup decodeGroup(DataInputStream in) throws IOException {
    Tally rows = Tally.readFrom(in);
    List<AggregateTotals> totals = new ArrayList<>();
    for (AggregateTotalsCoder coder : totalsCoders) {
      totals.add(coder.decode(in));
    }
    return new AggregateGroup(columns, rows, totals);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "Groups are coded in the order of their arrival");
  }
}
