/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A sum of decimals with the most digits behind the point that any of them has. */
final class ExactDecimalSum implements ExactSum {

  private static final int MAX_PRECISION = 38;

  /** Null until there is a value: a zero would have a scale already. */
  private @Nullable BigDecimal sum;

  @Override
  public void add(Number value) {
    BigDecimal addend = (BigDecimal) value;
    sum = sum == null ? addend : sum.add(addend);
  }

  @Override
  public void addAll(ExactSum other) {
    BigDecimal addend = ((ExactDecimalSum) other).sum;
    if (addend != null) {
      add(addend);
    }
  }

  @Override
  public double mean(long count) {
    BigInteger divisor = BigInteger.valueOf(count);
    BigInteger unscaled = sum.unscaledValue();
    if (sum.scale() <= 0) {
      return ExactQuotient.toDouble(
          unscaled.multiply(BigInteger.TEN.pow(-sum.scale())), divisor, 0);
    }

    return ExactQuotient.toDouble(unscaled, divisor.multiply(BigInteger.TEN.pow(sum.scale())), 0);
  }

  @Override
  public BigDecimal total() {
    if (sum.precision() > MAX_PRECISION) {
      throw new ArithmeticException("the sum has more than 38 digits (make its scale smaller)");
    }

    return sum;
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    out.writeBoolean(sum != null);
    if (sum != null) {
      byte[] unscaled = sum.unscaledValue().toByteArray();
      out.writeInt(sum.scale());
      out.writeInt(unscaled.length);
      out.write(unscaled);
    }
  }

  @Override
  public void addFrom(DataInputStream in) throws IOException {
    if (in.readBoolean()) {
      int scale = in.readInt();
      byte[] unscaled = new byte[in.readInt()];
      in.readFully(unscaled);
      add(new BigDecimal(new BigInteger(unscaled), scale));
    }
  }
}
