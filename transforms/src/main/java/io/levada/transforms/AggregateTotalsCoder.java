/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;

/** Codes the totals of a column; equal totals have equal bytes. */
final class AggregateTotalsCoder extends CustomCoder<AggregateTotals> {

  private final AggregateColumn column;

  AggregateTotalsCoder(AggregateColumn column) {
    this.column = column;
  }

  @Override
  public void encode(AggregateTotals totals, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    VarInt.encode(totals.count(), data);
    if (totals.count() == 0) {
      return;
    }

    if (column.isSummed()) {
      totals.sum().writeTo(data);
    }
    if (column.isBounded()) {
      writeNumber(data, totals.min());
      writeNumber(data, totals.max());
    }
  }

  @Override
  public AggregateTotals decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long count = VarInt.decodeLong(data);
    if (count == 0) {
      return new AggregateTotals(column);
    }

    ExactSum sum = null;
    if (column.isSummed()) {
      sum = ExactSum.of(column.kind());
      sum.addFrom(data);
    }
    Number min = column.isBounded() ? readNumber(data) : null;
    Number max = column.isBounded() ? readNumber(data) : null;
    return new AggregateTotals(column, count, sum, min, max);
  }

  private void writeNumber(DataOutputStream out, Number number) throws IOException {
    switch (column.kind()) {
      case FLOAT, DOUBLE -> out.writeDouble(number.doubleValue());
      case DECIMAL -> {
        BigDecimal decimal = (BigDecimal) number;
        byte[] unscaled = decimal.unscaledValue().toByteArray();
        out.writeInt(decimal.scale());
        out.writeInt(unscaled.length);
        out.write(unscaled);
      }
      default -> out.writeLong(number.longValue());
    }
  }

  private Number readNumber(DataInputStream in) throws IOException {
    return switch (column.kind()) {
      case FLOAT -> (float) in.readDouble();
      case DOUBLE -> in.readDouble();
      case DECIMAL -> {
        int scale = in.readInt();
        byte[] unscaled = new byte[in.readInt()];
        in.readFully(unscaled);
        yield new BigDecimal(new BigInteger(unscaled), scale);
      }
      case INT16 -> (short) in.readLong();
      case INT32 -> (int) in.readLong();
      default -> in.readLong();
    };
  }

  @Override
  public void verifyDeterministic() {}
}
