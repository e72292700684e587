/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.time.Instant;
import org.joda.time.ReadableInstant;

/** Instants as microseconds since 1970-01-01T00:00Z; what is finer is cut off towards the past. */
final class Micros {

  private static final long PER_SECOND = 1_000_000;
  private static final long PER_MILLISECOND = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private Micros() {}

  /**
   * @throws ArithmeticException if the instant is too far from 1970
   */
  static long of(Instant instant) {
    long seconds = Math.multiplyExact(instant.getEpochSecond(), PER_SECOND);
    return Math.addExact(seconds, instant.getNano() / NANOS_PER_MICRO);
  }

  /**
   * @throws ArithmeticException if the instant is too far from 1970
   */
  static long of(ReadableInstant instant) {
    return Math.multiplyExact(instant.getMillis(), PER_MILLISECOND);
  }

  static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS_PER_MICRO);
  }

  static org.joda.time.Instant toDateTime(long micros) {
    return org.joda.time.Instant.ofEpochMilli(Math.floorDiv(micros, PER_MILLISECOND));
  }
}
