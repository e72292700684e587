/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

/**
 * The splitmix64 generator: a stream of numbers for each (seed, number), without any state between.
 */
final class SplitMix {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Starts the stream of one number of one seed. */
  SplitMix restart(long seed, long number) {
    this.state = at(seed, number);
    return this;
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** A number from 0 to {@code bound - 1}. */
  int next(int bound) {
    return Math.floorMod(next(), bound);
  }

  /** The value that belongs to one number of one seed. */
  static long at(long seed, long number) {
    return mix(mix(seed + GOLDEN) + number * GOLDEN);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
