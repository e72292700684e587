/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.time.Clock;
import java.time.Duration;

/**
 * A moment by two clocks, each blind to something: the monotonic one may stand still while the
 * machine sleeps, that on the wall can be set.
 */
record Moment(long nanos, long wallMillis) {

  static Moment now(MonotonicClock monotonic, Clock wall) {
    return new Moment(monotonic.nanos(), wall.millis());
  }

  /**
   * Whether no more than this has gone by until then.
   *
   * @return false also if the two clocks disagree on how much it was
   * @param apart by how much they may disagree
   */
  boolean isWithin(Duration time, Moment then, Duration apart) {
    Duration monotonic = Duration.ofNanos(then.nanos - nanos);
    Duration wall = Duration.ofMillis(then.wallMillis - wallMillis);
    return monotonic.compareTo(time) <= 0 && monotonic.minus(wall).abs().compareTo(apart) <= 0;
  }
}
