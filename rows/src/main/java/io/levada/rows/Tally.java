/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How many records, and which: a count with the sum, modulo 2^128, of a hash of each record's
 * position.
 *
 * <p>Two sets of records that differ by a lost, a doubled or an exchanged record differ in their
 * tallies, except by a chance of about 2^-128. Adding is commutative, so tallies made in any order
 * and on any worker agree.
 *
 * @param count number of records
 * @param high upper 64 bits of the sum
 * @param low lower 64 bits of the sum
 */
public record Tally(long count, long high, long low) implements Serializable {

  public static final Tally ZERO = new Tally(0, 0, 0);

  public Tally plus(Tally other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Tally(count + other.count, high + other.high + carry, sum);
  }

  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(high);
    out.writeLong(low);
  }

  /** What {@link #writeTo} wrote. */
  public static Tally readFrom(DataInput in) throws IOException {
    return new Tally(in.readLong(), in.readLong(), in.readLong());
  }

  /** Adds up positions without an object for each. */
  public static final class Counter {
    private long count;
    private long high;
    private long low;

    public void add(int file, long offset) {
      long seed = offset * 0x9E3779B97F4A7C15L + file;
      long addend = Hash64.mix(seed ^ 0x1234567890abcdefL);
      long sum = low + addend;
      if (Long.compareUnsigned(sum, low) < 0) {
        high++;
      }
      low = sum;
      high += Hash64.mix(seed + addend);
      count++;
    }

    /** Adds the records of a tally. */
    public void add(Tally other) {
      long sum = low + other.low;
      high += other.high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
      low = sum;
      count += other.count;
    }

    public long count() {
      return count;
    }

    public Tally tally() {
      return new Tally(count, high, low);
    }
  }
}
