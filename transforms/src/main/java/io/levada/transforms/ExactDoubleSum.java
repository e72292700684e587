/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import org.apache.beam.sdk.util.VarInt;

/**
 * A sum of doubles as one long fixed-point number that covers all exponents.
 *
 * <p>The number is in limbs of 32 bits, of which the first counts units of 2^-1074. A limb is a
 * signed long: what goes beyond its 32 bits is carried on only from time to time.
 */
final class ExactDoubleSum implements ExactSum {

  private static final int LIMB_BITS = 32;
  private static final long LIMB_MASK = 0xffff_ffffL;

  /** Exponent of the unit. */
  private static final int UNIT_EXPONENT = -1074;

  /** 2098 bits for the greatest double, 63 for as many of them as there can be, and the sign. */
  private static final int LIMBS = 68;

  /** Each addition puts less than 2^33 into a limb. */
  private static final int MAX_PENDING = 1 << 28;

  private final long[] limbs = new long[LIMBS];

  /** How many additions the limbs may have to carry on. */
  private int pending;

  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  @Override
  public void add(Number value) {
    double number = value.doubleValue();
    if (Double.isFinite(number)) {
      addFinite(number);
    } else if (Double.isNaN(number)) {
      nans++;
    } else if (number > 0) {
      positiveInfinities++;
    } else {
      negativeInfinities++;
    }
  }

  private void addFinite(double number) {
    long bits = Double.doubleToRawLongBits(number);
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long significand = bits & 0xf_ffff_ffff_ffffL;
    if (exponent > 0) {
      significand |= 1L << 52;
      exponent--;
    }
    int limb = exponent / LIMB_BITS;
    int shift = exponent % LIMB_BITS;
    long lower = (significand & LIMB_MASK) << shift;
    long upper = (significand >>> LIMB_BITS) << shift;
    long middle = (lower >>> LIMB_BITS) + (upper & LIMB_MASK);
    if (bits < 0) {
      limbs[limb] -= lower & LIMB_MASK;
      limbs[limb + 1] -= middle;
      limbs[limb + 2] -= upper >>> LIMB_BITS;
    } else {
      limbs[limb] += lower & LIMB_MASK;
      limbs[limb + 1] += middle;
      limbs[limb + 2] += upper >>> LIMB_BITS;
    }
    addPending(1);
  }

  private void addPending(int additions) {
    pending += additions;
    if (pending >= MAX_PENDING) {
      carry(limbs);
      pending = 1;
    }
  }

  /** Brings all limbs but the last, which has the sign, into 32 bits. */
  private static void carry(long[] limbs) {
    for (int limb = 0; limb < LIMBS - 1; limb++) {
      limbs[limb + 1] += limbs[limb] >> LIMB_BITS;
      limbs[limb] &= LIMB_MASK;
    }
  }

  @Override
  public void addAll(ExactSum other) {
    ExactDoubleSum that = (ExactDoubleSum) other;
    for (int limb = 0; limb < LIMBS; limb++) {
      limbs[limb] += that.limbs[limb];
    }
    addPending(that.pending);
    nans += that.nans;
    positiveInfinities += that.positiveInfinities;
    negativeInfinities += that.negativeInfinities;
  }

  @Override
  public double mean(long count) {
    return isFinite()
        ? ExactQuotient.toDouble(units(), BigInteger.valueOf(count), UNIT_EXPONENT)
        : nonFinite();
  }

  @Override
  public Double total() {
    return isFinite()
        ? ExactQuotient.toDouble(units(), BigInteger.ONE, UNIT_EXPONENT)
        : nonFinite();
  }

  private boolean isFinite() {
    return (nans | positiveInfinities | negativeInfinities) == 0;
  }

  private double nonFinite() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }

    return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** The finite part in units of 2^-1074. */
  private BigInteger units() {
    long[] carried = limbs.clone();
    carry(carried);
    byte[] bytes = new byte[(LIMBS + 1) * Integer.BYTES];
    for (int limb = 0; limb < LIMBS; limb++) {
      int width = limb == LIMBS - 1 ? Long.BYTES : Integer.BYTES;
      for (int i = 0; i < width; i++) {
        bytes[bytes.length - 1 - limb * Integer.BYTES - i] = (byte) (carried[limb] >> (8 * i));
      }
    }
    return new BigInteger(bytes);
  }

  /** Writes the bytes between the lowest and the highest that are needed, most often a few. */
  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    BigInteger units = units();
    int skipped = Math.max(0, units.getLowestSetBit()) / LIMB_BITS;
    byte[] bytes = units.shiftRight(skipped * LIMB_BITS).toByteArray();
    VarInt.encode(skipped, out);
    VarInt.encode(bytes.length, out);
    out.write(bytes);
    VarInt.encode(nans, out);
    VarInt.encode(positiveInfinities, out);
    VarInt.encode(negativeInfinities, out);
  }

  @Override
  public void addFrom(DataInputStream in) throws IOException {
    int skipped = VarInt.decodeInt(in);
    byte[] bytes = new byte[VarInt.decodeInt(in)];
    in.readFully(bytes);
    addUnits(bytes, skipped);
    nans += VarInt.decodeLong(in);
    positiveInfinities += VarInt.decodeLong(in);
    negativeInfinities += VarInt.decodeLong(in);
  }

  /** Adds a number in two's complement, highest byte first. */
  private void addUnits(byte[] bytes, int firstLimb) {
    int limb = firstLimb;
    int end = bytes.length;
    for (; end > Integer.BYTES; end -= Integer.BYTES) {
      limbs[limb++] += new BigInteger(1, bytes, end - Integer.BYTES, Integer.BYTES).longValue();
    }
    limbs[limb] += new BigInteger(bytes, 0, end).longValue();
    addPending(1);
  }
}
