/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.beam.sdk.util.VarInt;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is known of a column's values in a group, as far as it is asked for. */
final class AggregateTotals {

  private final AggregateColumn column;
  private final @Nullable ExactSum sum;
  private long count;
  private @Nullable Number min;
  private @Nullable Number max;

  AggregateTotals(AggregateColumn column) {
    this.column = column;
    this.sum = column.isSummed() ? ExactSum.of(column.kind()) : null;
  }

  /** Adds a value; null is none. */
  void add(@Nullable Object value) {
    if (value == null) {
      return;
    }

    count++;
    if (sum != null) {
      sum.add((Number) value);
    }
    if (column.isBounded()) {
      widen((Number) value, (Number) value);
    }
  }

  private void widen(Number least, Number greatest) {
    if (min == null || compare(least, min) < 0) {
      min = least;
    }
    if (max == null || compare(greatest, max) > 0) {
      max = greatest;
    }
  }

  /** A total order: of equal decimals, one is chosen by its scale. */
  private int compare(Number left, Number right) {
    return switch (column.kind()) {
      case FLOAT, DOUBLE -> Double.compare(left.doubleValue(), right.doubleValue());
      case DECIMAL -> {
        int order = ((BigDecimal) left).compareTo((BigDecimal) right);
        yield order != 0
            ? order
            : Integer.compare(((BigDecimal) left).scale(), ((BigDecimal) right).scale());
      }
      default -> Long.compare(left.longValue(), right.longValue());
    };
  }

  long count() {
    return count;
  }

  /** The sum; only of a column whose sum is asked for. */
  ExactSum sum() {
    return sum;
  }

  @Nullable Number min() {
    return min;
  }

  @Nullable Number max() {
    return max;
  }

  /** Writes the totals; equal totals have equal bytes. */
  void writeTo(DataOutputStream out) throws IOException {
    VarInt.encode(count, out);
    if (count == 0) {
      return;
    }

    if (sum != null) {
      sum.writeTo(out);
    }
    if (column.isBounded()) {
      writeNumber(out, min);
      writeNumber(out, max);
    }
  }

  /** Adds what {@link #writeTo} wrote. */
  void addFrom(DataInputStream in) throws IOException {
    long added = VarInt.decodeLong(in);
    if (added == 0) {
      return;
    }

    count += added;
    if (sum != null) {
      sum.addFrom(in);
    }
    if (column.isBounded()) {
      widen(readNumber(in), readNumber(in));
    }
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
}
