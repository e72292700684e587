/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CapacityLimitTest {

  private static final double SECOND = 1e9;

  private final CapacityLimit limit = CapacityLimit.of(100);
  private final long now = System.nanoTime() + (long) (10 * SECOND);

  @Test
  void spreadsWhatIsTakenOverTheRate() {
    double first = limit.reserve(50, now);

    assertThat(limit.reserve(50, now) - first, closeTo(0.5 * SECOND, 1));
  }

  @Test
  void allowsNoMoreThanTheRateAndTheBurstInAnySecond() {
    double[] allowed = new double[100];
    for (int i = 0; i < allowed.length; i++) {
      long asked = i < 50 ? now : now + (long) (4 * SECOND);
      allowed[i] = Math.max((double) asked, limit.reserve(5, asked));
    }

    assertThat(mostInASecond(allowed), lessThanOrEqualTo(25L));
  }

  private static long mostInASecond(double[] times) {
    long most = 0;
    for (double from : times) {
      long inASecond =
          DoubleStream.of(times).filter(at -> at >= from && at < from + SECOND).count();
      most = Math.max(most, inASecond);
    }
    return most;
  }

  @Test
  void makesUpForAQuarterOfASecondAtMost() {
    assertThat(limit.reserve(25, now), closeTo((double) now, 1_000));
  }

  @Test
  void paysForWhatWasConsumedBeyondTheEstimate() {
    double first = limit.reserve(10, now);
    limit.settle(10, 30);

    assertThat(limit.reserve(10, now) - first, closeTo(0.3 * SECOND, 1_000));
  }

  @Test
  void givesBackWhatWasNotConsumed() {
    double first = limit.reserve(50, now);
    limit.settle(50, 0);

    assertThat(limit.reserve(50, now), equalTo(first));
  }

  @Test
  void refusesARateOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> CapacityLimit.of(0));
  }
}
