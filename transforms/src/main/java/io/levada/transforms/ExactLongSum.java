/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;

/** A sum of integers in 128 bits, which 2^63 values cannot overflow. */
final class ExactLongSum implements ExactSum {

  private long high;
  private long low;

  @Override
  public void add(Number value) {
    long addend = value.longValue();
    add(addend >> 63, addend);
  }

  private void add(long addedHigh, long addedLow) {
    long sum = low + addedLow;
    high += addedHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
  }

  @Override
  public void addAll(ExactSum other) {
    ExactLongSum that = (ExactLongSum) other;
    add(that.high, that.low);
  }

  @Override
  public double mean(long count) {
    BigInteger lower = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
    BigInteger sum = BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lower);
    return ExactQuotient.toDouble(sum, BigInteger.valueOf(count), 0);
  }

  @Override
  public Long total() {
    if (high != low >> 63) {
      throw new ArithmeticException("the sum does not fit in INT64 (make the column a decimal)");
    }

    return low;
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    out.writeLong(high);
    out.writeLong(low);
  }

  @Override
  public void addFrom(DataInputStream in) throws IOException {
    add(in.readLong(), in.readLong());
  }
}
