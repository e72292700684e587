/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.time.Instant;
import org.joda.time.ReadableInstant;

/** Instants as microseconds since 1970-01-01T00:00Z; what is finer is cut off towards the past. */
public final class Micros {

  private static final long PER_SECOND = 1_000_000;
  private static final long PER_MILLISECOND = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private Micros() {}

  /**
   * The microseconds of an instant.
   *
   * @throws ArithmeticException if they do not fit 64 bits: the instant is some 292,000 years away
   */
  public static long of(Instant instant) {
    long micros = instant.getNano() / NANOS_PER_MICRO;
    long seconds = instant.getEpochSecond();
    // The first second that fits does so only with the microseconds that it lacks at its start.
    return seconds < 0
        ? Math.addExact(Math.multiplyExact(seconds + 1, PER_SECOND), micros - PER_SECOND)
        : Math.addExact(Math.multiplyExact(seconds, PER_SECOND), micros);
  }

  /**
   * The microseconds of one of Beam's older instants.
   *
   * @throws ArithmeticException as {@link #of(Instant)}
   */
  public static long of(ReadableInstant instant) {
    return Math.multiplyExact(instant.getMillis(), PER_MILLISECOND);
  }

  public static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS_PER_MICRO);
  }

  /** Cut to milliseconds. */
  public static org.joda.time.Instant toDateTime(long micros) {
    return org.joda.time.Instant.ofEpochMilli(Math.floorDiv(micros, PER_MILLISECOND));
  }
}
