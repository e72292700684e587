/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of bytes that is the same in every JVM, on every machine and in every release:
 * slots and file names are made of it.
 *
 * <p>Not for adversaries. Whoever needs equality compares the bytes as well.
 */
public final class Hash64 {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Hash64() {}

  public static long of(byte[] bytes, int from, int to, long seed) {
    long hash = seed ^ ((to - from) * 0x9E3779B97F4A7C15L);
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) LONGS.get(bytes, at)) * 0xff51afd7ed558ccdL;
      hash ^= hash >>> 32;
    }
    long tail = 0;
    for (; at < to; at++) {
      tail = tail << 8 | (bytes[at] & 0xff);
    }
    return mix(hash ^ tail);
  }

  public static long of(byte[] bytes, long seed) {
    return of(bytes, 0, bytes.length, seed);
  }

  /** The finaliser of splitmix64: every bit of the input moves about half of the output's. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
