/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for bytes in eight at a time, as one number (<a
 * href="https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord">Bit Twiddling Hacks</a>).
 *
 * <p>What was found is a number too: zero if there is none, and otherwise {@linkplain #first the
 * first one} can be told by it. Results for several bytes are joined by {@code |}.
 */
public final class EightBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private EightBytes() {}

  /** The eight bytes from there on. */
  public static long at(byte[] bytes, int index) {
    return (long) LONGS.get(bytes, index);
  }

  /** Eight times the same byte of ASCII, to be looked for. */
  public static long all(int ascii) {
    return ascii * LOW_BITS;
  }

  /**
   * Where the byte is; behind the first place also where it only seems to be.
   *
   * @param all what is looked for, {@link #all eight times}
   */
  public static long find(long bytes, long all) {
    long word = bytes ^ all;
    return (word - LOW_BITS) & ~word & HIGH_BITS;
  }

  /** Where bytes are that are not ASCII. */
  public static long findOther(long bytes) {
    return bytes & HIGH_BITS;
  }

  /** How many of the eight bytes come before the first one that was found. */
  public static int first(long found) {
    return Long.numberOfTrailingZeros(found) / Byte.SIZE;
  }
}
